// The answers of a decider (REGULATION.md, "Record, do not refuse"): regular, or one of these two.
// No HTTP here: the problem filter maps them.
import { z } from 'zod';
import { text } from './fields.js';
import type { LegalDate } from './legal-date.js';
import type { ClauseReference } from './regulation/citation.js';
import type { Words } from './words.js';

/** Where in the body the trouble is (`subjectId`, `findings.0.grounds`), and what it is. */
export interface Trouble {
  readonly path: string;
  readonly words: Words;
}

/** Kinds of things an act can name. */
export type Thing =
  'case' | 'organ' | 'person' | 'decision' | 'letter' | 'appeal' | 'evidence' | 'finding';

/** The record would have no meaning: nothing is stored. */
export class Impossible extends Error {
  override readonly name = 'Impossible';
  constructor(readonly trouble: Trouble) {
    super(trouble.words.en);
  }
}

/** A refusal that names the field and the reason. */
export function impossible(path: string, words: Words): Impossible {
  return new Impossible({ path, words });
}

/** Nothing happens on a day to come. @throws Impossible naming the first of the dates that lies after today */
export function refuseFuture(
  dates: Iterable<readonly [path: string, date: LegalDate | undefined]>,
  today: LegalDate,
): void {
  for (const [path, date] of dates)
    if (date !== undefined && date > today)
      throw impossible(path, {
        zh: `日期晚于今天（${today}），尚未发生的事项不能登记`,
        en: `the date lies after today (${today}): what has not happened cannot be recorded`,
      });
}

/** The act names something that is not there, or is not the caller's to know of. */
export class Unknown extends Error {
  override readonly name = 'Unknown';
  constructor(
    readonly thing: Thing,
    readonly path?: string,
  ) {
    super(`no such ${thing}`);
  }
}

/** A rule of the measures that was broken in life; recorded when acknowledged. */
export interface Irregularity<Code extends string = string> {
  readonly code: Code;
  readonly clause: ClauseReference;
  readonly words: Words;
}

/** It happened and should not have: refused until every code is acknowledged with a justification. */
export class Irregular extends Error {
  override readonly name = 'Irregular';
  constructor(readonly irregularities: readonly Irregularity[]) {
    super(`irregular: ${irregularities.map(({ code }) => code).join(', ')}`);
  }
}

/** The caller's word that it knows what is irregular, and why it is recorded all the same. */
export const acknowledgement = z.strictObject({
  codes: z.array(z.string().min(1).max(100)).min(1).max(50),
  justification: text,
});

export type Acknowledgement = z.infer<typeof acknowledgement>;

/**
 * Lets a decision stand when it is regular, or when its irregularities are acknowledged: those very
 * codes, so that nobody acknowledges in advance what has not been found.
 * @throws Irregular with every irregularity found, when the codes acknowledged are others
 */
export function requireAcknowledged(
  found: readonly Irregularity[],
  acknowledge: Acknowledgement | undefined,
): void {
  if (found.length === 0) return;
  const known = new Set(acknowledge?.codes);
  const very = known.size === found.length && found.every(({ code }) => known.has(code));
  if (!very) throw new Irregular(found);
}
