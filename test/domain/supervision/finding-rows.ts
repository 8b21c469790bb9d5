// What the rows of the findings are made of: a history that opens one, the nearest one that does
// not, and what mends it.
import type { CaseAct, CaseCommand, CommandBody } from '../../../src/domain/case/acts.js';
import type { Facts } from '../../../src/domain/case/facts.js';
import type { LegalDate } from '../../../src/domain/legal-date.js';
import type { FindingCode, FindingKind } from '../../../src/domain/supervision/catalogue.js';
import { act, facts, recommendation, upTo } from '../../support/office.js';
import { decided } from '../case/rule-scenes.js';
import type { RecordedOn } from './case-under-supervision.js';

/** What is told of it, what it is about, who answers, since when, and which acts show it. */
export interface Opened {
  /** The id after code and case. */
  readonly of: string;
  readonly organId: string;
  readonly openFrom: LegalDate;
  /** By name the last act of it; otherwise its place in the history. */
  readonly facts: readonly (CaseAct | number)[];
  /** Where it is not that of the code. */
  readonly kind?: FindingKind;
  /** Others of the code that it cannot help opening besides. */
  readonly besides?: readonly string[];
}

export interface CaseRow {
  readonly code: FindingCode;
  /** Completes "is asked about where …". */
  readonly where: string;
  readonly history: readonly CaseCommand[];
  readonly opens: Opened;
  /** The nearest history that opens nothing of the code. */
  readonly regular: { readonly where: string; readonly history: readonly CaseCommand[] };
  /** What comes after the history and mends it; nothing does where it was over when it was recorded. */
  readonly mended: {
    readonly where: string;
    readonly then: readonly CaseCommand[];
    readonly on: LegalDate;
  };
  readonly known: Facts;
  readonly recordedOn: RecordedOn;
}

export function row(
  code: FindingCode,
  where: string,
  told: Pick<CaseRow, 'history' | 'opens' | 'regular' | 'mended'> & Partial<CaseRow>,
): CaseRow {
  return { code, where, known: facts(), recordedOn: {}, ...told };
}

/** Decided not to hold to account, with what differs. */
export const letGo = (changed: Partial<CommandBody<'decide'>> = {}) =>
  decided({ accountable: false, methods: [], ...changed });

/** Recommended not to hold to account. */
export const advisedAgainst = act('recommend', {
  recommendations: [{ ...recommendation, accountable: false, methods: [] }],
});

/** A later decision takes the place of the first one. */
export const decidedAnew = (changed: Partial<CommandBody<'decide'>> = {}) =>
  decided({ on: '2015-11-02', decisionId: 'D-2', replaces: 'D-1', ...changed });

/** Corrected without an appeal, by the committee. */
export const corrected = (changed: Partial<CommandBody<'correct-decision'>> = {}) =>
  act('correct-decision', { organId: 'committee', ...changed });

/** The regular road to a decision, which was made otherwise. */
export const afterDeciding = (changed: Partial<CommandBody<'decide'>>) => [
  ...upTo('recommend'),
  decided(changed),
];
