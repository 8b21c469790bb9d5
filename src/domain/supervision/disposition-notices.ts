// What is worth a look in what was done about a finding, and stops nothing (M2 Art. 9).
import type { Irregularity } from '../refusal.js';
import type { OrganKindCode } from '../regulation/organ-kinds.js';
import { isDisciplineOrOrganisation } from '../regulation/tracks.js';
import type { DispositionCommand } from './acts.js';
import type { CaseAgainstHead, StandingFinding } from './disposition.js';

/** Code, Chinese, English. */
const rows = [
  [
    'acting-organ-of-other-kind',
    '处理该问题的机关不是纪检监察机关，也不是组织人事部门。',
    'The organ that acts on the finding is neither a discipline inspection organ nor an organisation or personnel department.',
  ],
  [
    'head-not-heard',
    '启动问责前未在该案中听取主要负责人的说明。',
    'The head was not heard in the case against them before the escalation.',
  ],
] as const;

export type DispositionNoticeCode = (typeof rows)[number][0];

/** Every notice there is of an act on a finding. */
export const dispositionNotices: readonly Irregularity<DispositionNoticeCode>[] = rows.map(
  ([code, zh, en]) => ({ code, clause: 'M2-9', words: { zh, en } }),
);

/**
 * The notices of an act that was decided.
 * @param actingKind what the acting organ is, where it is registered
 */
export function noticesOf(
  command: DispositionCommand,
  { heads }: Pick<StandingFinding, 'heads'>,
  actingKind: OrganKindCode | undefined,
  caseAgainst: Pick<CaseAgainstHead, 'personIds' | 'hearings'> | undefined,
): readonly Irregularity<DispositionNoticeCode>[] {
  const cause: Readonly<Record<DispositionNoticeCode, boolean>> = {
    'acting-organ-of-other-kind':
      actingKind !== undefined && !isDisciplineOrOrganisation(actingKind),
    'head-not-heard':
      command.act === 'escalate' &&
      caseAgainst !== undefined &&
      !isHeadHeard(command.body.on, heads, caseAgainst),
  };
  return dispositionNotices.filter(({ code }) => cause[code]);
}

/** A finding is a question, and the head answers it before the case is linked. */
function isHeadHeard(
  by: string,
  heads: StandingFinding['heads'],
  { personIds, hearings }: Pick<CaseAgainstHead, 'personIds' | 'hearings'>,
): boolean {
  // Of heads who are registered by name alone, whoever the case is about is one.
  const answerable = heads
    .flatMap(({ personId }) => personId ?? [])
    .filter((personId) => personIds.includes(personId));
  return hearings.some(
    ({ personId, on }) =>
      on <= by &&
      (answerable.length === 0 || (personId !== undefined && answerable.includes(personId))),
  );
}
