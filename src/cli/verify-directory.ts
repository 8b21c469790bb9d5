// `wenze verify --data DIR`: whether a data directory is what this program would have written, row
// by row, whether it is what was signed, and its read models what the ledger says. Beside a running
// service too: it changes nothing there.
import { decodeEvent, UndecodableEvent } from '../domain/catalogue.js';
import { defaultPolicy } from '../domain/regulation/policy.js';
import {
  LogVerification,
  type LogToVerify,
  type VerifiedLog,
} from '../ledger/sequencer/verify-log.js';
import { verifySqliteLedger, type Fault, type Readable } from '../ledger/sqlite-verify.js';
import { allIn, rebuilt, type LedgerInFile, type Rebuilt } from './read-models.js';

export interface VerifiedDirectory {
  readonly holds: boolean;
  readonly events: number;
  readonly streams: number;
  readonly faults: readonly Fault[];
  readonly readModels: 'none' | 'same' | 'differ' | null;
  /** The checkpoint it was held against; null when none was ever signed. */
  readonly log: VerifiedLog | null;
}

/**
 * Reads a whole data directory and reports everything that does not hold.
 * @param progressed told every 10,000 events
 * @param where ledger and read models; both in the directory unless told
 */
export async function verifyDirectory(
  { dataDir, report: tell, ...against }: LogToVerify,
  progressed: (events: number) => void,
  where: Pick<LedgerInFile, 'ledger' | 'readStore'> = allIn(dataDir),
): Promise<VerifiedDirectory> {
  const faults: Fault[] = [];
  const report = (fault: Fault): void => {
    faults.push(fault);
    tell(fault);
  };
  const verification = await LogVerification.begin({ dataDir, report, ...against });
  const { events, streams } = verifySqliteLedger(
    where.ledger.directory,
    readableInOrder(),
    report,
    progressed,
    (row) => verification?.take(row),
  );
  const log = verification?.finish() ?? null;
  // Read models of a ledger that does not hold would only repeat its faults.
  const readModels =
    faults.length > 0
      ? null
      : await rebuilt({ ...where, dataDir }, {}, (anew) => {
          if (anew.notFrom !== undefined) report({ reason: anew.notFrom });
          return compared(anew);
        });
  const holds = faults.length === 0 && readModels !== 'differ';
  return { holds, events, streams, faults, readModels, log };
}

/** What was found, in one line. */
export function toldOfDirectory(found: VerifiedDirectory): string {
  const { events, streams, holds, readModels, log } = found;
  return (
    `${String(events)} events in ${String(streams)} streams: ` +
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
