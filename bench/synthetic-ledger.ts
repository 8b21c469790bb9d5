// A large ledger for benchmarks: plainly fictional cases of about 20 events of about 650 bytes, as
// many a day as a city has, spread over the years since the measures came into force. Each act is
// recorded within days of its date; some are late, some irregular, and some cases are left undone.
// Written in bulk behind the port, so that filling it does not take longer than measuring.
import Database from 'better-sqlite3';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { CaseEvent, CaseEventData } from '../src/domain/case/acts.js';
import { addDays } from '../src/domain/legal-date.js';
import { groundCodes } from '../src/domain/regulation/clauses.js';
import { methodCodes, methodsForTeam } from '../src/domain/regulation/methods.js';
import { canonicalJson } from '../src/ledger/canonical-json.js';
import type { EventMetadata, JsonObject } from '../src/ledger/event.js';
import { openSqliteLedger } from '../src/ledger/sqlite-ledger.js';
import type { RegisterEvent } from '../src/domain/register/acts.js';

/** What the synthetic city has. */
export const city = { organs: 200, persons: 20_000, casesADay: 16 } as const;

/** Fills a new ledger in a directory with at least so many events; answers how many there are, and their mean size in bytes. */
export async function fillLedger(
  directory: string,
  events: number,
): Promise<{ events: number; bytesPerEvent: number }> {
  const ledger = openSqliteLedger({
    directory,
    onFatal: (error) => {
      throw error;
    },
  });
  await ledger.close();
  const database = new Database(join(directory, 'ledger.sqlite'));
  database.pragma('synchronous = OFF');
  database.pragma('cache_size = -262144');
  const insert = database.prepare('INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?)');
  const revisions = new Map<string, number>();
  let position = 0;
  let bytes = 0;
  database.exec('BEGIN');
  for (const { stream, type, data, recordedOn, irregular } of cityLife(events)) {
    position += 1;
    const revision = (revisions.get(stream) ?? -1) + 1;
    revisions.set(stream, revision);
    const id = idOf(position);
    const texts = [
      canonicalJson(data),
      canonicalJson(metadata(position, id, recordedOn, irregular)),
    ] as const;
    bytes += texts[0].length + texts[1].length;
    insert.run(position, stream, revision, id, type, ...texts);
    if (position % 50_000 === 0) database.exec('COMMIT; BEGIN');
  }
  database.exec('COMMIT');
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.close();
  return { events: position, bytesPerEvent: Math.round(bytes / position) };
}

interface Told {
  readonly stream: string;
  readonly type: string;
  readonly data: JsonObject;
  readonly recordedOn: string;
  /** The code of a rule that was broken and acknowledged. */
  readonly irregular?: string | undefined;
}

/** An act as it happened, before anybody recorded it. */
type Happened = Omit<Told, 'recordedOn'> & { readonly on: string };

function* cityLife(events: number): Generator<Told> {
  const random = seeded(20150204);
  let told = 0;
  for (const event of registers()) {
    told += 1;
    yield event;
  }
  // Day by day: new cases come in, and whatever is recorded that day of the cases there are.
  const desks = new Map<string, { readonly act: Happened; readonly rest: Iterator<Happened> }[]>();
  const put = (rest: Iterator<Happened>, today: string): void => {
    const next = rest.next();
    if (next.done === true) return;
    const { on } = next.value;
    // One in fifty lies on the desk for weeks.
    const day = addDays(on, Math.floor(random() * (random() < 0.02 ? 30 : 3)));
    const due = day > today ? day : today;
    desks.set(due, [...(desks.get(due) ?? []), { act: next.value, rest }]);
  };
  let opened = 0;
  for (let today = '2015-02-04'; told < events; today = addDays(today, 1)) {
    for (let count = 0; count < city.casesADay; count++) put(caseHistory(opened++, random), today);
    for (let first = desks.get(today)?.shift(); first; first = desks.get(today)?.shift()) {
      const { on: _, ...act } = first.act;
      told += 1;
      yield { ...act, recordedOn: today };
      put(first.rest, today);
    }
    desks.delete(today);
  }
}

