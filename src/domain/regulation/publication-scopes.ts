// How widely a decision is made public (M1 Art. 26): in the unit, in its system, to society.

/** From the narrowest to the widest. */
export const publicationScopes = ['unit', 'system', 'society'] as const;

export type PublicationScope = (typeof publicationScopes)[number];

/** Whether one scope is at least as wide as another. */
export function isAsWide(scope: PublicationScope, as: PublicationScope): boolean {
  return publicationScopes.indexOf(scope) >= publicationScopes.indexOf(as);
}

/** How widely a decision may be made public: in the unit in any case, as widely as was decided, to society where the impact is major. */
export function widestScope({
  publicationScopes: decided = [],
  majorImpact,
}: {
  readonly publicationScopes?: readonly PublicationScope[];
  readonly majorImpact?: boolean;
}): PublicationScope {
  if (majorImpact === true) return 'society';
  return publicationScopes.findLast((scope) => decided.includes(scope)) ?? 'unit';
}
