// What the clerks of the life-cycle test can do. A body names what only a run knows by marks, which
// are resolved when it is sent (marks.ts): `~jia` is a person, case or organ of this run,
// `event:DecisionMade:0` the newest event of that type, `{digest}` a material uploaded before,
// `{present}` what a field says now.
import { caseActs, type CaseAct } from '../../../src/domain/case/acts.js';

export type Body = Readonly<Record<string, unknown>>;

/** One act of a road, in marks. */
export interface MarkedAct {
  readonly act: CaseAct;
  readonly body: Body;
}

/** How an act is sent. */
export interface Manner {
  readonly who: 'clerk' | 'superior' | 'stranger';
  readonly key: boolean;
  readonly ifMatch: 'none' | 'right' | 'wrong';
  /** What is done about irregularities: told at once, given up, insisted on, or insisted on wrongly first. */
  readonly irregular: 'give-up' | 'insist' | 'wrong-then-insist' | 'in-advance';
}

export type ReadingOf =
  | 'file'
  | 'file-as-of'
  | 'history'
  | 'obligations'
  | 'accountability'
  | 'decision-frame'
  | 'interventions'
  | 'pleaders'
  | 'cases'
  | 'counts'
  | 'person'
  | 'organs';

/** An act as somebody sends it. */
export interface Sending {
  readonly do: 'act';
  readonly onCase: number;
  readonly act: CaseAct;
  readonly body: Body;
  readonly manner: Manner;
}

/** One moment of a sequence. */
export type Move =
  | Sending
  | { readonly do: 'at-once'; readonly sendings: readonly Sending[] }
  | {
      readonly do: 'again';
      readonly which: number;
      readonly altered: 'no' | 'body' | 'case';
    }
  | { readonly do: 'keep-registers'; readonly path: string; readonly body: Body }
  | {
      readonly do: 'read';
      readonly onCase: number;
      readonly what: ReadingOf;
      readonly on: string;
      readonly personId: string;
      readonly subjectId: string;
      /** Which moment between nothing and now, in thousandths; as an instant or a position. */
      readonly moment: number;
      readonly instant: boolean;
    };

export interface Sequence {
  /** What the persons of the run are, where it is not the usual. */
  readonly persons: Readonly<Record<string, Body>>;
  readonly moves: readonly Move[];
}

/** What leaves a field out. */
export const leftOut = '{left-out}';

export const caseActNames = Object.keys(caseActs) as CaseAct[];
