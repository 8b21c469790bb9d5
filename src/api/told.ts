// What stands beside the codes of an answer in the reader's language: titles and citations.
import { dutyClauses } from '../domain/case/duty.js';
import { dutyWords } from '../domain/case/duty-words.js';
import { eventTitle } from '../domain/event-words.js';
import { citation } from '../domain/regulation/citation.js';
import type { caseFile } from '../projections/case-file.js';
import type { HistoryEntry } from '../projections/history.js';
import type { Obligation } from '../projections/obligations.js';
import type { Language } from './language.js';

/** A duty with what has to be done and its clause in the reader's language. */
export type ObligationTold = Obligation & { readonly title: string; readonly citation: string };

export function obligationTold(obligation: Obligation, language: Language): ObligationTold {
  const { kind } = obligation;
  return {
    ...obligation,
    title: dutyWords[kind][language],
    citation: citation(dutyClauses[kind])[language],
  };
}

type Shown = ReturnType<typeof caseFile>;

/** A case's file with its duties told so. */
export type CaseFileTold = Omit<Shown, 'obligations'> & {
  readonly obligations: readonly ObligationTold[];
};

export function fileTold(file: Shown, language: Language): CaseFileTold {
  return { ...file, obligations: file.obligations.map((duty) => obligationTold(duty, language)) };
}

/** An event as stored, and beside it what it is called. */
export type HistoryTold = HistoryEntry & { readonly title: string };

export function historyTold(entry: HistoryEntry, language: Language): HistoryTold {
  return { ...entry, title: eventTitle(entry.type)[language] };
}
