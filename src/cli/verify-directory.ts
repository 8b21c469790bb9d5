// `wenze verify --data DIR`: whether a data directory is what this program would have written, row
// by row, whether it is what was signed, and its read models what the ledger says. Beside a running
// service too: it changes nothing there.
import { basename } from 'node:path';
import { decodeEvent, UndecodableEvent, type DomainEvent } from '../domain/catalogue.js';
import { defaultPolicy } from '../domain/regulation/policy.js';
import {
  LogVerification,
  type EndedLogOnRecord,
  type LogToVerify,
  type VerifiedLog,
} from '../ledger/sequencer/verify-log.js';
import { damageIn, whyUnreadable } from '../ledger/sqlite-integrity.js';
import {
  verifySqliteLedger,
  type Fault,
  type ParsedRow,
  type Readable,
} from '../ledger/sqlite-verify.js';
import { endedLogsIn } from './log-restarts.js';
import { allIn, readModelsFile, rebuilt, type LedgerInFile } from './read-models.js';
import { EvidenceVerification } from './verify-evidence.js';

export interface DirectoryToVerify extends LogToVerify {
  /** Whether they are compared with a rebuild, which in a large ledger takes longer than all else. */
  readonly readModels: boolean;
}

export interface VerifiedDirectory {
  readonly holds: boolean;
  readonly events: number;
  readonly streams: number;
  readonly faults: readonly Fault[];
  readonly readModels: 'none' | 'same' | 'differ' | null;
  /** The checkpoint it was held against; null when none was ever signed. */
  readonly log: VerifiedLog | null;
  /** Logs that ended before this one, as the ledger has on record; absent where none did. */
  readonly ended?: readonly EndedLogOnRecord[];
}

/**
 * Reads a whole data directory and reports everything that does not hold.
 * @param progressed told every 10,000 events
 * @param where ledger and read models; both in the directory unless told
 */
export async function verifyDirectory(
  { dataDir, report: tell, readModels: alsoReadModels, ...against }: DirectoryToVerify,
  progressed: (events: number) => void,
  where: Pick<LedgerInFile, 'ledger' | 'readStore'> = allIn(dataDir),
): Promise<VerifiedDirectory> {
  const faults: Fault[] = [];
  const report = (fault: Fault): void => {
    faults.push(fault);
    tell(fault);
  };
  for (const reason of damageIn(where.ledger.directory, 'ledger.sqlite')) report({ reason });
  for (const name of ['tree.sqlite', 'checkpoint.sqlite', 'cosignatures.sqlite', 'keys.sqlite'])
    for (const reason of damageIn(dataDir, name)) report({ reason });
  const evidence = new EvidenceVerification(dataDir, report);
  const ended = await endedLogsIn(where.ledger.directory);
  const verification = await LogVerification.begin({ dataDir, report, ended, ...against });
  const { events, streams } = verifySqliteLedger(
    where.ledger.directory,
    readableInOrder((row, event) => {
      evidence.take(row, event);
    }),
    report,
    progressed,
    (row) => verification?.take(row),
  );
  const log = verification?.finish() ?? null;
  await evidence.finish();
  // Read models of a ledger that does not hold would only repeat its faults.
  const readModels =
    faults.length > 0 || !alsoReadModels
      ? null
      : await compareReadModels({ ...where, dataDir }, report);
  const holds = faults.length === 0;
  const found = { holds, events, streams, faults, readModels, log };
  return ended.length === 0 ? found : { ...found, ended };
}

/** Whether the read models that stand are what a rebuild gives; reports each table in which they differ. */
async function compareReadModels(
  where: LedgerInFile,
  report: (fault: Fault) => void,
): Promise<VerifiedDirectory['readModels']> {
  const { readStore } = where;
  const file =
    readStore.engine === 'sqlite' ? basename(readModelsFile(readStore.directory)) : 'read models';
  const damage = readStore.engine === 'sqlite' ? damageIn(readStore.directory, file) : [];
  for (const reason of damage) report({ reason });
  if (damage.length > 0) return 'differ';
  try {
    return await rebuilt(where, {}, ({ notFrom, differences }) => {
      if (notFrom !== undefined) report({ reason: notFrom });
      for (const { table, onlyFirst, onlySecond } of differences ?? [])
        report({
          reason:
            `${file}: ${table} has ${onlyFirst} rows that a rebuild does not give, ` +
            `and lacks ${onlySecond} that it gives`,
        });
      if (notFrom !== undefined) return 'differ';
      if (differences === undefined) return 'none';
      return differences.length === 0 ? 'same' : 'differ';
    });
  } catch (error) {
    report({ reason: `${file}: ${whyUnreadable(error)}` });
    return 'differ';
  }
}

/** What was found, in one line. */
export function toldOfDirectory(found: VerifiedDirectory): string {
  const { events, streams, holds, readModels, log, ended = [] } = found;
  const restarts = ended.map(
    ({ origin, signed, left, next }) =>
      `the log ${origin} had signed ${String(signed)} events and ended with ${String(left.size)} of them; ${next} went on\n`,
  );
  return (
    `${restarts.join('')}${String(events)} events in ${String(streams)} streams: ` +
    `${holds ? 'everything holds' : 'does NOT hold'}; ` +
    `read models: ${readModels ?? 'not compared'}; ` +
    `log: ${log === null ? 'none' : `${String(log.size)} signed`}\n`
  );
}

/** A fault, in one line. */
export function toldOfFault({ position, stream, revision, field, reason }: Fault): string {
  if (position === undefined) return `${reason}\n`;
  const place = `position ${String(position)} (${stream ?? ''} @ ${String(revision)})`;
  return `${place}${field === undefined ? '' : ` ${field}`}: ${reason}\n`;
}

/**
 * What can be read of events met in the order of the ledger: each of a policy that nobody had adopted by then is a fault.
 * @param met given each event that can be read
 */
export function readableInOrder(met: (row: ParsedRow, event: DomainEvent) => void): Readable {
  const adopted = new Set([defaultPolicy.id]);
  return (stored) => {
    try {
      const event = decodeEvent(stored);
      if (!adopted.has(stored.metadata.policyVersion))
        return 'recorded under a policy that nobody had adopted';
      if (event.type === 'PolicyAdopted') adopted.add(event.data.id);
      met(stored, event);
      return undefined;
    } catch (error) {
      if (error instanceof UndecodableEvent) return error.message;
      throw error;
    }
  };
}
