// A large ledger for benchmarks: plainly fictional cases of about 20 events of about 650 bytes,
// a few thousand of them open at a time, spread over the years since the measures came into force.
// Written in bulk behind the port, so that filling it does not take longer than measuring.
import Database from 'better-sqlite3';
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
export const city = { organs: 200, persons: 20_000, casesOpen: 3_000 } as const;

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
  for (const { stream, type, data } of cityLife(events)) {
    position += 1;
    const revision = (revisions.get(stream) ?? -1) + 1;
    revisions.set(stream, revision);
    const id = idOf(position);
    const texts = [canonicalJson(data), canonicalJson(metadata(position, id))] as const;
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
}

function* cityLife(events: number): Generator<Told> {
  const random = seeded(20150204);
  let told = 0;
  for (const event of registers()) {
    told += 1;
    yield event;
  }
  // Cases advance in turns, each a few acts at a time, as they do on the desks of an office.
  const open: Iterator<Told>[] = [];
  let opened = 0;
  while (told < events) {
    if (open.length < city.casesOpen) open.push(caseHistory(opened++, random));
    const index = Math.floor(random() * open.length);
    const next = open[index]?.next();
    if (next === undefined) continue;
    if (next.done === true) {
      const last = open.pop();
      if (last !== undefined && index < open.length) open[index] = last;
      continue;
    }
    told += 1;
    yield next.value;
  }
}

function* registers(): Generator<Told> {
  const told = (stream: string, { type, data }: RegisterEvent): Told => ({
    stream,
    type,
    data: data,
  });
  for (let index = 0; index < city.organs; index++)
    yield told(`organ-O-${String(index)}`, {
      type: 'OrganRegistered',
      data: {
        id: `O-${String(index)}`,
        name: `虚构第${String(index)}局`,
        kind: 'department',
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

function* caseHistory(number: number, random: () => number): Generator<Told> {
  const caseId = `C-${String(number).padStart(7, '0')}`;
  const stream = `case-${caseId}`;
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const tell = ({ type, data }: CaseEvent): Told => ({
    stream,
    type,
    data: data,
  });
  let on = addDays('2015-02-04', Math.floor(number / 16));
  const later = (days: number): string => (on = addDays(on, Math.floor(random() * days)));
  const organId = `O-${String(Math.floor(random() * 40))}`;
  const personId = `P-${String(Math.floor(random() * city.persons))}`;
  const by = { name: '虚构承办人', personId: `I-${String(Math.floor(random() * 500))}` };
  const subjectId = 's1';
  const ground = pick(groundCodes);
  const digest = `sha-256:${number.toString(16).padStart(64, '0')}`;
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
  const decisionId = `D-${caseId}`;
  const scopes: CaseEventData<'DecisionMade'>['publicationScopes'] = ['unit', 'system'];
  yield tell({
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
  });
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

function metadata(position: number, id: string): EventMetadata {
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
    recordedAt: new Date(Date.parse('2015-02-04T00:00:00Z') + position * 1_000).toISOString(),
    schemaVersion: 1,
    policyVersion: 'default',
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
