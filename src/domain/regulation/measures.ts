// The two measures that this service applies, as they were issued together, and what they repealed.
import type { LegalDate } from '../legal-date.js';
import type { Words } from '../words.js';

export type MeasureCode = 'M1' | 'M2';

/** One of the two measures of 连发〔2015〕15号. */
export interface Measure {
  readonly code: MeasureCode;
  readonly title: Words;
  readonly documentNumber: string;
  readonly inForceFrom: LegalDate;
}

/** M1 Art. 29, M2 Art. 11: both came into force on the day they were issued. */
export const measuresInForceFrom: LegalDate = '2015-02-04';

const issued = { documentNumber: '连发〔2015〕15号', inForceFrom: measuresInForceFrom };

export const measures: readonly Measure[] = [
  {
    code: 'M1',
    title: {
      zh: '党政机关工作人员问责暂行办法',
      en: 'Interim Measures for Holding Staff of Party and Government Organs to Account',
    },
    ...issued,
  },
  {
    code: 'M2',
    title: {
      zh: '领导干部不作为慢作为乱作为问责暂行办法',
      en: 'Interim Measures for Holding Leading Cadres to Account for Inaction, Slow Action and Misconduct in Action',
    },
    ...issued,
  },
];

const titles = new Map(measures.map(({ code, title }) => [code, title]));

/** The measure's title, without the book title marks 《》. */
export function measureTitle(code: MeasureCode): Words {
  const title = titles.get(code);
  if (title === undefined) throw new Error(`bug: no measure ${code}`);
  return title;
}

/** A document that M1 Art. 29 repealed: a decision under it is no 次 (I-21). */
export interface RepealedDocument {
  readonly documentNumber: string;
  readonly title: Words;
}

export const repealedDocuments: readonly RepealedDocument[] = [
  {
    documentNumber: '连政发〔2009〕45号',
    title: {
      zh: '连云港市人民政府部门行政首长问责暂行办法',
      en: 'Interim measures on holding heads of departments of the Lianyungang government to account',
    },
  },
  {
    documentNumber: '连发〔2010〕24号',
    title: {
      zh: '关于对损害投资发展软环境行为实行责任追究的暂行规定',
      en: 'Interim provisions on liability for harming the environment for investment and development',
    },
  },
  {
    documentNumber: '连委办发〔2013〕59号',
    title: {
      zh: '连云港市影响重大事项重点工程落实推进工作责任追究暂行办法',
      en: 'Interim measures on liability for holding up major matters and key projects in Lianyungang',
    },
  },
];
