// Sequences of moves: roads walked with acts left out and changed, and chance, readers, repeated
// keys, registers and simultaneous clerks in between.
import fc from 'fast-check';
import { organKindCodes } from '../../../src/domain/regulation/organ-kinds.js';
import { trackCodes } from '../../../src/domain/regulation/tracks.js';
import { changesOf } from './changes.js';
import {
  caseActNames,
  leftOut,
  type Manner,
  type MarkedAct,
  type Move,
  type ReadingOf,
  type Sending,
  type Sequence,
} from './moves.js';
import { plots, regular, step } from './roads.js';
import { day, organId, personId, personIds, subjectId } from './values.js';

/** So many in a hundred; shrinks to no. */
function mostly(percent: number): fc.Arbitrary<boolean> {
  return fc.nat(99).map((n) => n >= 100 - percent);
}

/** How an act is sent, with so many in a hundred sent in an odd way. */
function mannerOf(odd: number): fc.Arbitrary<Manner> {
  const usually = <T>(usual: T, ...others: readonly T[]): fc.Arbitrary<T> =>
    fc.oneof(
      { weight: 100 - odd, arbitrary: fc.constant(usual) },
      { weight: odd, arbitrary: fc.constantFrom(...others) },
    );
  return fc.record({
    who: usually<Manner['who']>(
      'clerk',
      'superior',
      'superior',
      'superior',
      'superior',
      'stranger',
    ),
    key: mostly(20),
    ifMatch: usually<Manner['ifMatch']>('none', 'right', 'right', 'wrong'),
    irregular: usually<Manner['irregular']>(
      'insist',
      ...(['wrong-then-insist', 'give-up', 'give-up', 'in-advance'] as const),
    ),
  });
}

/** Acts that follow from a decision: before it they can only be refused. */
const following = caseActNames.filter((act) => {
  const body = regular(act);
  return act !== 'decide' && ('decisionId' in body || 'appealId' in body);
});
const others = caseActNames.filter((act) => !following.includes(act));

/** Any act at all, regular but for some of its fields; before the decision seldom what follows from one. */
function chance(onCase: number, decided: boolean): fc.Arbitrary<Sending> {
  return fc
    .oneof(
      { weight: decided ? 10 : 1, arbitrary: fc.constantFrom(...following) },
      { weight: 10, arbitrary: fc.constantFrom(...others) },
    )
    .chain((act) =>
      fc
        .tuple(fc.option(changesOf(act)), mannerOf(30))
        .map(([changed, how]) => sending(onCase, step(act, changed ?? {}), how)),
    );
}

function sending(onCase: number, { act, body }: MarkedAct, how: Manner): Sending {
  return { do: 'act', onCase, act, body, manner: how };
}

const read = (onCase: number): fc.Arbitrary<Move> =>
  fc.record({
    do: fc.constant('read' as const),
    onCase: fc.constant(onCase),
    what: fc.constantFrom<ReadingOf>(
      ...(['file', 'file', 'file-as-of', 'history', 'obligations', 'accountability'] as const),
      ...(['decision-frame', 'decision-frame', 'interventions', 'pleaders', 'cases'] as const),
      ...(['counts', 'person', 'organs'] as const),
    ),
    on: day,
    personId,
    subjectId,
    moment: fc.nat(1100),
    instant: fc.boolean(),
  });

const organChange = fc.record(
  {
    since: day,
    name: fc.constantFrom('虚构办公室', '虚构新局'),
    superiorId: fc.constantFrom('committee', 'bureau', '~office', null),
    supervisedBy: fc.constantFrom(['commission'], ['commission', 'organization'], []),
  },
  { requiredKeys: ['since'] },
);

const personChange = fc.record(
  {
    since: day,
    organId,
    post: fc.constantFrom('科长', '主任'),
    rank: fc.constantFrom('section', 'county', 'section-member'),
    rankEquivalent: fc.constantFrom('section', null),
    managedBy: fc.constantFrom('committee', 'government', 'bureau', 'commission', 'ministry'),
    track: fc.constantFrom(...trackCodes),
    leadingCadre: fc.boolean(),
    partyMember: fc.boolean(),
    fileKeeperOrganId: organId,
  },
  { requiredKeys: ['since'] },
);

const keepRegisters: fc.Arbitrary<Move> = fc
  .oneof(
    fc
      .tuple(fc.constantFrom('~office', 'nowhere'), organChange)
      .map(([id, body]) => ({ path: `/organs/${id}/changes`, body: body })),
    fc
      .record({ personId: fc.constantFrom(...personIds, leftOut), since: day })
      .map((body) => ({ path: '/organs/~office/head', body: { name: '某人', ...body } })),
    fc
      .tuple(personId, personChange)
      .map(([id, body]) => ({ path: `/persons/${id}/changes`, body: body })),
    fc
      .record({
        id: fc.constantFrom('~office', '~annex'),
        kind: fc.constantFrom(...organKindCodes),
      })
      .map((body) => ({ path: '/organs', body: { name: '虚构附属单位', ...body } })),
  )
  .map((kept) => ({ do: 'keep-registers', ...kept }));

