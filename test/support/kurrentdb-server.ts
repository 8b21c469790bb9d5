// The server that the KurrentDB suites run against: the one KURRENTDB_URL names, else a double. On
// a real server only streams that the tests themselves wrote are deleted afterwards; nobody else
// should write to its ledger meanwhile.
import { EventStoreDBClient } from '@eventstore/db-client';
import { openKurrentDbLedger, type KurrentDbLedger } from '../../src/ledger/kurrentdb-ledger.js';
import { KurrentDbDouble } from './kurrentdb-double.js';

const url = process.env['KURRENTDB_URL'];

/** Which of the two it is. */
export const serverName =
  url === undefined
    ? 'KurrentDB (the double; KURRENTDB_URL names a real server)'
    : 'KurrentDB (the server that KURRENTDB_URL names)';

/** One server, with what was written to it by these tests. */
export class ServerUnderTest {
  /** The client as anybody else would use it. */
  readonly client: EventStoreDBClient;
  private readonly written = new Set<string>();
  private readonly ledgers: KurrentDbLedger[] = [];

  private constructor(private readonly double: KurrentDbDouble | undefined) {
    this.client = EventStoreDBClient.connectionString(this.url);
  }

  static async start(): Promise<ServerUnderTest> {
    return new ServerUnderTest(url === undefined ? await KurrentDbDouble.start() : undefined);
  }

  private get url(): string {
    return this.double?.url ?? url ?? '';
  }

  /** A ledger on this server, as a process of its own would have it. */
  async open(): Promise<KurrentDbLedger> {
    const ledger = await openKurrentDbLedger({ url: this.url });
    const append = ledger.append.bind(ledger);
    ledger.append = (stream, ...what) => {
      this.written.add(stream);
      return append(stream, ...what);
    };
    this.ledgers.push(ledger);
    return ledger;
  }

  /** A stream that will be deleted, whoever writes to it. */
  own(stream: string): string {
    this.written.add(stream);
    return stream;
  }

  /** Closes the ledgers, deletes what was written, and leaves. */
  async dispose(): Promise<void> {
    for (const ledger of this.ledgers) await ledger.close();
    if (this.double === undefined) {
      for (const stream of this.written) {
        try {
          await this.client.deleteStream(stream);
        } catch (error) {
          // Never written to, or deleted by the test.
          if (!(error instanceof Error && /WrongExpected|not found|deleted/i.test(error.message)))
            throw error;
        }
      }
    }
    await this.client.dispose();
    await this.double?.stop();
  }
}
