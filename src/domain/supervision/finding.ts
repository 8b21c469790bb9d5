// A finding: a question that supervision puts to the organ that answers and to those above it
// (REGULATION.md, "Supervision"). It follows from the facts alone, so it is the same after a
// rebuild; what was done about it stands in a stream of its own (disposition.ts).
import type { LegalDate } from '../legal-date.js';
import type { Act, CaseState, Standing } from '../case/state.js';
import { findingRule, type FindingCode, type FindingKind } from './catalogue.js';
import { openedByIrregularity, openedByNotice, type OpenedByCode } from './irregular.js';

export interface Finding {
  /** Derived: `S-01:<caseId>:<decisionId>`. */
  readonly id: string;
  readonly code: FindingCode;
  readonly kind: FindingKind;
  readonly caseId: string;
  readonly subjectId: string | undefined;
  readonly personId: string | undefined;
  readonly decisionId: string | undefined;
  readonly appealId: string | undefined;
  /** The organ that answers for it. */
  readonly organId: string;
  /** The day on which the failure was complete. */
  readonly openFrom: LegalDate;
  /** The day since which the facts are otherwise. */
  readonly rectifiedOn: LegalDate | undefined;
  /** The events it rests on. */
  readonly facts: readonly string[];
}

/** What a rule says of a finding; the rest follows from the case. */
export interface Found {
  readonly code: FindingCode;
  /** Where it is not that of the code: what is outweighed is a mere notice (I-8). */
  readonly kind?: FindingKind;
  /**
   * What tells it from others of its code in the case: a decision, an event; of anything else its id
   * and then a word. An id has no colon, and a decision's changes are numbered, so no two are alike.
   */
  readonly of: string;
  readonly subjectId?: string;
  readonly decisionId?: string;
  readonly appealId?: string;
  readonly organId: string;
  readonly openFrom: LegalDate;
  readonly rectifiedOn?: LegalDate | undefined;
  readonly facts: readonly string[];
}

/** The finding of a case. What is dated as mended before it went wrong is mended on that day. */
export function finding(
  { caseId, subjects }: Pick<CaseState, 'caseId' | 'subjects'>,
  found: Found,
): Finding {
  const { code, of, subjectId, decisionId, appealId, organId, openFrom, rectifiedOn } = found;
  return {
    id: `${code}:${caseId}:${of}`,
    code,
    kind: found.kind ?? findingRule(code).kind,
    caseId,
    subjectId,
    personId: subjects.find((one) => one.subjectId === subjectId)?.personId,
    decisionId,
    appealId,
    organId,
    openFrom,
    rectifiedOn: rectifiedOn !== undefined && rectifiedOn < openFrom ? openFrom : rectifiedOn,
    facts: found.facts,
  };
}

/** Whether an act came after another one in the ledger. */
export function isAfter(one: Pick<Act, 'at'>, other: Pick<Act, 'at'>): boolean {
  return Number(one.at.position) > Number(other.at.position);
}

/** What an act that was irregular opens. */
type Opened = Pick<Found, 'code' | 'openFrom' | 'facts'> & { readonly kind?: FindingKind };

/** What an act opens by what was irregular in it, and by what was worth a look. */
export function openedBy({ codes = [], noticed = [] }: Standing): readonly OpenedByCode[] {
  return [...codes.map(openedByIrregularity), ...noticed.map(openedByNotice)].filter(
    (opened) => opened !== undefined,
  );
}

/**
 * What was irregular in an act, or worth a look, as findings: one for each code.
 * @param about the rest of each finding; asked for only where there is one
 */
export function irregularFindings<Rest extends object>(
  { on, at }: Act,
  about: () => Rest,
): readonly (Rest & Opened)[] {
  if (at.codes === undefined && at.noticed === undefined) return [];
  const rest = about();
  const byCode = new Map<FindingCode, Rest & Opened>();
  // Where one code gives both, the failure comes first and tells more than the notice.
  for (const opened of openedBy(at))
    if (!byCode.has(opened.code))
      byCode.set(opened.code, { ...rest, ...opened, openFrom: on, facts: [at.eventId] });
  return [...byCode.values()];
}

/** Whether nothing in an act opens a finding. */
export function isRegular({ at }: Pick<Act, 'at'>): boolean {
  return openedBy(at).length === 0;
}
