// Looks up what an act names; what is not there, or cannot be, is refused with its path.
import { methodsForTeam, type MethodCode } from '../regulation/methods.js';
import { impossible, Unknown } from '../refusal.js';
import type { Facts } from './facts.js';
import type { Appeal, CaseState, Decision, Subject } from './state.js';

/** The subject an act names. @throws Impossible when the case has no such subject */
export function subjectOf(state: CaseState, subjectId: string, path: string): Subject {
  const subject = state.subjects.find((known) => known.subjectId === subjectId);
  if (subject) return subject;
  throw impossible(path, {
    zh: '该对象不是本案的问责对象',
    en: 'the case has no such subject',
  });
}

/** The decision an act names at a path. @throws Unknown */
export function decisionOf(state: CaseState, decisionId: string, path: string): Decision {
  const decision = state.decisions.find((known) => known.decisionId === decisionId);
  if (decision) return decision;
  throw new Unknown('decision', path);
}

/** The decision an act carries out. @throws Unknown, Impossible when it holds nobody to account */
export function accountableDecisionOf(state: CaseState, decisionId: string): Decision {
  const decision = decisionOf(state, decisionId, 'decisionId');
  if (decision.accountable) return decision;
  throw impossible('decisionId', {
    zh: '该决定为不予问责，没有需要执行的事项',
    en: 'the decision holds nobody to account: there is nothing to carry out',
  });
}

/** The appeal an act names. @throws Unknown */
export function appealOf(state: CaseState, appealId: string): Appeal {
  const appeal = state.appeals.find((known) => known.appealId === appealId);
  if (appeal) return appeal;
  throw new Unknown('appeal', 'appealId');
}

/** An organ that acts or is addressed must be registered, at least by name. @throws Unknown */
export function registeredOrgan({ organs }: Facts, organId: string, path: string): void {
  if (!organs.has(organId)) throw new Unknown('organ', path);
}

/** A case that an act names is there, and the caller's to know of. @throws Unknown */
export function knownCase({ cases }: Facts, caseId: string | undefined, path: string): void {
  if (caseId !== undefined && cases?.has(caseId) !== true) throw new Unknown('case', path);
}

/** A leadership team can receive methods 1–4 only (M1-14). @throws Impossible */
export function refusePersonalMethods(
  state: CaseState,
  subjectId: string,
  methods: readonly MethodCode[],
  path: string,
): void {
  const team = subjectOf(state, subjectId, 'subjectId').kind === 'team';
  if (!team || methods.every((method) => methodsForTeam.includes(method))) return;
  throw impossible(path, {
    zh: '领导班子集体问责只适用第十三条第（一）至（四）项方式',
    en: 'a leadership team can receive only methods 1 to 4 of Art. 13',
  });
}
