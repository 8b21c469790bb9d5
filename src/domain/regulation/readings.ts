// The readings of the measures (REGULATION.md), by number: whoever shows a rule names the readings it rests on.

/** The number of a reading: `I-6`. */
export type Reading = `I-${number}`;

/** Each reading once, in the order of their numbers. */
export function inOrder(readings: readonly Reading[]): readonly Reading[] {
  return [...new Set(readings)].sort((a, b) => Number(a.slice(2)) - Number(b.slice(2)));
}
