// A city with enough cases for statistics: told event by event from a seed, every case as far as it
// happens to come, those of different organs mixed as they are on the desks. Nobody here exists.
import type { CaseEvent } from '../../src/domain/case/acts.js';
import { addDays } from '../../src/domain/legal-date.js';
import { bandCodes, methodCodes } from '../../src/domain/regulation/methods.js';
import { sourceCodes } from '../../src/domain/regulation/sources.js';
import { trackCodes } from '../../src/domain/regulation/tracks.js';
import { History } from './history.js';

/** Who decides here. The first supervises the second; the others stand alone. */
export const cityOrgans = ['commission', 'bureau', 'county', 'institute'] as const;
const clauses = ['M1-7-3', 'M1-8-1', 'M2-5-1'] as const;

class Chance {
  constructor(private seed: number) {}

  /** A number from 0 to 1 (a linear congruential generator; Numerical Recipes' constants). */
  next(): number {
    return (this.seed = (Math.imul(this.seed, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
  }

  happens(part: number): boolean {
    return this.next() < part;
  }

  pick<T>(from: readonly T[]): T {
    const picked = from[Math.floor(this.next() * from.length)];
    if (picked === undefined) throw new Error('nothing to pick from');
    return picked;
  }
}

/** A history of so many cases, with the registers that say who sees what. */
export function manyCases(cases: number, seed: number): History {
  const chance = new Chance(seed);
  const history = new History();
  for (const id of cityOrgans)
    history.registered(id, {
      type: 'OrganRegistered',
      data: {
        id,
        name: `虚构${id}`,
        kind: 'department',
        ...(id === 'bureau' ? { supervisedBy: ['commission'] } : {}),
      },
    });
  const open = Array.from({ length: cases }, (_, index) =>
    oneCase(`C-${String(index)}`, history, chance),
  );
  while (open.length > 0) {
    const index = Math.floor(chance.next() * Math.min(open.length, 150));
    if (open[index]?.next().done === true) open.splice(index, 1);
  }
  return history;
}

const text = '虚构事实。';
const by = [{ name: '虚构承办人' }];

function* oneCase(caseId: string, history: History, chance: Chance): Generator<undefined> {
  const organId = chance.pick(cityOrgans);
  const track = chance.pick(trackCodes);
  const told = ({ type, data }: CaseEvent): string =>
    history.tell(`case-${caseId}`, type, data, { organ: organId }).id;
  let on = addDays('2015-02-04', Math.floor(chance.next() * 700));
  const later = (days: number) => (on = addDays(on, Math.floor(chance.next() * days)));
  const subjects = ['s1', 's2'].slice(0, chance.happens(0.2) ? 2 : 1).map((subjectId) => ({
    subjectId,
    ...(chance.happens(0.9)
      ? { kind: 'person' as const, personId: `p-${String(Math.floor(chance.next() * 40))}` }
      : { kind: 'team' as const, organId: 'bureau' }),
  }));
  const source = chance.pick(sourceCodes);
  const registered = told({
    type: 'CaseRegistered',
    data: { caseId, source, summary: text, receivedOn: on, receivedBy: organId, subjects },
  });
  yield;
  if (chance.happens(0.1))
    told({
      type: 'RecordCorrected',
      data: {
        ...{ on, eventId: registered, field: '/receivedOn', from: on, to: addDays(on, -40) },
        ...{ reasons: text, evidence: `sha-256:${'a'.repeat(64)}` },
      },
    });
  if (chance.happens(0.12)) {
    told({ type: 'CaseDeclined', data: { on: later(40), organId, reasons: text } });
    return;
  }
  if (chance.happens(0.08)) return;
  told({ type: 'CaseAccepted', data: { on: later(30), organId, track } });
  yield;
  if (chance.happens(0.08)) return;
  const investigators = [{ personId: 'inv-1', name: '虚构调查人', organId }];
  told({ type: 'InvestigationInitiated', data: { on: later(30), organId, investigators } });
  yield;
  for (const { subjectId } of subjects)
    yield* untilDecided(caseId, subjectId, { organId, track, told, later, chance });
  if (chance.happens(0.3)) told({ type: 'CaseClosed', data: { on: later(20), reasons: text } });
}

interface Office {
  readonly organId: string;
  readonly track: (typeof trackCodes)[number];
  readonly told: (event: CaseEvent) => string;
  readonly later: (days: number) => string;
  readonly chance: Chance;
}

function* untilDecided(
  caseId: string,
  subjectId: string,
  { organId, track, told, later, chance }: Office,
): Generator<undefined> {
  const grounds = clauses.filter(() => chance.happens(0.5));
  const severity = chance.pick(bandCodes);
  const found = { facts: text, grounds, severity, mitigating: [], aggravating: [] };
  if (chance.happens(0.05)) return;
  told({
    type: 'InvestigationReportFiled',
    data: { on: later(60), organId, findings: [{ subjectId, ...found }], materials: [] },
  });
  yield;
  const recommending = chance.happens(0.8);
  const methods = methodCodes.filter(() => chance.happens(0.15));
  if (methods.length === 0) methods.push(chance.pick(methodCodes));
  if (chance.happens(0.9)) {
    const said = { accountable: recommending, methods: recommending ? methods : [], reasons: text };
    const recommendations = [{ subjectId, ...said }];
    const id = told({
      type: 'RecommendationMade',
      data: { on: later(20), organId, recommendations },
    });
    if (chance.happens(0.05))
      told({ type: 'RecordVoided', data: { on: later(2), eventId: id, reasons: text } });
  }
  yield;
  if (chance.happens(0.1)) return;
  const accountable = chance.happens(0.8);
  const ruled = { accountable, methods: accountable ? methods : [] };
  if (track === 'proposal-only') {
    for (let times = chance.happens(0.2) ? 2 : 1; times > 0; times -= 1)
      told({
        type: 'ExternalOutcomeRecorded',
        data: {
          on: later(40),
          organId: 'county',
          subjectId,
          ...ruled,
          reference: '虚构〔2016〕1号',
        },
      });
    return;
  }
  const decisionId = `D-${caseId}-${subjectId}`;
  const decidedOn = later(40);
  told({
    type: 'DecisionMade',
    data: {
      ...{ on: decidedOn, organId, subjectId, decisionId, ...ruled, adjustment: 'none' },
      ...{ reasons: text, decidedBy: by, effectiveOn: decidedOn, ...found, track, priors: [] },
    },
  });
  yield;
  for (const recipient of ['subject', 'unit'] as const)
    if (chance.happens(0.8))
      told({
        type: 'DecisionDelivered',
        data: {
          ...{ on: later(15), decisionId, recipient, manner: '直接送达' },
          ...{ receivedBy: '虚构', result: 'received' },
        },
      });
  yield;
  if (chance.happens(0.05))
    told({
      type: 'DecisionCorrected',
      data: { on: later(30), decisionId, outcome: 'revoked', reasons: text },
    });
  else if (accountable && chance.happens(0.6))
    yield* appealed(`A-${caseId}-${subjectId}`, decisionId, { told, later, chance });
}

function* appealed(
  appealId: string,
  decisionId: string,
  { told, later, chance }: Pick<Office, 'told' | 'later' | 'chance'>,
): Generator<undefined> {
  told({
    type: 'AppealLodged',
    data: {
      ...{ on: later(25), decisionId, appealId, grounds: text, late: false },
      lodgedBy: { name: '虚构', capacity: 'subject' },
    },
  });
  yield;
  if (chance.happens(0.1)) return;
  if (chance.happens(0.1)) {
    const withdrawn = { on: later(10), appealId, by: '虚构', reference: '虚构' };
    told({ type: 'AppealWithdrawn', data: withdrawn });
    return;
  }
  const outcome = chance.pick(['upheld', 'upheld', 'modified', 'revoked', 'not-admitted'] as const);
  const lighter = outcome === 'modified' ? { methods: ['admonishing-talk' as const] } : {};
  told({
    type: 'AppealDecided',
    data: { on: later(45), appealId, outcome, reasons: text, decidedBy: by, ...lighter },
  });
}
