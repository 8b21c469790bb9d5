// What the rows of the rules are made of: one act that meets a rule, and its regular twin, the
// nearest act that does not; and the roads and decisions that several rows begin from.
import type { CaseCommand, CommandBody } from '../../../src/domain/case/acts.js';
import type { Facts, NumberedLetter } from '../../../src/domain/case/facts.js';
import type { IrregularityCode } from '../../../src/domain/case/irregularities.js';
import type { NoticeCode } from '../../../src/domain/case/notices.js';
import type { Policy } from '../../../src/domain/regulation/policy.js';
import type { Organ, Person } from '../../../src/domain/register/entries.js';
import { act, before, facts, finding, organs, persons, upTo } from '../../support/office.js';

/** One act in its history, and what was known then. */
export interface Scene {
  readonly history: readonly CaseCommand[];
  readonly act: CaseCommand;
  readonly known: Facts;
}

export interface Row<Code extends string> {
  readonly code: Code;
  /** Completes "… where …". */
  readonly where: string;
  readonly scene: Scene;
  /** What the same act cannot help breaking besides. */
  readonly also: readonly Code[];
  /** What of the scene is otherwise in the regular twin. */
  readonly twin: Partial<Scene>;
}

export function row<Code extends IrregularityCode | NoticeCode>(
  code: Code,
  where: string,
  scene: Pick<Scene, 'history' | 'act'> & Partial<Scene>,
  twin: Partial<Scene>,
  ...also: Code[]
): Row<Code> {
  return { code, where, scene: { known: facts(), ...scene }, twin, also };
}

export const asRegistered = (
  personId: keyof typeof persons,
  differing: Partial<Person>,
): Facts => ({
  ...facts(),
  persons: new Map<string, Person>([
    ...facts().persons,
    [personId, { ...persons[personId], ...differing }],
  ]),
});
/** Somebody heads an organ. */
export const headed = (organId: keyof typeof organs, personId: string): Facts => ({
  ...facts(),
  organs: new Map<string, Organ>([
    ...facts().organs,
    [organId, { ...organs[organId], heads: [{ personId, name: '某人', since: '2015-01-01' }] }],
  ]),
});
export const underPolicy = (changed: Partial<Policy>): Facts => ({
  ...facts(),
  policy: { ...facts().policy, ...changed },
});
export const withLetters = (...numbers: number[]): Facts => ({
  ...facts(),
  letters: numbers.map((number): NumberedLetter => ({
    number: `虚构问责决字（2015）第${String(number)}号`,
    caseId: 'C-9',
    letterId: `L-9-${String(number)}`,
  })),
});

export const decided = (changed: Partial<CommandBody<'decide'>> = {}) => act('decide', changed);
export const meeting = { body: '虚构市委常委会', heldOn: '2015-09-29', reference: '第1号' };
export const chief = { organId: 'bureau', personId: 'chief', name: '癸某' };
export const own = { facts: finding.facts, grounds: finding.grounds, severity: finding.severity };
export const suspended = {
  organId: 'committee',
  severity: 'serious' as const,
  methods: ['suspension' as const],
  meeting,
};
export const obstructed = { aggravating: [{ code: 'obstructed-investigation' as const }] };
export const remedied = { mitigating: [{ code: 'remedied-harm' as const }] };

export const unidentified = act('register', { subjects: [{ subjectId: 's1', kind: 'person' }] });

/** The road up to the recommendation, on another track, its start approved. */
export const onTrack = (track: 'department-staff' | 'discipline-organ-staff') => [
  act('register'),
  act('accept', { track }),
  act('initiate', { approvedBy: chief }),
  ...upTo('recommend').slice(3),
];

/** Decided otherwise, then on the regular road up to an act. */
export const decidedAs = (changed: Partial<CommandBody<'decide'>>, ...then: CaseCommand[]) => [
  ...upTo('recommend'),
  decided(changed),
  ...then,
];

export const handled = before('decide-appeal');
export const lodgedBy = (changed: Partial<CommandBody<'lodge-appeal'>>) => [
  ...before('lodge-appeal'),
  act('lodge-appeal', changed),
  act('assign-appeal-handler'),
];
