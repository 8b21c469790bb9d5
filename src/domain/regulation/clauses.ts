// The catalogue of clauses a case may cite: the 87 grounds (M1 Art. 5–12, M2 Art. 4–6) and the
// three bases that may stand beside a ground (I-19). Codes, citations and labels of our own; the
// text of a clause is never stored here.
import type { Words } from '../words.js';
import { citation, clausePlace } from './citation.js';
import { articlesOfGrounds, type GroundCategory } from './ground-categories.js';
import { groundsOfM1 } from './grounds-m1.js';
import { groundsOfM2 } from './grounds-m2.js';
import type { MeasureCode } from './measures.js';

const groundRows = [...groundsOfM1, ...groundsOfM2] as const;

/** Code, Chinese label, English label. */
const basisRows = [
  ['M2-9', '应问责而未问责的机关负责人', 'Head of a body that failed to hold to account'],
  ['M1-16-2', '调查人员滥权、徇私或失职', 'Investigator abusing power or neglecting duty'],
  ['M1-16-3', '一再为他人请托说情', 'Repeated pleading for a subject'],
] as const;

export type GroundCode = (typeof groundRows)[number][0];
export type BasisCode = (typeof basisRows)[number][0];
export type ClauseCode = GroundCode | BasisCode;

interface ClauseEntry<Code extends ClauseCode> {
  readonly code: Code;
  readonly measure: MeasureCode;
  readonly article: number;
  /** Absent where the article has no items. */
  readonly item?: number;
  readonly citation: Words;
  readonly label: Words;
}

/** A ground on which somebody can be held to account. */
export interface Ground extends ClauseEntry<GroundCode> {
  readonly basis: false;
  readonly category: GroundCategory;
  /** The last item of an article: using it needs a description of the conduct (`otherConduct`). M1-12 is none, it names a rule instead (`otherRule`). */
  readonly catchAll: boolean;
}

/** A clause citable only beside a ground, and only against the person it is about (I-19). */
export interface Basis extends ClauseEntry<BasisCode> {
  readonly basis: true;
  readonly catchAll: false;
}

export type Clause = Ground | Basis;

/** The 57 grounds of M1, then the 30 of M2, in the order of the measures. */
export const grounds: readonly Ground[] = groundRows.map(([code, zh, en], index) => {
  const { measure, article, item } = clausePlace(code);
  const next = groundRows[index + 1];
  const lastOfArticle = next === undefined || clausePlace(next[0]).article !== article;
  return {
    ...entry(code, { zh, en }),
    basis: false,
    category: categoryOf(`${measure}-${String(article)}`),
    catchAll: item !== undefined && lastOfArticle,
  };
});

/** Against the head of a body that did not act, an investigator, a pleader. */
export const bases: readonly Basis[] = basisRows.map(([code, zh, en]) => ({
  ...entry(code, { zh, en }),
  basis: true,
  catchAll: false,
}));

export const groundCodes: readonly GroundCode[] = groundRows.map(([code]) => code);

/** Every code that may be cited in a case: grounds, then bases. */
export const citableCodes: readonly ClauseCode[] = [
  ...groundCodes,
  ...basisRows.map(([code]) => code),
];

const byCode = new Map<ClauseCode, Clause>(
  [...grounds, ...bases].map((known) => [known.code, known]),
);

/** The catalogue's entry of a clause. */
export function clause(code: ClauseCode): Clause {
  const found = byCode.get(code);
  if (found === undefined) throw new Error(`bug: no clause ${code} in the catalogue`);
  return found;
}

function entry<Code extends ClauseCode>(code: Code, label: Words): ClauseEntry<Code> {
  const { measure, article, item } = clausePlace(code);
  return {
    code,
    measure,
    article,
    ...(item === undefined ? {} : { item }),
    citation: citation(code),
    label,
  };
}

function categoryOf(articleCode: string): GroundCategory {
  const found = articlesOfGrounds.find(({ article }) => article === articleCode);
  if (found === undefined) throw new Error(`bug: ${articleCode} is no article of grounds`);
  return found.category;
}