function* registers(): Generator<Told> {
  const told = (stream: string, { type, data }: RegisterEvent): Told => ({
    stream,
    type,
    data: data,
    recordedOn: '2015-02-04',
  });
  for (let index = 0; index < city.organs; index++)
    yield told(`organ-O-${String(index)}`, {
      type: 'OrganRegistered',
      data: {
        id: `O-${String(index)}`,
        name: `虚构第${String(index)}局`,
        kind: 'department',
        supervisedBy: [`O-${String(Math.floor(index / 16))}`],
        head: {
          personId: `P-${String(index)}`,
          name: `虚构人员${String(index)}`,
          since: '2014-01-01',
        },
        ...(index === 0 ? {} : { superiorId: `O-${String(Math.floor((index - 1) / 8))}` }),
      },
    });
  for (let index = 0; index < city.persons; index++)
    yield told(`person-P-${String(index)}`, {
      type: 'PersonRegistered',
      data: {
        id: `P-${String(index)}`,
        name: `虚构人员${String(index)}`,
        sex: index % 2 === 0 ? 'male' : 'female',
        organId: `O-${String(index % city.organs)}`,
        post: '科长',
        rank: 'section',
        category: 'party-government',
        managedBy: 'O-0',
        track: 'department-staff',
      },
    });
}

/** The one piece of evidence of the case of a number. */
export function evidenceOf(number: number): { readonly bytes: string; readonly hex: string } {
  const bytes = `虚构证据 ${String(number)}`;
  return { bytes, hex: createHash('sha256').update(bytes).digest('hex') };
}

