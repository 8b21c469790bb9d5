// Who may do what. A right is granted by the route's row in routes.ts or not at all; whether a case
// lies in the caller's scope is asked by the controllers, which know the case.
import type { Caller } from '../commands/caller.js';

export const roles = [
  'intake',
  'investigator',
  'decider',
  'registrar',
  'appeals',
  'supervisor',
  'auditor',
  'analyst',
  'custodian',
  'admin',
] as const;

export type Role = (typeof roles)[number];

/**
 * - `allowed`: whichever organ it concerns
 * - `wide`: what concerns the caller's organ, those below it, every organ that names it in
 *   `supervisedBy`, and those below these (API.md, Identity)
 * - `own`: what concerns the caller's organ and those below it
 * - `registers`: of an event stream only what concerns the registers
 */
export type Right = 'allowed' | 'wide' | 'own' | 'registers';

/** Roles and their rights; a role that is not named has none. `public` needs no token. */
export type Rights = 'public' | { readonly [R in Role]?: Right };

// From the weakest to the strongest: a caller of two roles has the better right.
const byStrength: readonly Right[] = ['registers', 'own', 'wide', 'allowed'];

/** The best right that those of the caller's roles give which the route names; undefined means denied. A role without a right here widens nothing. */
export function rightOf(
  rights: Exclude<Rights, 'public'>,
  held: Caller['roles'],
): Right | undefined {
  const given = roles.filter((role) => held.includes(role)).map((role) => rights[role]);
  return byStrength.findLast((right) => given.includes(right));
}

/** Those who work on cases. */
const working = ['intake', 'investigator', 'decider', 'registrar', 'appeals'] as const;

function granted(to: readonly Role[], right: Right): Exclude<Rights, 'public'> {
  return Object.fromEntries(to.map((role) => [role, right]));
}

/** These roles, on cases of their organ and those below it. */
export function own(...to: Role[]): Exclude<Rights, 'public'> {
  return granted(to, 'own');
}

/** These roles, also on cases of the organs that theirs supervises. */
export function wide(...to: Role[]): Exclude<Rights, 'public'> {
  return granted(to, 'wide');
}

export const everybody = granted(roles, 'allowed');

/** The registers' keeper, for every organ; it reads no case. */
export const keepsRegisters = granted(['admin'], 'allowed');

/** Analysts see aggregates, no names, hence neither register. */
export const readsRegisters = granted(
  [...working, 'supervisor', 'auditor', 'custodian', 'admin'],
  'allowed',
);

/** Whoever works on cases, and whoever watches over those who do. */
export const readsCases = { ...own(...working), ...wide('supervisor', 'auditor') };

/** Aggregates that name nobody, for those who watch over many organs. */
export const readsStatistics = wide('analyst', 'supervisor', 'auditor');

/** What other organs recorded of a person counts too (API.md, Identity), so no scope applies. */
export const readsPersons = granted([...working, 'supervisor', 'auditor'], 'allowed');

/** Anybody who works on the case may be pleaded with, or be handed a document. */
export const worksOnCases = granted(working, 'own');

/** Bytes belong to no case until an act names them. */
export const bringsEvidence = granted(working, 'allowed');
