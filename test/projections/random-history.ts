// Random histories of a small office: any act on any of a few cases, at any date; acts that have no
// meaning at that point are left out, everything else is recorded, regular or not.
import fc from 'fast-check';
import { Impossible, Unknown } from '../../src/domain/refusal.js';
import { acts, finding, recommendation } from '../support/office.js';
import { History, type Told } from './history.js';

const cases = ['C-1', 'C-2', 'C-3'] as const;
const dates = ['2015-02-03', '2015-02-04', '2015-03-10', '2015-09-30', '2016-02-29', '2016-03-10'];
const methods = ['admonishing-talk', 'circulated-criticism', 'suspension', 'removal'] as const;

const day = fc.constantFrom(...dates);
const caseId = fc.constantFrom(...cases);
const decisionId = fc.constantFrom('D-1', 'D-2');
const appealId = fc.constantFrom('A-1', 'A-2');
const personId = fc.constantFrom('jia', 'yi');
const organId = fc.constantFrom('commission', 'organization', 'bureau');
/** A person, a team, and one that is added, or not. */
const subjectId = fc.constantFrom('s1', 's2', 's3');
/** Which of the events of a case, counted around. */
const which = fc.nat(99);

/** The events a case has by now. */
function eventsOf(history: History, id: string): readonly Told['event'][] {
  return history.told.filter(({ stream }) => stream === `case-${id}`).map(({ event }) => event);
}

/** One of the events of a case, of a type where one is named. */
function oneOf(history: History, id: string, nth: number, type?: string): Told['event'] {
  const found = eventsOf(history, id).filter((event) => type === undefined || event.type === type);
  const event = found[nth % Math.max(found.length, 1)];
  if (event === undefined) throw new NothingThere();
  return event;
}

/** A move names an event that nobody recorded. */
class NothingThere extends Error {}

/** The fields that a correction may find in an event, with what it says instead. */
const correctedTo: Readonly<Record<string, string>> = {
  '/on': '2015-05-05',
  '/receivedOn': '2015-02-05',
  '/effectiveOn': '2015-05-05',
  '/channel': '当面',
  '/pleader/name': '更名某',
  '/number': '虚构问责决字（2015）第9号',
  '/place': '虚构处公告栏',
  '/reasons': '更正后的理由。',
  '/result': 'returned',
  '/scope': 'system',
  '/until': '2016-05-05',
  '/dueOn': '2015-12-31',
};

/** What policies say otherwise: what duties, counts and irregularities are made of. */
const changes = [
  { undatedDutyWatchDays: 10 },
  { suspensionWatchDays: 60, hearingRequired: true },
  { countsFrom: '2015-03-10', priorsForAggravation: 1 },
  { undatedDutyWatchDays: 45, priorsForAggravation: 3, pleadingsForAggravation: 1 },
] as const;

type Move = (history: History) => void;

