// What each article of grounds is about, in a few words of our own.
import type { Words } from '../words.js';

export type GroundCategory =
  | 'political-discipline'
  | 'administration-by-law'
  | 'conduct-and-work-style'
  | 'peoples-livelihood'
  | 'petitions-and-stability'
  | 'work-safety'
  | 'environmental-protection'
  | 'other-rules'
  | 'inaction'
  | 'slow-action'
  | 'misconduct-in-action';

/** An article of grounds: `M1-7` is the article on conduct and work style. */
export type GroundArticle =
  `M1-${'5' | '6' | '7' | '8' | '9' | '10' | '11' | '12'}` | `M2-${'4' | '5' | '6'}`;

export interface ArticleOfGrounds {
  readonly article: GroundArticle;
  readonly category: GroundCategory;
  readonly label: Words;
}

/** In the order of the measures. */
export const articlesOfGrounds: readonly ArticleOfGrounds[] = [
  {
    article: 'M1-5',
    category: 'political-discipline',
    label: { zh: '政治纪律和规矩', en: 'Political discipline and rules' },
  },
  {
    article: 'M1-6',
    category: 'administration-by-law',
    label: { zh: '依法行政', en: 'Administration by law' },
  },
  {
    article: 'M1-7',
    category: 'conduct-and-work-style',
    label: { zh: '作风建设', en: 'Conduct and work style' },
  },
  {
    article: 'M1-8',
    category: 'peoples-livelihood',
    label: { zh: '服务民生', en: "Serving people's livelihood" },
  },
  {
    article: 'M1-9',
    category: 'petitions-and-stability',
    label: { zh: '信访稳定', en: 'Petitions and stability' },
  },
  { article: 'M1-10', category: 'work-safety', label: { zh: '安全生产', en: 'Work safety' } },
  {
    article: 'M1-11',
    category: 'environmental-protection',
    label: { zh: '环境保护', en: 'Environmental protection' },
  },
  {
    article: 'M1-12',
    category: 'other-rules',
    label: { zh: '上级规定的其他行为', en: 'Conduct named by other rules' },
  },
  { article: 'M2-4', category: 'inaction', label: { zh: '不作为', en: 'Inaction' } },
  { article: 'M2-5', category: 'slow-action', label: { zh: '慢作为', en: 'Slow action' } },
  {
    article: 'M2-6',
    category: 'misconduct-in-action',
    label: { zh: '乱作为', en: 'Misconduct in action' },
  },
];
