// `wenze verify`: whether a data directory is what this program would have written, row by row,
// and its read models what the ledger says. Beside a running service too: it changes nothing there.
import { readConfig } from '../config.js';
import { decodeEvent, UndecodableEvent } from '../domain/catalogue.js';
import { defaultPolicy } from '../domain/regulation/policy.js';
import { verifySqliteLedger, type Fault, type Readable } from '../ledger/sqlite-verify.js';
import { rebuilt, type Rebuilt } from './read-models.js';
import { optionsOf, type Subcommand } from './subcommand.js';

export const verifyCommand: Subcommand = {
  name: 'verify',
  purpose: 'check a data directory',
  help: `wenze verify [--data DIR] [--json]

Reads the whole ledger of a data directory and checks its schema and triggers, that every event is
canonical JSON of a known type and version, and of a policy that was adopted before it, that
positions and revisions have no gap and instants never go back, and that the read models are from this ledger, which may have lost its end, and are
what a rebuild gives. Names every place that does not hold. Exit 0 when everything holds, 1 when something does not.
`,
  async run(options) {
    const { data, json } = optionsOf(options, {
      data: { type: 'string' },
      json: { type: 'boolean' },
    });
    const dataDir = data ?? readConfig().dataDir;
    const faults: Fault[] = [];
    const showProgress = process.stderr.isTTY && !json;
    const report = (fault: Fault): void => {
      faults.push(fault);
      if (!json) process.stdout.write(`${told(fault)}\n`);
    };
    const { events, streams } = verifySqliteLedger(
      dataDir,
      readableInOrder(),
      report,
      showProgress ? (read) => process.stderr.write(`\r${String(read)} events`) : undefined,
    );
    if (showProgress && events >= 10_000) process.stderr.write('\n');
    // Read models of a ledger that does not hold would only repeat its faults.
    const readModels =
      faults.length > 0
        ? undefined
        : await rebuilt(dataDir, {}, (anew) => {
            if (anew.notFrom !== undefined) report({ reason: anew.notFrom });
            return compared(anew);
          });
    const holds = faults.length === 0 && readModels !== 'differ';
    process.stdout.write(
      json
        ? `${JSON.stringify({ holds, events, streams, faults, readModels: readModels ?? null })}\n`
        : `${String(events)} events in ${String(streams)} streams: ${holds ? 'everything holds' : 'does NOT hold'}; read models: ${readModels ?? 'not compared'}\n`,
    );
    return holds ? 0 : 1;
  },
};

/** What can be read of events met in the order of the ledger: each of a policy that nobody had adopted by then is a fault. */
function readableInOrder(): Readable {
  const adopted = new Set([defaultPolicy.id]);
  return (stored) => {
    try {
      const event = decodeEvent(stored);
      if (!adopted.has(stored.metadata.policyVersion))
        return 'recorded under a policy that nobody had adopted';
      if (event.type === 'PolicyAdopted') adopted.add(event.data.id);
      return undefined;
    } catch (error) {
      if (error instanceof UndecodableEvent) return error.message;
      throw error;
    }
  };
}

function compared({ notFrom, differences }: Rebuilt): 'none' | 'same' | 'differ' {
  if (notFrom !== undefined) return 'differ';
  if (differences === undefined) return 'none';
  return differences.length === 0 ? 'same' : 'differ';
}

function told({ position, stream, revision, field, reason }: Fault): string {
  if (position === undefined) return reason;
  return `position ${String(position)} (${stream ?? ''} @ ${String(revision)}) ${field ?? ''}: ${reason}`;
}
