// What can be said of findings by themselves, a report's or a decision's own (M1 Art. 3, 10, 16, 29).
import { impossible } from '../refusal.js';
import type { LegalDate } from '../legal-date.js';
import type { AggravatingCode } from '../regulation/circumstances.js';
import { citation } from '../regulation/citation.js';
import { clause, type ClauseCode } from '../regulation/clauses.js';
import type { CaseEventData } from './acts.js';
import { catchAllWords } from './acts/investigation.js';
import type { Finding } from './state.js';

/** Every established ground has material linked to it: that of the acts which meet it, or without such links the report's (M1-3, M2-3). A leader's instruction is a source, never a material (I-51). */
export function isProved(
  { grounds, conducts }: Pick<Finding, 'grounds' | 'conducts'>,
  materials: readonly string[],
): boolean {
  const linked = (conducts ?? []).filter(({ evidence }) => evidence && evidence.length > 0);
  if (linked.length === 0) return grounds.length === 0 || materials.length > 0;
  return grounds.every((code) => linked.some((conduct) => conduct.grounds.includes(code)));
}

/** Whether all conduct with a known date ended before a day (I-14). */
export function isWhollyBefore(day: LegalDate, conducts: Finding['conducts']): boolean {
  const last = (conducts ?? []).map(({ from, to }) => to ?? from);
  return last.length > 0 && last.every((date) => date !== undefined && date < day);
}

/** The heading of M1-10 requires a liability accident: the report names it (I-32). */
export function accidentNotNamed({
  grounds,
  facts,
}: {
  readonly grounds: readonly ClauseCode[];
  readonly facts?: string;
}): boolean {
  return grounds.some((code) => code.startsWith('M1-10-')) && !/事故|accident/i.test(facts ?? '');
}

/** The circumstances of an investigator (16-2) and of a pleader (16-3), with the basis that says the subject is one. */
const circumstancesOfOthers: ReadonlyMap<AggravatingCode, ClauseCode> = new Map([
  ['investigator-abuse', 'M1-16-2'],
  ['repeated-pleading', 'M1-16-3'],
]);

/** What an investigator or a pleader did aggravates nobody else (M1-16-2, 16-3; I-19). @throws Impossible */
export function refuseOthersCircumstances(
  {
    grounds,
    aggravating,
  }: {
    readonly grounds: readonly ClauseCode[];
    readonly aggravating: readonly { readonly code: AggravatingCode }[];
  },
  path: string,
): void {
  for (const { code } of aggravating) {
    const basis = circumstancesOfOthers.get(code);
    if (basis !== undefined && !grounds.includes(basis))
      throw impossible(path, {
        zh: `该情节只适用于调查人员或者说情人本人，应同时引用${citation(basis).zh}`,
        en: `this circumstance is one of the investigator or pleader themselves: cite ${basis} beside the ground`,
      });
  }
}

/** Catch-all clauses need their description, the decision's own or the report's. @throws Impossible */
export function refuseBareCatchAlls({
  grounds,
  otherConduct,
  otherRule,
}: Pick<CaseEventData<'DecisionMade'>, 'grounds' | 'otherConduct' | 'otherRule'>): void {
  if (otherConduct === undefined && grounds.some((code) => clause(code).catchAll))
    throw impossible('otherConduct', catchAllWords.conduct);
  if (otherRule === undefined && grounds.includes('M1-12'))
    throw impossible('otherRule', catchAllWords.rule);
}
