// Whatever officials send, in whatever order: what is recorded can be folded, stored and read back.
import fc from 'fast-check';
import {
  caseAct,
  caseActs,
  type CaseAct,
  type CaseCommand,
  type CaseEventType,
} from '../../../src/domain/case/acts.js';
import { decideCase } from '../../../src/domain/case/decide.js';
import { dutiesOf } from '../../../src/domain/case/duties.js';
import { effective, fieldAt, inOrder } from '../../../src/domain/case/effective.js';
import { evolveCase } from '../../../src/domain/case/evolve.js';
import {
  holderOf,
  organsOf,
  phaseOf,
  receivedBySubjectOn,
  type CaseState,
  type StandingCaseEvent,
} from '../../../src/domain/case/state.js';
import { decodeEvent, schemaVersionOf } from '../../../src/domain/catalogue.js';
import { isLegalDate } from '../../../src/domain/legal-date.js';
import { Impossible, Unknown } from '../../../src/domain/refusal.js';
import { canonicalJson, parseCanonical } from '../../../src/ledger/canonical-json.js';
import { given } from '../../support/given.js';
import {
  act,
  acts,
  facts,
  finding,
  recommendation,
  standingAt,
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
  outcome: fc.constantFrom('upheld', 'modified', 'revoked', 'not-admitted', 'refused'),
  personId: fc.constantFrom('inv-1', 'jia', 'yi', 'nobody'),
  subject: fc.constantFrom(
    { subjectId: 's2', kind: 'person' },
    { subjectId: 's3', kind: 'person', personId: 'staff', memberOf: 't1' },
  ),
  reason: fc.constantFrom('left-scope', 'mistaken'),
  directives: fc.constantFrom('follow', 'return'),
  kind: fc.constantFrom('decision', 'correction', 'removal', 'filing', 'reversal'),
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

/** An act with what chance changes of it; `aim` chooses the earlier event it names, where it names one. */
interface Step {
  readonly name: CaseAct;
  readonly changed: object;
  readonly aim: number;
}

/** Any act, with at most two of its fields changed; corrections, and what answers an earlier act, come more often. */
const step: fc.Arbitrary<Step> = fc
  .tuple(
    fc.oneof(
      fc.constantFrom(...actNames),
      fc.constantFrom<CaseAct[]>(
        'correct-record',
        'void-record',
        'correct-decision',
        'add-subject',
        'identify-subject',
        'issue-directive',
        'refuse-directive',
        'refer-judicial',
        'record-referral-outcome',
        'lodge-appeal',
        'withdraw-appeal',
      ),
    ),
    fc
      .subarray(Object.keys(changes), { maxLength: 2 })
      .chain((fields) =>
        fc.record(Object.fromEntries(fields.map((field) => [field, changes[field]!]))),
      ),
    fc.nat(999),
  )
  .map(([name, changed, aim]) => ({ name, changed, aim }));

/** The regular road for a while, often not at all, then whatever happens. */
const steps = fc
  .tuple(
    fc.oneof(fc.constant(0), fc.nat(upTo('reopen').length)),
    fc.array(step, { minLength: 10, maxLength: 40, size: 'max' }),
  )
  .map(([far, chance]) => [
    ...upTo('reopen')
      .slice(0, far)
      .map(({ act: name }, aim) => ({ name, changed: {}, aim })),
    ...chance,
  ]);

/** Fields that name an earlier event, with the types that can stand there; any, where none is said. */
const namingEvents: readonly (readonly [string, CaseAct, readonly CaseEventType[]])[] = [
  ['directiveId', 'refuse-directive', ['DirectiveIssued']],
  ['referralEventId', 'record-referral-outcome', ['DisciplineReferred', 'JudicialReferred']],
  ['supplements', 'file-report', ['InvestigationReportFiled']],
  ['of', 'publish', ['DecisionPublished']],
  ['approvalEventId', 'correct-decision', ['PeerApprovalRecorded']],
  ['eventId', 'void-record', []],
  ['eventId', 'correct-record', []],
];

/** The fields by which an act names earlier events: mostly one that can be meant, sometimes any, sometimes none. */
function named({ name, aim }: Step, log: readonly StandingCaseEvent[]): object {
  const [field, , types] = namingEvents.find(([, act]) => act === name) ?? [];
  if (field === undefined || aim % 10 === 9) return {};
  const meant = log.filter(({ type }) => types?.length === 0 || types?.includes(type));
  const target = meant[aim % meant.length];
  if (target === undefined) return {};
  return { [field]: target.at.eventId, ...(name === 'correct-record' && slip(target, aim, log)) };
}

/** A slip of the pen in an event as it stands now: one of its texts, with another one in its place. */
function slip(target: StandingCaseEvent, aim: number, log: readonly StandingCaseEvent[]): object {
  const standing = effective(log).find(({ at }) => at.eventId === target.at.eventId) ?? target;
  const texts = textsIn(standing.data);
  const field = texts[aim % texts.length];
  if (field === undefined) return {};
  const from = fieldAt(standing.data, field);
  const to =
    typeof from === 'string' && isLegalDate(from) ? '2015-11-11' : aim % 5 === 4 ? null : '另一处';
  return { field, from, to, evidence: acts.evidence.digest };
}

/** Pointers to every text in a value. */
function textsIn(value: unknown, at = ''): string[] {
  if (typeof value === 'string') return [at];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => textsIn(inner, `${at}/${name}`));
}

