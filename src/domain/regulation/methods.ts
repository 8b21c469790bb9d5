// The ten methods of holding to account (M1 Art. 13) and the three bands they fall into (Art. 14).
import type { Words } from '../words.js';
import type { ClauseReference } from './citation.js';

const bandTable = [
  { code: 'minor', label: { zh: '情节较轻', en: 'Minor' } },
  { code: 'serious', label: { zh: '情节较重', en: 'Serious' } },
  {
    code: 'severe',
    label: {
      zh: '群众反映强烈、造成恶劣影响',
      en: 'Severe: strong public reaction, very bad impact',
    },
  },
] as const;

export type BandCode = (typeof bandTable)[number]['code'];

export interface Band {
  readonly code: BandCode;
  readonly label: Words;
}

/** From the lightest to the heaviest. */
export const bands: readonly Band[] = bandTable;
export const bandCodes: readonly BandCode[] = bandTable.map(({ code }) => code);

const methodTable = [
  { code: 'admonishing-talk', band: 'minor', label: { zh: '诫勉谈话', en: 'Admonishing talk' } },
  {
    code: 'written-self-criticism',
    band: 'minor',
    label: { zh: '书面检查', en: 'Written self-criticism' },
  },
  {
    code: 'ordered-public-apology',
    band: 'minor',
    label: { zh: '责令公开道歉', en: 'Ordered public apology' },
  },
  {
    code: 'circulated-criticism',
    band: 'minor',
    label: { zh: '通报批评', en: 'Circulated criticism' },
  },
  { code: 'suspension', band: 'serious', label: { zh: '停职检查', en: 'Suspension' } },
  { code: 'transfer', band: 'serious', label: { zh: '调离岗位', en: 'Transfer from the post' } },
  {
    code: 'resignation-taking-blame',
    band: 'serious',
    label: { zh: '引咎辞职', en: 'Resignation taking the blame' },
  },
  {
    code: 'ordered-resignation',
    band: 'severe',
    label: { zh: '责令辞职', en: 'Ordered resignation' },
  },
  { code: 'removal', band: 'severe', label: { zh: '免职', en: 'Removal from office' } },
  { code: 'demotion', band: 'severe', label: { zh: '降职', en: 'Demotion' } },
] as const;

export type MethodCode = (typeof methodTable)[number]['code'];

export interface Method {
  readonly code: MethodCode;
  /** Its item in M1 Art. 13, which is also its weight (I-18). */
  readonly number: number;
  readonly clause: ClauseReference;
  readonly band: BandCode;
  readonly label: Words;
}

/** In the order of M1 Art. 13, from the lightest to the heaviest. */
export const methods: readonly Method[] = methodTable.map((row, index) => ({
  ...row,
  number: index + 1,
  clause: `M1-13-${String(index + 1)}`,
}));
export const methodCodes: readonly MethodCode[] = methodTable.map(({ code }) => code);

/** All that a leadership team can receive: methods 1 to 4 (M1 Art. 14). */
export const methodsForTeam: readonly MethodCode[] = methodCodes.slice(0, 4);

const byCode = new Map(methods.map((known) => [known.code, known]));

/** The catalogue's entry of a method. */
function method(code: MethodCode): Method {
  const found = byCode.get(code);
  if (found === undefined) throw new Error(`bug: no method ${code}`);
  return found;
}

/** The method's number in M1 Art. 13, 1 to 10. */
export function methodNumber(code: MethodCode): number {
  return method(code).number;
}

/** The method with the highest number in Art. 13, which decides for all that are combined (I-18). At least one is needed. */
export function heaviest(combined: readonly MethodCode[]): MethodCode {
  const [first, ...rest] = combined;
  if (first === undefined) throw new Error('bug: no method is the heaviest of none');
  return rest.reduce((a, b) => (methodNumber(b) > methodNumber(a) ? b : a), first);
}

/** The band of a combination of methods: that of the heaviest (I-18). At least one is needed. */
export function bandOf(combined: readonly MethodCode[]): BandCode {
  return method(heaviest(combined)).band;
}
