// What a decision on a case needs and the case's own stream does not hold.
import type { LegalDate } from '../legal-date.js';
import type { Policy } from '../regulation/policy.js';
import type { BasisCode } from '../regulation/clauses.js';
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

/** A decision letter of an organ, by its number. */
export interface NumberedLetter {
  readonly number: string;
  readonly caseId: string;
  readonly letterId: string;
}

export interface Facts {
  /** Shanghai's today: nothing can be recorded as having happened later. */
  readonly today: LegalDate;
  readonly policy: Policy;
  /** The registered organs among those the act or its case names, with every organ above them. */
  readonly organs: ReadonlyMap<string, Organ>;
  /** The registered persons among the subjects of the case and those the act names. */
  readonly persons: ReadonlyMap<string, Person>;
  /** Read only where the act is a decision on a registered person, or changes one that knew of earlier ones. */
  readonly priors?: KnownPriors;
  /** The bases that can be cited against the person (I-19); read only where a decision cites one. */
  readonly bases?: ReadonlySet<BasisCode>;
  /** The cases an act names and the caller can see; read only where it names one. */
  readonly cases?: ReadonlySet<string>;
  /** Read only where a letter is issued: the deciding organ's letters of that number and of the one before it. */
  readonly letters?: readonly NumberedLetter[];
}