const again: fc.Arbitrary<Move> = fc.record({
  do: fc.constant('again' as const),
  which: fc.nat(30),
  altered: fc.constantFrom('no', 'no', 'body', 'case'),
});

function atOnce(cases: number, decided: boolean): fc.Arbitrary<Move> {
  return fc
    .array(
      fc.nat(cases - 1).chain((onCase) => chance(onCase, decided)),
      { minLength: 2, maxLength: 5 },
    )
    .map((sendings) => ({ do: 'at-once', sendings }));
}

/** What happens beside the road of a case. */
function detour(onCase: number, cases: number, decided: boolean): fc.Arbitrary<Move> {
  return fc.oneof(
    { weight: 10, arbitrary: chance(onCase, decided) },
    { weight: 7, arbitrary: read(onCase) },
    { weight: 2, arbitrary: again },
    { weight: 2, arbitrary: keepRegisters },
    { weight: 1, arbitrary: atOnce(cases, decided) },
  );
}

/** A road walked for a while, with acts left out, changed, and other things in between. */
function walked(
  road: readonly MarkedAct[],
  onCase: number,
  cases: number,
): fc.Arbitrary<readonly Move[]> {
  const steps = road.map((regularly, index) => {
    const decided = road.slice(0, index).some(({ act }) => act === 'decide');
    return fc
      .record({
        taken: mostly(index === 0 ? 100 : 95),
        changed: fc.oneof(
          { weight: regularly.act === 'decide' ? 1 : 3, arbitrary: fc.constant(undefined) },
          { weight: 3, arbitrary: fc.tuple(changesOf(regularly.act), mannerOf(40)) },
        ),
        how: mannerOf(6),
        corrected: mostly(70),
        detours: fc.oneof(
          { weight: 2, arbitrary: fc.constant([]) },
          { weight: 1, arbitrary: fc.array(detour(onCase, cases, decided), { maxLength: 2 }) },
        ),
      })
      .map(({ taken, changed, how, corrected, detours }): readonly Move[] => {
        const first = { ...how, who: 'clerk', ifMatch: 'none' } as const;
        const properly = sending(onCase, regularly, index === 0 ? first : how);
        if (!taken) return detours;
        if (changed === undefined) return [properly, ...detours];
        const [changes, oddly] = changed;
        const act = { ...regularly, body: { ...regularly.body, ...changes } };
        // Without its registration nothing of a case would be met.
        const sent = index === 0 || corrected ? [properly] : [];
        // A case that others hold is for the chance acts.
        const odd = index === 0 ? { ...oddly, who: 'clerk' as const } : oddly;
        return [sending(onCase, act, odd), ...sent, ...detours];
      });
  });
  return fc
    .tuple(
      fc.oneof(
        { weight: 2, arbitrary: fc.constant(road.length) },
        { weight: 1, arbitrary: fc.nat(road.length) },
      ),
      fc.tuple(...steps),
    )
    .map(([far, taken]) => taken.slice(0, far).flat());
}

const roads = Object.values(plots);

const person = fc.record(
  {
    category: fc.constantFrom('party-government', 'by-reference'),
    rank: fc.constantFrom('deputy-county', 'section-member', 'deputy-section'),
    partyMember: fc.boolean(),
    leadingCadre: fc.boolean(),
    fileKeeperOrganId: fc.constantFrom('organization', 'bureau'),
    managedBy: fc.constantFrom('committee', 'government', 'commission', 'bureau'),
  },
  { requiredKeys: [] },
);

/** One or two cases at once; chance reaches from each to the other. */
export const sequence: fc.Arbitrary<Sequence> = fc
  .array(fc.constantFrom(...roads), { minLength: 1, maxLength: 2 })
  .chain((taken) =>
    fc.record({
      persons: fc.dictionary(fc.constantFrom(...personIds), person, { maxKeys: 2 }),
      walks: fc.tuple(...taken.map((road, onCase) => walked(road, onCase, taken.length))),
      turns: fc.array(fc.nat(taken.length - 1), { minLength: 10, maxLength: 10 }),
    }),
  )
  .map(({ persons, walks, turns }) => ({ persons, moves: interleaved(walks, turns) }));

function interleaved(walks: readonly (readonly Move[])[], turns: readonly number[]): Move[] {
  const left = walks.map((walk) => [...walk]);
  const moves: Move[] = [];
  for (let turn = 0; left.some((walk) => walk.length > 0); turn += 1) {
    const wanted = left[turns[turn % turns.length] ?? 0];
    const walk = wanted?.length ? wanted : left.find(({ length }) => length > 0);
    const move = walk?.shift();
    if (move) moves.push(move);
  }
  return moves;
}
