// What supervision asks of a decision: whether it kept to the frame, the authority and the form of
// the measures when it was made and whenever it was changed (S-02, S-03, S-07, S-22, S-23, S-27,
// S-28, S-30, S-37), and of its letter, delivery and publication (S-08, S-29, S-31).
import { delivers, type Act, type CaseState, type Decision } from '../case/state.js';
import { earliestDay, type LegalDate } from '../legal-date.js';
import { isAsWide } from '../regulation/publication-scopes.js';
import {
  finding,
  irregularFindings,
  isAfter,
  isRegular,
  type Finding,
  type Found,
} from './finding.js';
import { openedByIrregularity } from './irregular.js';

/** All that the findings of one decision depend on. */
export const decisionFields = [
  'decisionId',
  'subjectId',
  'organId',
  'on',
  'at',
  'accountable',
  'round',
  'changes',
  'replacedBy',
  'revokedOn',
  'letters',
  'deliveries',
  'publications',
] as const;
export const besidesDecision = ['caseId', 'subjects', 'hearings'] as const;
type Ground = Pick<Decision, (typeof decisionFields)[number]>;
type Besides = Pick<CaseState, (typeof besidesDecision)[number]>;

export function findingsOfDecision(decision: Ground, state: Besides): readonly Finding[] {
  const { subjectId, decisionId, organId } = decision;
  const about = { subjectId, decisionId, organId };
  return [
    ...asMadeAndChanged(decision, state),
    ...ofLetters(decision),
    ...ofDeliveries(decision),
    ...ofPublications(decision),
  ].map((found) => finding(state, { ...about, ...found }));
}

type Told = Omit<Found, 'organId'>;

/** The decision as it was made and as each correction left it; an appeal answers for its own (findings-of-appeal.ts). A change mends what was irregular before. */
function asMadeAndChanged(decision: Ground, state: Besides): readonly Told[] {
  const { decisionId } = decision;
  const corrections = decision.changes.filter(({ by }) => by === 'correction');
  return [decision, ...corrections].flatMap((act: Act, number): readonly Told[] => {
    const of = number === 0 ? decisionId : `${decisionId}:${String(number + 1)}`;
    return [
      ...irregularFindings(act, () => ({ of }))
        // Two decisions on one subject are looked at together (findings-of-second-decisions.ts);
        // and where nobody is held to account no ground is missing.
        .filter(({ code }) => code !== 'S-36' && (code !== 'S-23' || decision.accountable))
        .map((found) => ({ ...found, rectifiedOn: mendedOn(found, act, decision, state) })),
    ];
  });
}

/** The day on which a decision was changed, revoked or replaced after an act. */
export function changedAfter(
  act: Act,
  { changes, replacedBy, revokedOn }: Pick<Decision, 'changes' | 'replacedBy' | 'revokedOn'>,
): LegalDate | undefined {
  const change = changes.find((one) => isAfter(one, act));
  return change?.on ?? (replacedBy === undefined ? undefined : revokedOn);
}

/** When the decision does not stand as it was; S-37 also when the subject is heard after all, S-29 when a letter says who it is. */
function mendedOn(
  { code }: Pick<Found, 'code'>,
  act: Act,
  decision: Ground,
  { hearings }: Besides,
): LegalDate | undefined {
  const changed = changedAfter(act, decision);
  if (code === 'S-29') {
    const told = decision.letters.find((letter) => isAfter(letter, act) && isRegular(letter));
    return earliestDay([told?.on, changed]);
  }
  if (code !== 'S-37') return changed;
  const heard = hearings.find(
    (hearing) =>
      hearing.subjectId === decision.subjectId &&
      hearing.round >= decision.round &&
      isAfter(hearing, act),
  );
  return earliestDay([heard?.on, changed]);
}

/** S-29: mended by a letter that says it all. */
function ofLetters({ letters }: Ground): readonly Told[] {
  return letters.flatMap((letter, index) =>
    irregularFindings(letter, () => ({
      of: `${letter.letterId}:content`,
      rectifiedOn: letters.slice(index + 1).find(isRegular)?.on,
    })),
  );
}

/** S-08: left after a refusal and nobody saw it, mended by a later delivery. */
function ofDeliveries({ deliveries }: Ground): readonly Told[] {
  return deliveries.flatMap((delivery, index): readonly Told[] => {
    const { recipient, at } = delivery;
    const later = (): Act | undefined =>
      deliveries
        .slice(index + 1)
        .find((one) => one.recipient === recipient && delivers(one) && isRegular(one));
    return irregularFindings(delivery, () => ({ of: at.eventId, rectifiedOn: later()?.on }));
  });
}

type Published = Ground['publications'][number];

/** S-31: mended when what was published is taken back or corrected as widely; where others only read it too early, when the subject has it. */
function ofPublications({ publications, deliveries }: Ground): readonly Told[] {
  const madeGoodOn = (published: Published, index: number): LegalDate | undefined => {
    const opening = published.at.codes?.filter((name) => openedByIrregularity(name) !== undefined);
    const tooEarly = opening?.every((name) => name === 'published-before-delivery') === true;
    // What corrects too narrowly is made good by a correction as wide as what it corrects.
    const wide = publications.find(({ at }) => at.eventId === published.of) ?? published;
    const mended = publications
      .slice(index + 1)
      .find(
        ({ kind, of, scope }) =>
          (of === undefined || of === published.at.eventId || of === published.of) &&
          (kind === 'removal' || (kind === 'correction' && isAsWide(scope, wide.scope))),
      );
    const received = deliveries.find(
      (one) =>
        one.recipient === 'subject' &&
        delivers(one) &&
        (isAfter(one, published) || one.on > published.on),
    );
    return earliestDay([mended?.on, tooEarly ? received?.on : undefined]);
  };
  return publications.flatMap((published, index) =>
    irregularFindings(published, () => ({
      of: published.at.eventId,
      rectifiedOn: madeGoodOn(published, index),
    })),
  );
}
