// What a decision on a case needs and the case's own stream does not hold.
import type { LegalDate } from '../legal-date.js';
import type { Policy } from '../regulation/policy.js';
import type { Organ, Person } from '../register/entries.js';
import type { MethodCode } from '../regulation/methods.js';

/** An earlier decision that counts as one time (I-1, I-2). */
export interface Prior {
  readonly caseId: string;
  readonly decisionId: string;
  /** The event that made it. */
  readonly eventId: string;
  readonly organId: string;
  readonly effectiveOn: LegalDate;
  readonly methods: readonly MethodCode[];
}

/** What the ledger knew of a person's earlier decisions when it was asked. */
export interface KnownPriors {
  /** The decisions that count on the day of the new one (I-1, I-2). */
  readonly sanctions: readonly Prior[];
  /** The last event the read model had applied; undefined on an empty ledger. */
  readonly asOf: string | undefined;
}

export interface Facts {
  /** Shanghai's today: nothing can be recorded as having happened later. */
  readonly today: LegalDate;
  readonly policy: Policy;
  /** The registered organs and persons among those the act or its case names. */
  readonly organs: ReadonlyMap<string, Organ>;
  readonly persons: ReadonlyMap<string, Person>;
  /** Read only where the act is a decision on a registered person. */
  readonly priors?: KnownPriors;
}