/** Texts in which an act says something of its own. */
const ownWords = ['reasons', 'reference', 'instruction', 'basis', 'nature', 'content', 'summary'];

/** What an event said in words that no other event used. */
const wordsOf = (number: number): string => `第${String(number)}号原话。`;

/** The act as it is let in: the regular body with those changes its schema knows, in words of its own; undefined when it is refused at the door. */
function letIn(taken: Step, log: readonly StandingCaseEvent[]): CaseCommand | undefined {
  const { name, changed } = taken;
  const { caseId: _, ...register } = acts.register;
  const regular = name === 'register' ? register : acts[name];
  const own = ownWords.filter((field) => field in regular);
  const sent: Record<string, unknown> = {
    ...regular,
    ...Object.fromEntries(own.map((field) => [field, wordsOf(log.length)])),
    ...changed,
    ...named(taken, log),
  };
  const first = caseAct(name).body.safeParse(sent);
  const unknown = (first.error?.issues ?? []).flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? issue.keys : [],
  );
  const known = Object.entries(sent).filter(([field]) => !unknown.includes(field));
  const parsed = caseAct(name).body.safeParse(Object.fromEntries(known));
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
  act('register', {
    subjects: [...acts.register.subjects, { subjectId: 's2', kind: 'person' }],
  }),
];

describe('any history of acts', () => {
  const reached = new Set<string>();

  it('folds as it stands in the ledger, and refuses in words of the office only', () => {
    fc.assert(
      fc.property(fc.constantFrom(...registrations), steps, (registered, taken) => {
        let state: CaseState | undefined;
        const log: StandingCaseEvent[] = [];
        for (const one of [registered, ...taken]) {
          const command = 'name' in one ? letIn(one, log) : one;
          if (command === undefined) continue;
          const events = eventsOf(command, state);
          for (const event of events) {
            const stored = parseCanonical(canonicalJson(event.data));
            const read = decodeEvent({
              type: event.type,
              data: stored,
              metadata: { schemaVersion: schemaVersionOf(event.type) },
            });
            expect(read).toStrictEqual(event);
            const at = standingAt(log.length);
            const standing = { ...event, at };
            log.push(standing);
            state = evolveCase(state, standing);
            reached.add(event.type).add(phaseOf(state));
          }
        }
        expect(state?.caseId).toBe('C-1');
        if (state === undefined) return;
        expect(organsOf(state)).toContain(holderOf(state));
        for (const decision of state.decisions) receivedBySubjectOn(decision);
        expect(inOrder(state.log)).toStrictEqual(log);
        isWhatIsInForce(state, log);
        hasDistinctNames(state);
      }),
      { numRuns: 150 },
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

/** The state is what the events in force make of it, whenever they are folded; of a voided one nothing is left in it. */
function isWhatIsInForce(state: CaseState, log: readonly StandingCaseEvent[]): void {
  const inForce = effective(log);
  expect(effective(inForce)).toStrictEqual(inForce);
  const anew = inForce.reduce<CaseState | undefined>(evolveCase, undefined);
  const { log: _, ...told } = state;
  const { log: __, ...retold } = anew!;
  expect(told).toStrictEqual(retold);
  const shown = JSON.stringify(told);
  const standing = new Set(inForce.map(({ at }) => at.eventId));
  for (const [number, event] of log.entries()) {
    if (standing.has(event.at.eventId)) continue;
    expect(shown).not.toContain(wordsOf(number));
    expect(shown).not.toContain(`"at":${JSON.stringify(event.at)}`);
  }
}

/** No two subjects, letters, appeals or duties of a case go by one name. */
function hasDistinctNames(state: CaseState): void {
  const names = [
    state.subjects.map(({ subjectId }) => subjectId),
    state.subjects.flatMap(({ personId }) => personId ?? []),
    state.decisions.flatMap(({ letters }) => letters.map(({ letterId }) => letterId)),
    state.appeals.map(({ appealId }) => appealId),
    dutiesOf(state).map(({ id }) => id),
  ];
  for (const ids of names) expect(ids).toHaveLength(new Set(ids).size);
}

function eventsOf(command: CaseCommand, state: CaseState | undefined) {
  try {
    return decideCase(command, state, facts()).events;
  } catch (error) {
    if (error instanceof Impossible || error instanceof Unknown) return [];
    throw error;
  }
}
