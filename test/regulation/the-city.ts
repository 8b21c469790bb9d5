// The fictional city of test/support/office.ts with the organs and persons that the articles speak
// of besides, and what an act breaks or leaves owed there: a test of an article names that alone.
import type { CaseCommand, CommandBody } from '../../src/domain/case/acts.js';
import { decideCase } from '../../src/domain/case/decide.js';
import { dutiesOf } from '../../src/domain/case/duties.js';
import type { Duty, DutyKind } from '../../src/domain/case/duty.js';
import type { Facts } from '../../src/domain/case/facts.js';
import type { IrregularityCode } from '../../src/domain/case/irregularities.js';
import type { NoticeCode } from '../../src/domain/case/notices.js';
import type { CaseState } from '../../src/domain/case/state.js';
import type { Organ, Person } from '../../src/domain/register/entries.js';
import type { Policy } from '../../src/domain/regulation/policy.js';
import { recorded } from '../support/given.js';
import * as office from '../support/office.js';

const { act, eventIdAt, finding, recommendation } = office;

function organ(organId: string, kind: Organ['kind'], superiorId: string): Organ {
  return { organId, name: `虚构${organId}`, kind, superiorId, heads: [] };
}

const organs: readonly Organ[] = [
  ...Object.values(office.organs),
  organ('government', 'government', 'committee'),
  organ('personnel', 'personnel-department', 'government'),
  organ('hospital', 'public-institution', 'bureau'),
  organ('county', 'party-committee', 'committee'),
  organ('countyCommission', 'discipline-commission', 'county'),
];

const { jia, staff } = office.persons;
const persons: readonly Person[] = [
  ...Object.values(office.persons),
  // Works in the commission that investigates others; the Party committee manages the post.
  {
    ...jia,
    personId: 'inspector',
    organId: 'commission',
    track: 'discipline-organ-staff',
  },
];

interface Told {
  readonly today?: string;
  readonly policy?: Partial<Policy>;
  /** What is known of persons and organs besides, or differently. */
  readonly persons?: Readonly<Record<string, Partial<Person>>>;
  readonly organs?: Readonly<Record<string, Partial<Organ>>>;
  /** The effective dates of earlier decisions that count. */
  readonly priors?: readonly string[];
  readonly letters?: Facts['letters'];
  readonly bases?: Facts['bases'];
}

/** What is known in the city, with what a test tells otherwise. */
export function known(told: Told = {}): Facts {
  const base = office.facts(told.today === undefined ? {} : { today: told.today });
  const knownPersons = new Map(persons.map((person) => [person.personId, person]));
  for (const [personId, differing] of Object.entries(told.persons ?? {}))
    knownPersons.set(personId, {
      ...(knownPersons.get(personId) ?? staff),
      personId,
      ...differing,
    });
  const knownOrgans = new Map(organs.map((one) => [one.organId, one]));
  for (const [organId, differing] of Object.entries(told.organs ?? {}))
    knownOrgans.set(organId, {
      ...(knownOrgans.get(organId) ?? office.organs.bureau),
      organId,
      ...differing,
    });
  return {
    ...base,
    policy: { ...base.policy, ...told.policy },
    organs: knownOrgans,
    persons: knownPersons,
    priors: { asOf: undefined, sanctions: (told.priors ?? []).map(prior) },
    ...(told.letters ? { letters: told.letters } : {}),
    ...(told.bases ? { bases: told.bases } : {}),
  };
}

function prior(effectiveOn: string, index: number) {
  const number = String(index + 1);
  return {
    caseId: `C-P${number}`,
    decisionId: `D-P${number}`,
    eventId: eventIdAt(900 + index),
    organId: 'commission',
    effectiveOn,
    methods: ['admonishing-talk' as const],
  };
}

type History = readonly CaseCommand[];

/** The case a history leaves. */
export function caseOf(history: History, facts: Facts = known()): CaseState {
  const state = office.folded(recorded(history, { ...facts, today: '2999-12-31' }), facts.policy);
  if (state === undefined) throw new Error('a history begins with a registration');
  return state;
}

function answered(history: History, command: CaseCommand, facts: Facts) {
  return decideCase(command, history.length === 0 ? undefined : caseOf(history, facts), facts);
}

/** The rules an act breaks after a history, by their codes; none when it is regular. */
export function breaks(
  history: History,
  command: CaseCommand,
  facts: Facts = known(),
): IrregularityCode[] {
  return answered(history, command, facts)
    .irregularities.map(({ code }) => code)
    .toSorted();
}

/** What is worth a look about an act that breaks no rule. */
export function notices(
  history: History,
  command: CaseCommand,
  facts: Facts = known(),
): NoticeCode[] {
  const answer = answered(history, command, facts);
  expect(answer.irregularities.map(({ code }) => code)).toStrictEqual([]);
  return answer.notices.map(({ code }) => code).toSorted();
}

/** The duties of one kind that a history leaves, met or not. */
export function duties(kind: DutyKind, history: History, facts: Facts = known()): Duty[] {
  return dutiesOf(caseOf(history, facts)).filter((duty) => duty.kind === kind);
}

/** Of each duty of a kind, who answers for it, since when, and when it was met. */
export function owed(kind: DutyKind, history: History, facts: Facts = known()): object[] {
  return duties(kind, history, facts).map(({ organId, started, met }) => ({
    by: organId,
    since: started.on,
    met: met?.on,
  }));
}

type Finding = CommandBody<'file-report'>['findings'][number];

/** The regular road up to the hearing and the recommendation, with another finding, person, track or source. */
export function recommendedWith({
  found = {},
  personId = 'jia',
  accepted = {},
  initiated = {},
  registered = {},
}: {
  readonly found?: Partial<Finding>;
  readonly personId?: string;
  readonly accepted?: Partial<CommandBody<'accept'>>;
  readonly initiated?: Partial<CommandBody<'initiate'>>;
  readonly registered?: Partial<CommandBody<'register'>>;
} = {}): CaseCommand[] {
  return [
    act('register', { subjects: [{ subjectId: 's1', kind: 'person', personId }], ...registered }),
    act('accept', accepted),
    act('initiate', initiated),
    act('evidence'),
    act('file-report', { findings: [{ ...finding, ...found }] }),
    act('hear-subject'),
    act('recommend'),
  ];
}

/** A case against the leadership of the bureau, recommended for a decision. */
export const recommendedOnTeam: readonly CaseCommand[] = [
  act('register', { subjects: [{ subjectId: 't1', kind: 'team', organId: 'bureau' }] }),
  act('accept'),
  act('initiate'),
  act('file-report', { findings: [{ ...finding, subjectId: 't1' }] }),
  act('hear-subject', { subjectId: 't1' }),
  act('recommend', { recommendations: [{ ...recommendation, subjectId: 't1' }] }),
];

/** A collective decision. */
export const meeting = {
  body: '虚构市委常委会',
  heldOn: '2015-09-30',
  reference: '会议纪要第1号',
} as const;

/** The regular road up to a decision of the Party committee, on other methods. */
export function decidedBy(
  methods: CommandBody<'decide'>['methods'],
  changed: Partial<CommandBody<'decide'>> = {},
): CaseCommand[] {
  const severity = 'serious';
  return [
    ...recommendedWith({ found: { severity } }),
    act('decide', { organId: 'committee', methods: [...methods], meeting, ...changed }),
  ];
}

export { act, eventIdAt, finding, recommendation };
