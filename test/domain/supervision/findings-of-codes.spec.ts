// Every rule that was broken, and every notice, that supervision asks about opens its finding once
// it is recorded, and the nearest regular act does not.
import { irregularities, type IrregularityCode } from '../../../src/domain/case/irregularities.js';
import { notices, type NoticeCode } from '../../../src/domain/case/notices.js';
import { inOrder } from '../../../src/domain/case/effective.js';
import type { CaseState } from '../../../src/domain/case/state.js';
import { findingCodes, type FindingCode } from '../../../src/domain/supervision/catalogue.js';
import type { Finding } from '../../../src/domain/supervision/finding.js';
import { openedBy } from '../../../src/domain/supervision/irregular.js';
import type { Scene } from '../case/rule-scenes.js';
import { afterDecisions } from '../case/rules-after-decisions.js';
import { beforeDecisions } from '../case/rules-before-decisions.js';
import { ofDecisions } from '../case/rules-of-decisions.js';
import { noticed } from '../case/rules-worth-a-look.js';
import { eventIdAt } from '../../support/office.js';
import { caseOf, findingsOf, findingsOfActs, findingsOfDuties } from './case-under-supervision.js';

const scenes = [...beforeDecisions, ...ofDecisions, ...afterDecisions, ...noticed];
const asked = scenes.flatMap(({ code, where, scene, twin }) => {
  const opened = openedBy(code);
  if (opened === 'duty' || opened === 'history') return [];
  return [{ code, where, opened, scene, twin: { ...scene, ...twin } }];
});

function recorded({ history, act, known }: Scene): CaseState {
  return caseOf([...history, act], known);
}

/** The codes that the acts of a case were recorded with. */
function codesOf(state: CaseState): readonly string[] {
  return inOrder(state.log).flatMap(({ at }) => [...(at.codes ?? []), ...(at.noticed ?? [])]);
}

/** Those of a code that rest on the last act of a scene. */
function restingOn({ history }: Scene, findings: readonly Finding[], code: FindingCode) {
  const last = eventIdAt(history.length);
  return findings.filter((one) => one.code === code && one.facts.includes(last));
}

describe('a rule that was broken, once it is recorded', () => {
  it.each(asked.map((one) => [one.code, one.opened, one.where, one] as const))(
    '%s opens %s where %s',
    (code, opened, _, { scene }) => {
      const state = recorded(scene);
      expect(codesOf(state)).toContain(code);
      expect(restingOn(scene, findingsOfActs(state), opened)).toHaveLength(1);
    },
  );

  it.each(asked.map((one) => [one.code, one.opened, one] as const))(
    '%s opens no %s in the regular twin',
    (code, opened, { twin }) => {
      const state = recorded(twin);
      expect(codesOf(state)).not.toContain(code);
      expect(restingOn(twin, findingsOfActs(state), opened)).toStrictEqual([]);
    },
  );

  it.each([
    ['delivered-late', 'S-08'],
    ['appeal-decided-late', 'S-12'],
  ] as const)('%s is the lateness of a duty: %s', (code, finding) => {
    const late = scenes.find((one) => one.code === code);
    if (late === undefined) throw new Error(`no scene of ${code}`);
    expect(openedBy(code)).toBe('duty');
    const [opened] = restingOn(late.scene, findingsOfDuties(recorded(late.scene)), finding);
    expect(opened?.rectifiedOn).toBe(opened?.openFrom);
    const twin = { ...late.scene, ...late.twin };
    expect(restingOn(twin, findingsOfDuties(recorded(twin)), finding)).toStrictEqual([]);
  });
});

