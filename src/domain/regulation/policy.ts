// The policy: the readings I-n that carry a value (REGULATION.md). The organs with the right to
// interpret adopt another one (M1 Art. 28, M2 Art. 10): policy-adoption.ts. Here are the values, and
// which of several policies holds on a date.
import { z } from 'zod';
import { legalDate, say } from '../fields.js';
import type { LegalDate } from '../legal-date.js';
import { measuresInForceFrom } from './measures.js';

export interface Policy {
  /** Kept with every event that was decided under the policy. */
  readonly id: string;
  /** I-14, I-15, I-21: conduct, pleadings and earlier decisions count from this day on. */
  readonly countsFrom: LegalDate;
  /** I-3: so many earlier times within one year require aggravation, the decision being made not included. */
  readonly priorsForAggravation: number;
  /** M1 Art. 16(3), I-15: from this many times on the pleader is to be held to account, aggravated. */
  readonly pleadingsForAggravation: number;
  /** I-12: days after which supervision looks at a duty that the measures give no date for. */
  readonly undatedDutyWatchDays: number;
  /** I-12: what is recorded more than so many days after its legal date is worth a look. */
  readonly recordingDays: number;
  /** I-41: days after which supervision looks at a suspension that states no term. */
  readonly suspensionWatchDays: number;
  /** I-26: deciding to hold to account without hearing the subject is irregular, not only a notice. */
  readonly hearingRequired: boolean;
  /** I-29: so is a department's decision on suspension or more that cites no meeting of its leadership. */
  readonly leadershipMeetingRequired: boolean;
  /** I-31: so is a finding of the severe band that does not show the public reaction and the impact. */
  readonly severityReasonsRequired: boolean;
  /** I-32: so is a ground of work safety without the accident it presupposes. */
  readonly accidentRequired: boolean;
  /** I-41: so is a suspension that begins without a term. */
  readonly suspensionTermRequired: boolean;
  /** I-16: handlers declare before report, decision and appeal decision who pleaded (zero report). */
  readonly zeroReport: boolean;
}

/** What holds where nobody has adopted anything else. */
export const defaultPolicy: Policy = {
  id: 'default',
  countsFrom: measuresInForceFrom,
  priorsForAggravation: 2,
  pleadingsForAggravation: 2,
  undatedDutyWatchDays: 30,
  suspensionWatchDays: 180,
  recordingDays: 7,
  hearingRequired: false,
  leadershipMeetingRequired: false,
  severityReasonsRequired: false,
  accidentRequired: false,
  suspensionTermRequired: false,
  zeroReport: false,
};

const times = z.int().min(1).max(20);
const days = z.int().min(1).max(3_650);
// A reading may leave more out; the measures themselves reach no further back (M1 Art. 29).
const countsFrom = legalDate.refine(
  (date) => date >= measuresInForceFrom,
  say({
    zh: `不得早于办法施行之日（${measuresInForceFrom}）`,
    en: `not before the measures came into force (${measuresInForceFrom})`,
  }),
);

/** What a policy says otherwise than the one in force before it. */
export const policyChanges = z
  .strictObject({
    countsFrom: countsFrom.exactOptional(),
    priorsForAggravation: times.exactOptional(),
    pleadingsForAggravation: times.exactOptional(),
    undatedDutyWatchDays: days.exactOptional(),
    recordingDays: days.exactOptional(),
    suspensionWatchDays: days.exactOptional(),
    hearingRequired: z.boolean().exactOptional(),
    leadershipMeetingRequired: z.boolean().exactOptional(),
    severityReasonsRequired: z.boolean().exactOptional(),
    accidentRequired: z.boolean().exactOptional(),
    suspensionTermRequired: z.boolean().exactOptional(),
    zeroReport: z.boolean().exactOptional(),
  } satisfies {
    readonly [F in Exclude<keyof Policy, 'id'>]: z.ZodExactOptional<z.ZodType<Policy[F]>>;
  })
  .refine(
    (changes) => Object.keys(changes).length > 0,
    say({ zh: '应至少填写一个变更项', en: 'expected at least one changed field' }),
  );

/** A policy as its adopters issued it (API.md, `POST /regulation/policies`). */
export type Adoption = {
  readonly id: string;
  /** The first day whose decisions it applies to. */
  readonly effectiveFrom: LegalDate;
  readonly adoptedBy: readonly string[];
  readonly consulted: readonly string[];
  /** The document that says so. */
  readonly reference: string;
  readonly changes: z.output<typeof policyChanges>;
};

/** A policy with all its values, and where they come from. */
export interface PolicyInForce extends Policy {
  readonly effectiveFrom: LegalDate;
  readonly adoptedBy: readonly string[];
  readonly consulted: readonly string[];
  /** Null for the default one, which nobody adopted. */
  readonly reference: string | null;
}

/** Every policy there is, in the order in which they take effect; of one day, in that of the ledger. The default one is the first. */
export type Policies = readonly PolicyInForce[];

const byDefault: PolicyInForce = {
  ...defaultPolicy,
  effectiveFrom: measuresInForceFrom,
  adoptedBy: [],
  consulted: [],
  reference: null,
};

/**
 * The policies that adoptions make, each building on the one that takes effect before it. Since none
 * takes effect before the day it is recorded on, one adopted later never changes the values of one
 * that something was recorded under.
 * @param adoptions in the order of the ledger
 */
export function policiesOf(adoptions: readonly Adoption[]): Policies {
  const inOrder = adoptions.toSorted((a, b) =>
    a.effectiveFrom < b.effectiveFrom ? -1 : a.effectiveFrom > b.effectiveFrom ? 1 : 0,
  );
  return inOrder.reduce<Policies>(
    (before, { changes, ...adoption }) => [
      ...before,
      { ...(before.at(-1) ?? byDefault), ...changes, ...adoption },
    ],
    [byDefault],
  );
}

/** The policy in force on a date. */
export function policyOn(policies: Policies, on: LegalDate): PolicyInForce {
  return policies.findLast(({ effectiveFrom }) => effectiveFrom <= on) ?? byDefault;
}

/** The policy of an id, which an event names. @throws Error where nobody adopted it: such a ledger is damaged */
export function policyNamed(policies: Policies, id: string): PolicyInForce {
  const found = policies.find((policy) => policy.id === id);
  if (found === undefined) throw new Error('it was recorded under a policy that nobody adopted');
  return found;
}
