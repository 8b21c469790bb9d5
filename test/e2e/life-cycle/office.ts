// The office of the life-cycle test: a running service, those who speak to it, its ledger read beside
// it, and the tally of what was met.
import type { LedgerReader } from '../../../src/ledger/ledger.js';
import { openSqliteLedgerReader } from '../../../src/ledger/sqlite-ledger.js';
import { wenze } from '../../cli/command-line.js';
import type { Answer, Caller } from '../../support/caller.js';
import { registerCity, uploaded, working } from '../../support/city.js';
import { RunningService } from '../../support/running-service.js';
import type { Manner } from './moves.js';

/** What was met over all sequences so far. */
export class Met {
  sequences = 0;
  sent = 0;
  recorded = 0;
  unchanged = 0;
  replayed = 0;
  read = 0;
  readonly refused = new Map<string, number>();
  readonly events = new Map<string, number>();
  readonly codes = new Map<string, number>();
  readonly notices = new Map<string, number>();
}

export function count(counts: Map<string, number>, what: string): void {
  counts.set(what, (counts.get(what) ?? 0) + 1);
}

/** A running service and everybody who speaks to it. */
export interface Office {
  readonly service: RunningService;
  readonly ledger: LedgerReader;
  readonly callers: Readonly<Record<Manner['who'], Caller>>;
  readonly admin: Caller;
  readonly auditor: Caller;
  /** A material that stands in the evidence store for good. */
  readonly material: Material;
  readonly met: Met;
  runs: number;
}

export interface Material {
  readonly digest: string;
  readonly size: number;
}

/** Starts a service, registers the city, and opens its ledger beside it. */
export async function openOffice(met: Met): Promise<Office> {
  const service = await RunningService.start();
  const city = await registerCity(service);
  for (const [id, kind] of [
    ['government', 'government'],
    ['court', 'court'],
    ['procuratorate', 'procuratorate'],
  ])
    await recordedBy(
      city.admin.post('/organs', { id, name: `虚构${String(id)}`, kind, superiorId: 'committee' }),
    );
  // So that the auditor sees what strangers register too.
  const supervised = { supervisedBy: ['inspectors'], since: '2015-01-01' };
  await recordedBy(city.admin.post('/organs/neighbour/changes', supervised));
  const material = await uploaded(city.clerk, '审批台账');
  await city.clerk.did('K-0', 'register', {
    source: 'other',
    summary: '留存材料。',
    receivedOn: '2015-09-01',
    receivedBy: 'commission',
    subjects: [{ subjectId: 's1', kind: 'person' }],
  });
  // Once a case has it unsealed on record, no case that seals the same bytes takes them away.
  await city.clerk.did('K-0', 'evidence', { on: '2015-09-08', title: '审批台账', ...material });
  return {
    service,
    ledger: openSqliteLedgerReader(service.dataDir),
    callers: {
      clerk: city.clerk,
      superior: await service.caller('committee', [...working], 'u-superior'),
      stranger: city.stranger,
    },
    admin: city.admin,
    auditor: city.auditor,
    material,
    met,
    runs: 0,
  };
}

/** @throws Error unless something was recorded */
export async function recordedBy(asked: Promise<Answer>): Promise<void> {
  const answer = await asked;
  if (answer.status !== 201) throw new Error(`${String(answer.status)} ${answer.text}`);
}

/** Ends the service and answers what `wenze verify` says of what it leaves. */
export async function closeOffice(office: Office): Promise<{
  readonly ended: number | null;
  readonly failures: readonly string[];
  readonly verified: unknown;
}> {
  await office.ledger.close();
  const { code } = await office.service.stop();
  const { out, errors } = wenze(['verify', '--data', office.service.dataDir, '--json']);
  const failures = office.service.logLines().filter((line) => /"level":[56]0/.test(line));
  return { ended: code, failures, verified: out === '' ? errors : JSON.parse(out) };
}