function* caseHistory(number: number, random: () => number): Generator<Happened> {
  const caseId = `C-${String(number).padStart(7, '0')}`;
  const stream = `case-${caseId}`;
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const tell = ({ type, data }: CaseEvent, irregular?: string): Happened => ({
    stream,
    type,
    data: data,
    on,
    irregular,
  });
  let on = addDays('2015-02-04', Math.floor(number / city.casesADay));
  /** One case in ten is left lying at one of its steps. */
  const forgotten = random() < 0.1 ? Math.floor(random() * 5) : undefined;
  const later = (days: number): string => (on = addDays(on, Math.floor(random() * days)));
  const organId = `O-${String(Math.floor(random() * 40))}`;
  const personId = `P-${String(Math.floor(random() * city.persons))}`;
  const by = { name: '虚构承办人', personId: `I-${String(Math.floor(random() * 500))}` };
  const subjectId = 's1';
  const ground = pick(groundCodes);
  const digest = `sha-256:${evidenceOf(number).hex}`;
  const text = '经查，该同志在工作中未按规定期限办理群众反映的事项，造成不良影响。'.repeat(2);

  yield tell({
    type: 'CaseRegistered',
    data: {
      caseId,
      source: 'complaint',
      channel: 'letter',
      summary: text,
      receivedOn: on,
      receivedBy: organId,
      subjects: [{ subjectId, kind: 'person', personId }],
      suspectedGrounds: [ground],
    },
  });
  if (random() < 0.1) {
    yield tell({ type: 'CaseDeclined', data: { on: later(10), organId, reasons: text } });
    return;
  }
  yield tell({ type: 'CaseAccepted', data: { on: later(10), organId, track: 'department-staff' } });
  if (forgotten === 0) return;
  yield tell({
    type: 'InvestigationInitiated',
    data: { on: later(10), organId, investigators: [{ ...by, organId }] },
  });
  for (let count = 0; count < 4; count++)
    yield tell({
      type: 'EvidenceAdded',
      data: {
        on: later(10),
        title: '虚构台账',
        digest,
        mediaType: 'application/pdf',
        size: 120_000,
      },
    });
  if (random() < 0.3)
    yield tell({
      type: 'InterventionRecorded',
      data: {
        on: later(5),
        pleader: { personId: `P-${String(Math.floor(random() * 2_000))}`, name: '虚构说情人' },
        subjectId,
        contacted: by,
        channel: '电话',
        content: text,
        recordedBy: by,
      },
    });
  if (forgotten === 1) return;
  const findings = {
    facts: text,
    grounds: [ground],
    severity: 'minor' as const,
    mitigating: [],
    aggravating: [],
  };
  yield tell({
    type: 'InvestigationReportFiled',
    data: {
      on: later(20),
      organId,
      authors: [by],
      findings: [{ subjectId, ...findings }],
      materials: [digest],
    },
  });
  yield tell({
    type: 'SubjectHeard',
    data: { on: later(5), subjectId, manner: 'oral', heardBy: by, answer: text },
  });
  const accountable = random() < 0.8;
  const methods = !accountable
    ? []
    : random() < 0.3
      ? [...methodsForTeam.slice(2, 4)]
      : [pick(methodCodes)];
  const reasons = text;
  yield tell({
    type: 'RecommendationMade',
    data: {
      on: later(5),
      organId,
      recommendations: [{ subjectId, accountable, methods, reasons }],
    },
  });
  if (forgotten === 2) return;
  const decisionId = `D-${caseId}`;
  const scopes: CaseEventData<'DecisionMade'>['publicationScopes'] = ['unit', 'system'];
  yield tell(
    {
      type: 'DecisionMade',
      data: {
        on: later(20),
        organId,
        subjectId,
        decisionId,
        accountable,
        methods,
        adjustment: 'none',
        reasons,
        decidedBy: [by],
        effectiveOn: on,
        publicationScopes: scopes,
        subject: {
          personId,
          organId,
          post: '科长',
          rank: 'section',
          category: 'party-government',
          managedBy: 'O-0',
        },
        ...findings,
        priors: [],
      },
    },
    random() < 0.05
      ? pick(['lighter-than-frame', 'organ-without-authority', 'no-ground'])
      : undefined,
  );
  if (forgotten === 3) return;
  if (accountable) {
    yield tell({
      type: 'DecisionLetterIssued',
      data: {
        on: later(3),
        decisionId,
        letterId: `L-${caseId}`,
        number: '虚构问责决字',
        appealTo: organId,
      },
    });
    for (const recipient of ['subject', 'unit'] as const)
      yield tell({
        type: 'DecisionDelivered',
        data: {
          on: later(8),
          decisionId,
          recipient,
          manner: '直接送达',
          receivedBy: '虚构',
          result: 'received',
        },
      });
    if (forgotten === 4) return;
    yield tell({
      type: 'DecisionArchived',
      data: { on: later(10), decisionId, keeperOrganId: 'O-0', kind: 'filing' },
    });
    yield tell({
      type: 'DecisionReportedForRecord',
      data: { on: later(5), decisionId, toOrganId: 'O-0' },
    });
    for (const scope of ['unit', 'system'] as const)
      yield tell({
        type: 'DecisionPublished',
        data: { on: later(10), decisionId, scope, place: '虚构公告栏', kind: 'decision' },
      });
    for (const method of methods)
      yield tell({
        type: 'SanctionExecuted',
        data: {
          on: later(10),
          decisionId,
          method,
          organId,
          reference: '虚构〔2016〕1号',
          result: 'done',
        },
      });
    if (random() < 0.2) {
      const appealId = `A-${caseId}`;
      yield tell({
        type: 'AppealLodged',
        data: {
          on: later(5),
          decisionId,
          appealId,
          grounds: text,
          lodgedBy: { name: '虚构', capacity: 'subject' },
          late: false,
        },
      });
      yield tell({
        type: 'AppealHandlersAssigned',
        data: { on: later(3), appealId, handlers: [{ personId: 'H-1', name: '虚构复查人' }] },
      });
      yield tell({
        type: 'AppealDecided',
        data: {
          on: later(30),
          appealId,
          outcome: random() < 0.3 ? 'revoked' : 'upheld',
          reasons,
          decidedBy: [by],
        },
      });
      for (const recipient of ['appellant', 'unit'] as const)
        yield tell({
          type: 'AppealOutcomeNotified',
          data: { on: later(3), appealId, recipient, manner: '书面' },
        });
    }
  }
  yield tell({ type: 'CaseClosed', data: { on: later(10), reasons } });
}

function metadata(
  position: number,
  id: string,
  recordedOn: string,
  irregular: string | undefined,
): EventMetadata {
  const salt = position.toString(16).padStart(64, 'a');
  return {
    salt,
    actor: { issuer: 'https://issuer.example', sub: `clerk-${String(position % 400)}` },
    organ: `O-${String(position % city.organs)}`,
    roles: ['investigator'],
    correlationId: id,
    causationId: id,
    commandId: id,
    requestHash: salt,
    recordedAt: `${recordedOn}T01:00:00.000Z`,
    schemaVersion: 1,
    policyVersion: 'default',
    ...(irregular === undefined
      ? {}
      : {
          irregularities: [{ code: irregular, clause: 'M1-14' }],
          justification: '如实记录。',
        }),
  };
}

function idOf(position: number): string {
  // Scattered like a hash, as derived ids are.
  const scattered = ((position * 2_654_435_761) % 2 ** 32).toString(16).padStart(8, '0');
  return `${scattered}-0000-8000-8000-${position.toString(16).padStart(12, '0')}`;
}

/** Numbers from 0 to 1, the same at every run (a linear congruential generator; Numerical Recipes' constants). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}