const move: fc.Arbitrary<Move> = fc.oneof(
  fc.tuple(caseId, day).map(([id, on]): Move => (history) => {
    history.on(id, 'recuse-investigator', { on, misconduct: true });
  }),
  fc.tuple(caseId, day, fc.boolean()).map(([id, on, escalated]): Move => (history) => {
    const { id: factsAsOf } = oneOf(history, id, 0);
    const finding = {
      id: `S-25:${id}:initiation`,
      code: 'S-25',
      kind: 'inaction',
      caseId: id,
      organId: 'commission',
      openFrom: on,
      facts: [factsAsOf],
    };
    const done = { on, organId: 'inspectors', finding, factsAsOf };
    const stream = `finding-${finding.id}`;
    if (escalated) history.tell(stream, 'FindingEscalated', { ...done, caseId: 'C-3' });
    else history.tell(stream, 'FindingDismissed', { ...done, reasons: '已作说明。' });
  }),
  fc.tuple(caseId, organId, day).map(([id, organ, on]): Move => (history) => {
    history.on(id, 'accept', { on, organId: organ });
  }),
  fc
    .tuple(
      caseId,
      day,
      fc.option(fc.constantFrom('follow' as const, 'return' as const)),
      fc.boolean(),
    )
    .map(([id, on, directives, whole]): Move => (history) => {
      history.on(id, 'transfer', {
        on,
        ...(directives === null ? {} : { directives }),
        ...(whole ? {} : { subjectIds: ['s1'] }),
      });
    }),
  fc.tuple(caseId, day).map(
    ([id, on]): Move =>
      (history) =>
        history.on(id, 'decline', { on }),
  ),
  fc.tuple(caseId, day).map(
    ([id, on]): Move =>
      (history) =>
        history.on(id, 'initiate', { on }),
  ),
  fc.tuple(caseId, day).map(
    ([id, on]): Move =>
      (history) =>
        history.on(id, 'evidence', { on }),
  ),
  fc
    .tuple(caseId, day, subjectId, fc.boolean(), fc.boolean())
    .map(([id, on, about, disciplineNeeded, crimeSuspected]): Move => (history) => {
      const found = { ...finding, subjectId: about, disciplineNeeded, crimeSuspected };
      history.on(id, 'file-report', { on, findings: [found] });
    }),
  fc.tuple(caseId, day, subjectId, organId).map(([id, on, about, organ]): Move => (history) => {
    const recommended = { ...recommendation, subjectId: about };
    history.on(id, 'recommend', { on, organId: organ, recommendations: [recommended] });
  }),
  fc.tuple(caseId, day, subjectId).map(([id, on, about]): Move => (history) => {
    history.on(id, 'hear-subject', { on, subjectId: about });
  }),
  fc
    .tuple(caseId, day, fc.constantFrom('staff', 'stationed', undefined))
    .map(([id, on, person]): Move => (history) => {
      const known = person === undefined ? {} : { personId: person };
      history.on(id, 'add-subject', { on, subject: { subjectId: 's3', kind: 'person', ...known } });
    }),
  fc.tuple(caseId, day).map(([id, on]): Move => (history) => {
    history.on(id, 'identify-subject', { on, subjectId: 's3', personId: 'staff' });
  }),
  fc.tuple(caseId, day, subjectId).map(([id, on, about]): Move => (history) => {
    history.on(id, 'end-for-subject', { on, subjectId: about });
  }),
  fc.tuple(caseId, day).map(([id, on]): Move => (history) => {
    history.on(id, 'declare-conflict', { on }).on(id, 'declare-interventions', { on });
  }),
  fc
    .tuple(caseId, day, subjectId, fc.option(fc.constant('2016-03-10')))
    .map(([id, on, about, dueOn]): Move => (history) => {
      const set = { on, subjectId: about, dueOn: dueOn ?? on };
      history.on(id, 'issue-directive', set);
    }),
  fc.tuple(caseId, day, which).map(([id, on, nth]): Move => (history) => {
    const { id: directiveId } = oneOf(history, id, nth, 'DirectiveIssued');
    history.on(id, 'refuse-directive', { on, directiveId });
  }),
  fc.tuple(caseId, day, subjectId).map(([id, on, about]): Move => (history) => {
    history
      .on(id, 'record-approval', { on, subjectId: about })
      .on(id, 'forward-proposal', { on, subjectId: about });
  }),
  fc
    .tuple(caseId, day, subjectId, fc.subarray([...methods]), fc.option(day))
    .map(([id, on, about, chosen, effectiveOn]): Move => (history) => {
      history.on(id, 'record-external-outcome', {
        on,
        subjectId: about,
        accountable: chosen.length > 0,
        methods: chosen,
        decidedOn: on,
        ...(effectiveOn === null ? {} : { effectiveOn }),
      });
    }),
  fc
    .tuple(
      caseId,
      day,
      subjectId,
      fc.constantFrom('refer-discipline' as const, 'refer-judicial' as const),
    )
    .map(([id, on, about, act]): Move => (history) => {
      history.on(id, act, { on, subjectId: about });
    }),
  fc.tuple(caseId, day, which).map(([id, on, nth]): Move => (history) => {
    const { id: referralEventId } = oneOf(history, id, nth, 'DisciplineReferred');
    history.on(id, 'record-referral-outcome', { on, referralEventId });
  }),
  fc.tuple(caseId, day).map(([id, on]): Move => (history) => {
    history.on(id, 'notify', { on });
  }),
  fc
    .tuple(caseId, decisionId, day, fc.constantFrom('modified' as const, 'revoked' as const))
    .map(([id, decision, on, outcome]): Move => (history) => {
      const changed = outcome === 'modified' ? { methods: ['admonishing-talk' as const] } : {};
      history.on(id, 'correct-decision', { decisionId: decision, on, outcome, ...changed });
    }),
  fc
    .tuple(caseId, day, which, fc.constantFrom(...Object.keys(correctedTo), '/on', '/on'))
    .map(([id, on, nth, field]): Move => (history) => {
      const { id: eventId, data } = oneOf(history, id, nth);
      const [, name = '', inner] = field.split('/');
      const outer: unknown = data[name];
      const fields = new Map<string, unknown>(Object.entries(outer ?? {}));
      const from = inner === undefined ? outer : fields.get(inner);
      history.on(id, 'correct-record', {
        ...{ on, eventId, field, to: correctedTo[field] ?? '' },
        from: typeof from === 'string' ? from : null,
        evidence: acts.evidence.digest,
      });
    }),
  fc.tuple(caseId, day, which).map(([id, on, nth]): Move => (history) => {
    history.on(id, 'void-record', { on, eventId: oneOf(history, id, nth).id });
  }),
  fc
    .tuple(caseId, day, subjectId, fc.option(fc.constantFrom('p-1', 'p-2')))
    .map(([id, on, about, pleader]): Move => (history) => {
      const said = pleader === null ? { name: '某人' } : { personId: pleader };
      history.on(id, 'record-intervention', { on, subjectId: about, pleader: said });
    }),
  fc
    .tuple(caseId, decisionId, day, subjectId, fc.subarray([...methods]))
    .map(([id, decision, on, about, chosen]): Move => (history) => {
      const accountable = chosen.length > 0;
      const decided = { decisionId: decision, on, subjectId: about, accountable, methods: chosen };
      history.on(id, 'decide', decided);
    }),
  fc.tuple(caseId, day).map(([id, on]): Move => (history) => {
    history.on(id, 'decide', { decisionId: 'D-2', on, replaces: 'D-1' });
  }),
  fc.tuple(caseId, decisionId, day).map(([id, decision, on]): Move => (history) => {
    history.on(id, 'issue-letter', { decisionId: decision, letterId: `L-${on}`, on });
  }),
  fc
    .tuple(
      caseId,
      decisionId,
      day,
      fc.constantFrom('subject' as const, 'unit' as const),
      fc.constantFrom('received' as const, 'returned' as const),
    )
    .map(([id, decision, on, recipient, result]): Move => (history) => {
      history.on(id, 'record-delivery', { decisionId: decision, on, recipient, result });
    }),
  fc
    .tuple(caseId, decisionId, day, fc.constantFrom('decision' as const, 'correction' as const))
    .map(([id, decision, on, kind]): Move => (history) => {
      history.on(id, 'publish', { decisionId: decision, on, kind });
    }),
  fc.tuple(caseId, decisionId, which).map(([id, decision, nth]): Move => (history) => {
    const { id: of } = oneOf(history, id, nth, 'DecisionPublished');
    history.on(id, 'publish', { decisionId: decision, kind: 'removal', of });
  }),
  fc
    .tuple(caseId, decisionId, day, fc.constantFrom('filing' as const, 'reversal' as const))
    .map(([id, decision, on, kind]): Move => (history) => {
      history
        .on(id, 'archive', { decisionId: decision, on, kind })
        .on(id, 'report-for-record', { decisionId: decision, on })
        .on(id, 'record-follow-up', { decisionId: decision, on });
    }),
  fc
    .tuple(
      caseId,
      decisionId,
      fc.constantFrom(...methods),
      fc.constantFrom('begun' as const, 'done' as const, 'ended' as const, 'undone' as const),
    )
    .map(([id, decision, method, result]): Move => (history) => {
      history.on(id, 'record-execution', { decisionId: decision, method, result });
    }),
  fc
    .tuple(caseId, decisionId, appealId, day)
    .map(([id, decision, appeal, on]): Move => (history) => {
      history.on(id, 'lodge-appeal', { decisionId: decision, appealId: appeal, on });
    }),
  fc
    .tuple(
      caseId,
      appealId,
      day,
      fc.constantFrom('upheld' as const, 'revoked' as const, 'modified' as const),
    )
    .map(([id, appeal, on, outcome]): Move => (history) => {
      const changed = outcome === 'modified' ? { methods: ['admonishing-talk' as const] } : {};
      history.on(id, 'decide-appeal', { appealId: appeal, on, outcome, ...changed });
    }),
  fc.tuple(caseId, appealId).map(([id, appeal]): Move => (history) => {
    history.on(id, 'notify-appeal-outcome', { appealId: appeal });
  }),
  fc.tuple(caseId, appealId, day).map(([id, appeal, on]): Move => (history) => {
    history
      .on(id, 'assign-appeal-handler', { appealId: appeal, on })
      .on(id, 'withdraw-appeal', { appealId: appeal, on });
  }),
  fc.tuple(caseId, day).map(
    ([id, on]): Move =>
      (history) =>
        history.on(id, 'close', { on }),
  ),
  fc.tuple(caseId, day).map(
    ([id, on]): Move =>
      (history) =>
        history.on(id, 'reopen', { on }),
  ),
  fc.tuple(organId, organId).map(([id, superiorId]): Move => (history) => {
    history.registered(id, {
      type: 'OrganRegistered',
      data: { id, name: '虚构机关', kind: 'department', superiorId, supervisedBy: ['commission'] },
    });
  }),
  fc.tuple(organId, organId).map(([id, superiorId]): Move => (history) => {
    if (!history.told.some(({ stream }) => stream === `organ-${id}`)) return;
    const data = { supervisedBy: ['organization'], superiorId, since: '2016-01-01' };
    history.registered(id, { type: 'OrganChanged', data });
  }),
  fc
    .tuple(fc.constantFrom('P-1', 'P-2', 'P-3'), day, fc.constantFrom(...changes))
    .map(([id, effectiveFrom, changed]): Move => (history) => {
      history.adopts(id, effectiveFrom, changed);
    }),
  fc.tuple(caseId, personId).map(([id, sub]): Move => (history) => {
    const read = { route: '/cases/{id}', records: [`case/${id}`], fields: ['case-file'] };
    history.accessed('2016-01-04', sub, read);
  }),
);

/** A history of up to so many moves. */
export function randomHistory(moves: number): fc.Arbitrary<History> {
  const moved = fc.array(move, { minLength: 1, maxLength: moves, size: 'max' });
  return fc.tuple(moved, fc.subarray(['C-1', 'C-2'])).map(([made, decided]) => {
    const history = new History();
    for (const [index, id] of cases.entries())
      history
        .on(id, 'register', {
          receivedOn: '2015-02-04',
          subjects: [
            { subjectId: 's1', kind: 'person', personId: index === 0 ? 'yi' : 'jia' },
            { subjectId: 's2', kind: 'team', organId: 'bureau' },
          ],
          suspectedGrounds: ['M1-16-3', 'M2-5-1'],
        })
        .on(id, 'evidence');
    // Two cases begin where most acts have something to follow.
    for (const id of decided)
      history
        .on(id, 'decide', { on: '2015-09-30' })
        .on(id, 'issue-letter')
        .on(id, 'lodge-appeal', { on: '2015-10-20' });
    for (const make of made) {
      try {
        make(history);
      } catch (error) {
        const idle = [Impossible, Unknown, NothingThere].some((kind) => error instanceof kind);
        if (!idle) throw error;
      }
    }
    return history;
  });
}
