// Whatever officials send, in whatever order: what is recorded can be folded, stored and read back.
import fc from 'fast-check';
import {
  caseAct,
  caseActs,
  type CaseAct,
  type CaseCommand,
} from '../../../src/domain/case/acts.js';
import { decideCase } from '../../../src/domain/case/decide.js';
import {
  evolveCase,
  holderOf,
  organsOf,
  phaseOf,
  receivedBySubjectOn,
  type CaseState,
} from '../../../src/domain/case/state.js';
import { decodeEvent } from '../../../src/domain/catalogue.js';
import { Impossible, Unknown } from '../../../src/domain/refusal.js';
import { canonicalJson, parseCanonical } from '../../../src/ledger/canonical-json.js';
import { given } from '../../support/given.js';
import {
  act,
  acts,
  eventIdAt,
  facts,
  finding,
  recommendation,
  upTo,
} from '../../support/office.js';

const actNames = Object.keys(caseActs) as CaseAct[];

/** Fields that acts name each other by, with few values, so that they often meet. */
const changes: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  on: fc.constantFrom('2015-09-30', '2015-10-12', '2015-11-20', '2016-12-31', '2017-01-01'),
  organId: fc.constantFrom('commission', 'organization', 'bureau', 'ministry', 'nowhere'),
  toOrganId: fc.constantFrom('commission', 'organization', 'bureau'),
  subjectId: fc.constantFrom('s1', 's2', 't1', 's9'),
  subjectIds: fc.subarray(['s1', 's2'], { minLength: 1 }),
  decisionId: fc.constantFrom('D-1', 'D-2', 'D-9'),
  letterId: fc.constantFrom('L-1', 'L-2'),
  appealId: fc.constantFrom('A-1', 'A-2'),
  replaces: fc.constantFrom('D-1', 'L-1'),
  accountable: fc.boolean(),
  methods: fc.constantFrom(
    [],
    ['admonishing-talk'],
    ['circulated-criticism'],
    ['suspension', 'removal'],
  ),
  outcome: fc.constantFrom('upheld', 'modified', 'revoked', 'not-admitted'),
  recipient: fc.constantFrom('subject', 'unit'),
  result: fc.constantFrom('received', 'returned', 'done', 'undone'),
  findings: fc.constantFrom(
    [
      finding,
      {
        ...finding,
        subjectId: 's2',
        grounds: ['M1-12'],
        otherRule: { title: '虚构规定', clause: '第一条' },
      },
    ],
    [{ ...finding, subjectId: 't1', mitigating: [{ code: 'remedied-harm' }] }],
  ),
  recommendations: fc.constantFrom([recommendation, { ...recommendation, subjectId: 't1' }]),
};

/** Any act, with at most two of its fields changed. */
const step = fc
  .tuple(
    fc.constantFrom(...actNames),
    fc
      .subarray(Object.keys(changes), { maxLength: 2 })
      .chain((fields) =>
        fc.record(Object.fromEntries(fields.map((field) => [field, changes[field]!]))),
      ),
  )
  .map(([name, changed]) => ({ name, changed }));

/** The regular road for a while, often not at all, then whatever happens. */
const steps = fc
  .tuple(
    fc.oneof(fc.constant(0), fc.nat(upTo('reopen').length)),
    fc.array(step, { minLength: 10, maxLength: 40, size: 'max' }),
  )
  .map(([far, chance]) => [
    ...upTo('reopen')
      .slice(0, far)
      .map(({ act: name }) => ({ name, changed: {} })),
    ...chance,
  ]);

/** The act as it is let in: the regular body with those changes its schema knows; undefined when it is refused at the door. */
function letIn({ name, changed }: { name: CaseAct; changed: object }): CaseCommand | undefined {
  const { caseId: _, ...register } = acts.register;
  const regular = name === 'register' ? register : acts[name];
  const known = Object.entries(changed).filter(
    ([field]) => field in regular || field === 'replaces' || field === 'subjectIds',
  );
  const parsed = caseAct(name).body.safeParse({ ...regular, ...Object.fromEntries(known) });
  if (!parsed.success) return undefined;
  const body = name === 'register' ? { ...(parsed.data as object), caseId: 'C-1' } : parsed.data;
  return { act: name, body } as CaseCommand;
}

const registrations = [
  act('register'),
  act('register', {
    subjects: [
      ...acts.register.subjects,
      { subjectId: 's2', kind: 'person', personId: 'yi' },
      { subjectId: 't1', kind: 'team', organId: 'bureau' },
    ],
  }),
];

describe('any history of acts', () => {
  const reached = new Set<string>();

  it('folds as it stands in the ledger, and refuses in words of the office only', () => {
    fc.assert(
      fc.property(fc.constantFrom(...registrations), steps, (registered, taken) => {
        let state: CaseState | undefined;
        let number = 0;
        for (const command of [registered, ...taken.map(letIn)]) {
          if (command === undefined) continue;
          const events = eventsOf(command, state);
          for (const event of events) {
            const stored = parseCanonical(canonicalJson(event.data));
            const read = decodeEvent({
              type: event.type,
              data: stored,
              metadata: { schemaVersion: 1 },
            });
            expect(read).toStrictEqual(event);
            const at = {
              eventId: eventIdAt(number),
              position: String(number + 1),
              organ: 'commission',
            };
            number += 1;
            state = evolveCase(state, { ...event, at });
            reached.add(event.type).add(phaseOf(state));
          }
        }
        expect(state?.caseId).toBe('C-1');
        if (state === undefined) return;
        expect(organsOf(state)).toContain(holderOf(state));
        for (const decision of state.decisions) receivedBySubjectOn(decision);
      }),
      { numRuns: 200 },
    );
  });

  it('has met every kind of event and every phase: chance left nothing out', () => {
    const everything = [
      ...Object.values(caseActs).map(({ event }) => event),
      ...[
        'registered',
        'accepted',
        'declined',
        'under-investigation',
        'reported',
        'decided',
        'under-appeal',
        'closed',
      ],
    ];
    expect(everything.filter((thing) => !reached.has(thing))).toStrictEqual([]);
  });
});

describe('the regular road', () => {
  it.each(upTo('reopen').map((command, index) => [command.act, index] as const))(
    'breaks no rule at %s',
    (_, index) => {
      const road = upTo('reopen');
      given(...road.slice(0, index))
        .when(road[index]!)
        .thenRegular();
    },
  );
});

function eventsOf(command: CaseCommand, state: CaseState | undefined) {
  try {
    return decideCase(command, state, facts()).events;
  } catch (error) {
    if (error instanceof Impossible || error instanceof Unknown) return [];
    throw error;
  }
}