/** What each finding is opened by, as the measures and their readings say (REGULATION.md). */
const openedByCodes: { readonly [Code in FindingCode]?: readonly string[] } = {
  'S-02': ['lighter-than-frame', 'mitigation-not-established'],
  'S-03': ['aggravation-not-applied', 'heavier-not-shown', 'aggravation-outweighed'],
  'S-07': [
    'investigating-organ-without-authority',
    'start-not-approved',
    'start-not-approved-by-commission',
    'organ-without-authority',
    'no-collective-meeting',
    'approval-missing',
    'heavier-than-approved',
    'outcome-by-other-organ',
    'appeal-decided-by-other-organ',
  ],
  'S-08': ['refusal-without-witness'],
  'S-11': ['appeal-handler-not-independent', 'appeal-decided-without-handler'],
  'S-20': ['closed-with-open-duties'],
  'S-22': [
    'same-fact-twice',
    'heavier-than-frame',
    'no-band-beyond',
    'aggravation-not-established',
  ],
  'S-23': [
    'decision-without-report',
    'no-ground',
    'basis-without-ground',
    'basis-of-others',
    'ground-not-applicable',
    'ground-needs-membership',
    'conduct-before-measures',
  ],
  'S-27': [
    'approver-is-subject',
    'approver-not-impartial',
    'decider-not-impartial',
    'appeal-handler-not-impartial',
  ],
  'S-28': ['effective-before-decision'],
  'S-29': [
    'subject-not-identified',
    'letter-without-subject',
    'letter-without-facts',
    'letter-without-basis',
    'letter-without-apology',
    'letter-number-used-twice',
    'appeal-to-other-organ',
  ],
  'S-30': ['heavier-on-appeal', 'heavier-on-correction'],
  'S-31': [
    'published-before-delivery',
    'published-wider-than-decided',
    'published-after-revocation',
    'correction-narrower',
  ],
  'S-33': ['complaint-to-its-target', 'held-by-its-target'],
  'S-34': ['proposal-to-other-organ'],
  'S-36': ['second-decision'],
  'S-37': ['subject-not-heard'],
};

describe('the list of what is opened', () => {
  it.each(findingCodes)('%s by these codes and no others', (finding) => {
    const names = asked.filter(({ opened }) => opened === finding).map(({ code }) => code);
    // One rule may be broken or, by another policy, only noticed.
    expect([...new Set<string>(names)].toSorted()).toStrictEqual(
      (openedByCodes[finding] ?? []).toSorted(),
    );
  });

  it('opens findings that there are', () => {
    const codes: readonly (IrregularityCode | NoticeCode)[] = scenes.map(({ code }) => code);
    const opened = codes.map(openedBy).filter((one) => one !== 'duty' && one !== 'history');
    expect(opened.filter((code) => !findingCodes.includes(code))).toStrictEqual([]);
    // One rule may be broken or, by another policy, only noticed: it has one scene.
    const rules = new Set<string>([...irregularities, ...notices].map(({ code }) => code));
    expect(new Set<string>(codes).size).toBe(rules.size);
  });
});

describe('a scene in which no rule was broken and nobody pleaded', () => {
  const regular = scenes
    .map(({ code, scene, twin }) => ({ code, state: recorded({ ...scene, ...twin }) }))
    .filter(({ state }) => codesOf(state).length === 0 && state.interventions.length === 0);

  it.each(regular.map((one) => [one.code, one] as const))(
    'opens nothing by its acts: the twin of %s',
    (_, { state }) => {
      expect(findingsOfActs(state)).toStrictEqual([]);
    },
  );
});

describe('any scene', () => {
  const all = scenes.flatMap(({ code, scene, twin }) => [
    [code, scene] as const,
    [`the twin of ${code}`, { ...scene, ...twin }] as const,
  ]);

  it.each(all)('has findings of different ids, none mended before it opens: %s', (_, scene) => {
    const findings = findingsOf(recorded(scene));
    const ids = findings.map(({ id }) => id);
    expect(ids).toStrictEqual([...new Set(ids)]);
    for (const { openFrom, rectifiedOn, facts } of findings) {
      expect(rectifiedOn === undefined || rectifiedOn >= openFrom).toBe(true);
      expect(facts).toStrictEqual([...new Set(facts)]);
      expect(facts.length).toBeGreaterThan(0);
    }
  });
});
