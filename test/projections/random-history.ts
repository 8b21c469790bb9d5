// Random histories of a small office: any act on any of a few cases, at any date; acts that have no
// meaning at that point are left out, everything else is recorded, regular or not.
import fc from 'fast-check';
import { Impossible, Unknown } from '../../src/domain/refusal.js';
import { History } from './history.js';

const cases = ['C-1', 'C-2', 'C-3'] as const;
const dates = ['2015-02-03', '2015-02-04', '2015-03-10', '2015-09-30', '2016-02-29', '2016-03-10'];
const methods = ['admonishing-talk', 'circulated-criticism', 'removal'] as const;

const day = fc.constantFrom(...dates);
const caseId = fc.constantFrom(...cases);
const decisionId = fc.constantFrom('D-1', 'D-2');
const appealId = fc.constantFrom('A-1', 'A-2');
const personId = fc.constantFrom('jia', 'yi');
const organId = fc.constantFrom('commission', 'organization', 'bureau');

type Move = (history: History) => void;

const move: fc.Arbitrary<Move> = fc.oneof(
  fc.tuple(caseId, organId, day).map(([id, organ, on]): Move => (history) => {
    history.on(id, 'accept', { on, organId: organ });
  }),
  fc.tuple(caseId, day).map(
    ([id, on]): Move =>
      (history) =>
        history.on(id, 'transfer', { on }),
  ),
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
  fc.tuple(caseId, day).map(
    ([id, on]): Move =>
      (history) =>
        history.on(id, 'file-report', { on }),
  ),
  fc.tuple(caseId, day).map(
    ([id, on]): Move =>
      (history) =>
        history.on(id, 'recommend', { on }),
  ),
  fc
    .tuple(caseId, day, fc.constantFrom('s1', 's2'), fc.option(fc.constantFrom('p-1', 'p-2')))
    .map(([id, on, subjectId, pleader]): Move => (history) => {
      const said = pleader === null ? { name: '某人' } : { personId: pleader };
      history.on(id, 'record-intervention', { on, subjectId, pleader: said });
    }),
  fc
    .tuple(caseId, decisionId, day, fc.constantFrom('s1', 's2'), fc.subarray([...methods]))
    .map(([id, decision, on, subjectId, chosen]): Move => (history) => {
      const accountable = chosen.length > 0;
      const decided = { decisionId: decision, on, subjectId, accountable, methods: chosen };
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
  fc.tuple(caseId, decisionId, day).map(([id, decision, on]): Move => (history) => {
    history.on(id, 'publish', { decisionId: decision, on });
  }),
  fc
    .tuple(
      caseId,
      decisionId,
      fc.constantFrom(...methods),
      fc.constantFrom('done' as const, 'undone' as const),
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
  fc.tuple(caseId, personId).map(([id, sub]): Move => (history) => {
    const read = { route: '/cases/{id}', records: [`case/${id}`], fields: ['case-file'] };
    history.accessed('2016-01-04', sub, read);
  }),
);

/** A history of up to so many moves. */
export function randomHistory(moves: number): fc.Arbitrary<History> {
  return fc.array(move, { minLength: 1, maxLength: moves, size: 'max' }).map((made) => {
    const history = new History();
    for (const [index, id] of cases.entries())
      history.on(id, 'register', {
        receivedOn: '2015-02-04',
        subjects: [
          { subjectId: 's1', kind: 'person', personId: index === 0 ? 'yi' : 'jia' },
          { subjectId: 's2', kind: 'team', organId: 'bureau' },
        ],
        suspectedGrounds: ['M1-16-3', 'M2-5-1'],
      });
    for (const make of made) {
      try {
        make(history);
      } catch (error) {
        if (!(error instanceof Impossible || error instanceof Unknown)) throw error;
      }
    }
    return history;
  });
}
