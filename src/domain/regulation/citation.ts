// How a clause is cited. The machine code `M1-16-1-4` names measure, article, item and sub-item;
// people read 《党政机关工作人员问责暂行办法》第十六条第（一）项第4目.
import type { Words } from '../words.js';
import { measureTitle, type MeasureCode } from './measures.js';

/** Measure, article, and where there is one the item (项) and the sub-item (目): `M1-12`, `M1-7-9`, `M1-16-1-4`. */
export type ClauseReference = `${MeasureCode}-${string}`;

/** The numbers in a reference. */
export interface ClausePlace {
  readonly measure: MeasureCode;
  readonly article: number;
  readonly item?: number;
  readonly subItem?: number;
}

/** Reads a reference into its numbers; a text that is none is a bug of the caller's. */
export function clausePlace(reference: ClauseReference): ClausePlace {
  const found = /^(M1|M2)-([1-9]\d?)(?:-([1-9]\d?)(?:-([1-9]\d?))?)?$/.exec(reference);
  if (found === null) throw new Error(`bug: ${reference} is no reference to a clause`);
  const [, measure, article, item, subItem] = found;
  return {
    measure: measure === 'M1' ? 'M1' : 'M2',
    article: Number(article),
    ...(item === undefined ? {} : { item: Number(item) }),
    ...(subItem === undefined ? {} : { subItem: Number(subItem) }),
  };
}

/** The citation as users write it, with the full title of the measure. */
export function citation(reference: ClauseReference): Words {
  const { measure, article, item, subItem } = clausePlace(reference);
  const title = measureTitle(measure);
  const zh = [
    `《${title.zh}》第${chineseNumber(article)}条`,
    item === undefined ? '' : `第（${chineseNumber(item)}）项`,
    subItem === undefined ? '' : `第${String(subItem)}目`,
  ];
  const en = [
    `${title.en}, Art. ${String(article)}`,
    item === undefined ? '' : `(${String(item)})`,
    subItem === undefined ? '' : `(${String(subItem)})`,
  ];
  return { zh: zh.join(''), en: en.join('') };
}

const digits = '零一二三四五六七八九';

/** 1 to 99 as official documents number articles: 九, 十, 十一, 二十, 二十九. */
function chineseNumber(n: number): string {
  const tens = Math.floor(n / 10);
  const ten = tens === 0 ? '' : tens === 1 ? '十' : `${digits.charAt(tens)}十`;
  return n % 10 === 0 ? ten : ten + digits.charAt(n % 10);
}
