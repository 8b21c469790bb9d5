// The versions of a decision: a change gives it duties of its own (REGULATION.md, "Correction").
import type { Act, Decision, DecisionChange, FollowingActs } from './state.js';

/** A decision as it was made, and as each change left it, the last one where another decision took its place: each has duties of its own. */
export interface Version {
  /** 0 as made. */
  readonly number: number;
  readonly started: Act;
  readonly change: DecisionChange | undefined;
  /** The change that came next: what is not done by then need not be done any more. */
  readonly next: DecisionChange | undefined;
}

/** As made, then one for each change, in their order. */
export function versionsOf({
  on,
  at,
  changes,
  replacement,
}: Pick<Decision, 'on' | 'at' | 'changes' | 'replacement'>): Version[] {
  if (changes.length === 0 && replacement === undefined)
    return [{ number: 0, started: { on, at }, change: undefined, next: undefined }];
  const all = replacement === undefined ? changes : [...changes, replacement];
  return [undefined, ...all].map((change, number) => ({
    number,
    started: change ?? { on, at },
    change,
    next: all[number],
  }));
}

/** Those of a decision's acts of a kind that were recorded while a version stood. */
export function within<T>(
  { change, next }: Version,
  kind: FollowingActs,
  acts: readonly T[],
): readonly T[] {
  if (change === undefined && next === undefined) return acts;
  return acts.slice(change?.before[kind] ?? 0, next?.before[kind]);
}

/** Those that had been recorded before a change. */
export function beforeChange<T>(
  { before }: DecisionChange,
  kind: FollowingActs,
  acts: readonly T[],
): readonly T[] {
  return acts.slice(0, before[kind]);
}
