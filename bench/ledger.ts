// What the ledger port costs beside its floor: a bare better-sqlite3 loop with the same table,
// indexes, batches and payload (about 650 bytes), synchronous=FULL, without triggers, checks,
// canonical form or promises. Ours and the floor take turns in one run; an absolute figure says
// little without the one beside it.
//   node --import ./test/support/typescript.mjs bench/ledger.ts
// Goals (PERFORMANCE.md 8): 0.70 with 1 writer, 0.55 with 64 and with 1000 a transaction, 0.70 for
// loading a stream of 20, at most one flush for 32 events.
import Database from 'better-sqlite3';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { EventToAppend } from '../src/ledger/event.js';
import { openSqliteLedger, type SqliteLedger } from '../src/ledger/sqlite-ledger.js';
import { anEvent, bytesOf, compete, rounds, type Contest } from './contest.js';

const perStream = 20;

/** Runs all contests and prints them; false when a goal is missed. */
export async function run(): Promise<boolean> {
  const directory = mkdtempSync(join(tmpdir(), 'wenze-bench-'));
  const ledger = openSqliteLedger({
    directory: join(directory, 'ours'),
    onFatal: (error) => {
      throw error;
    },
  });
  const floor = new Floor(join(directory, 'floor.sqlite'));
  let flushesPerEvent = 0;
  let held = true;
  try {
    const ourStreams = new Streams();
    const contests: Contest[] = [
      {
        name: 'append, 1 writer',
        unit: 'events',
        goal: 0.7,
        size: 1_000,
        ours: (events) => writeOneByOne(ledger, ourStreams, events),
        floor: (events) => floor.write(events, 1, [floor.streams]),
      },
      {
        name: 'append, 64 writers',
        unit: 'events',
        goal: 0.55,
        size: 12_800,
        ours: async (events) => {
          const before = ledger.commits;
          const share = events.length / 64;
          await Promise.all(
            crowd().map((streams, writer) =>
              writeOneByOne(ledger, streams, events.slice(writer * share, (writer + 1) * share)),
            ),
          );
          flushesPerEvent = (ledger.commits - before) / events.length;
        },
        floor: (events) => floor.write(events, 64, crowd()),
      },
      {
        name: 'append, 1000 a transaction',
        unit: 'events',
        goal: 0.55,
        size: 20_000,
        ours: async (events) => {
          for (let at = 0; at < events.length; at += 1_000) {
            await ledger.append(`case-${randomUUID()}`, 'none', events.slice(at, at + 1_000));
          }
        },
        floor: (events) => floor.write(events, 1_000, [new Streams(1_000)]),
      },
    ];
    console.log(`payload ${String(bytesOf(anEvent(0)))} bytes, ${String(rounds)} rounds in turns`);
    for (const contest of contests) held = (await compete(contest)) && held;

    const ours = ourStreams.full;
    const theirs = floor.streams.full.slice(0, ours.length);
    const loads = 4_000;
    const nth = (streams: readonly string[], n: number) => streams[(n * 7) % streams.length] ?? '';
    held =
      (await compete({
        name: 'load a stream of 20',
        unit: 'streams',
        goal: 0.7,
        size: loads,
        ours: async () => {
          for (let n = 0; n < loads; n += 1) {
            const { length } = await ledger.read(nth(ours, n));
            if (length !== perStream) throw new Error('bug: not a stream of 20');
          }
        },
        floor: () => {
          for (let n = 0; n < loads; n += 1) {
            if (floor.load(nth(theirs, n)) !== perStream) throw new Error('bug: not 20');
          }
        },
      })) && held;

    const rare = flushesPerEvent <= 1 / 32;
    console.log(
      `flushes at 64 writers: one for ${(1 / flushesPerEvent).toFixed(1)} events ` +
        `(goal: at least 32) ${rare ? 'holds' : 'MISSED'}`,
    );
    return held && rare;
  } finally {
    floor.close();
    await ledger.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** One writer: the next event when the last is durable. */
async function writeOneByOne(
  ledger: SqliteLedger,
  streams: Streams,
  events: readonly EventToAppend[],
): Promise<void> {
  for (const event of events) {
    const { stream, revision } = streams.next();
    await ledger.append(stream, revision === 0 ? 'none' : revision - 1, [event]);
  }
}

/** Names streams and fills each with 20 events before the next. */
class Streams {
  readonly full: string[] = [];
  private stream = `case-${randomUUID()}`;
  private revision = -1;

  constructor(private readonly length = perStream) {}

  next(): { stream: string; revision: number } {
    this.revision += 1;
    if (this.revision === this.length) {
      this.full.push(this.stream);
      this.stream = `case-${randomUUID()}`;
      this.revision = 0;
    }
    return { stream: this.stream, revision: this.revision };
  }
}

/** A stream for each of 64 writers. */
function crowd(): Streams[] {
  return Array.from({ length: 64 }, () => new Streams());
}

/** The bare loop. */
class Floor {
  readonly streams = new Streams();
  private readonly database: Database.Database;
  private readonly begin: Database.Statement;
  private readonly commit: Database.Statement;
  private readonly insert: Database.Statement;
  private readonly select: Database.Statement<[string], { data: string; metadata: string }>;
  private position = 0;

  constructor(path: string) {
    this.database = new Database(path);
    this.database.pragma('journal_mode = WAL');
    this.database.pragma('synchronous = FULL');
    this.database.exec(`CREATE TABLE event (
      position INTEGER PRIMARY KEY, stream TEXT NOT NULL, revision INTEGER NOT NULL,
      id TEXT NOT NULL, type TEXT NOT NULL, data TEXT NOT NULL, metadata TEXT NOT NULL,
      UNIQUE (stream, revision), UNIQUE (id)) STRICT`);
    this.begin = this.database.prepare('BEGIN IMMEDIATE');
    this.commit = this.database.prepare('COMMIT');
    this.insert = this.database.prepare('INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?)');
    this.select = this.database.prepare('SELECT * FROM event WHERE stream = ? ORDER BY revision');
  }

  /** Writes to the streams in turn. */
  write(
    events: readonly EventToAppend[],
    perTransaction: number,
    streams: readonly Streams[],
  ): void {
    for (let at = 0; at < events.length; at += perTransaction) {
      this.begin.run();
      for (const { id, type, data, metadata } of events.slice(at, at + perTransaction)) {
        this.position += 1;
        const { stream, revision } = (streams[this.position % streams.length] as Streams).next();
        const texts = [JSON.stringify(data), JSON.stringify(metadata)];
        this.insert.run(this.position, stream, revision, id, type, ...texts);
      }
      this.commit.run();
    }
    if (this.database.pragma('synchronous', { simple: true }) !== 2) throw new Error('not FULL');
  }

  load(stream: string): number {
    const rows = this.select.all(stream);
    for (const { data, metadata } of rows) {
      JSON.parse(data);
      JSON.parse(metadata);
    }
    return rows.length;
  }

  close(): void {
    this.database.close();
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.exitCode = (await run()) ? 0 : 1;
}
