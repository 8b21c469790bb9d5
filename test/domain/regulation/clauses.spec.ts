import {
  bases,
  citableCodes,
  clause,
  groundCodes,
  grounds,
} from '../../../src/domain/regulation/clauses.js';
import { articlesOfGrounds } from '../../../src/domain/regulation/ground-categories.js';
import { measures, repealedDocuments } from '../../../src/domain/regulation/measures.js';

const inArticle = (article: string) =>
  grounds.filter((ground) => `${ground.measure}-${String(ground.article)}` === article);

describe('the catalogue of grounds', () => {
  it.each([
    ['M1-5', 'political-discipline', 10],
    ['M1-6', 'administration-by-law', 9],
    ['M1-7', 'conduct-and-work-style', 10],
    ['M1-8', 'peoples-livelihood', 7],
    ['M1-9', 'petitions-and-stability', 6],
    ['M1-10', 'work-safety', 7],
    ['M1-11', 'environmental-protection', 7],
    ['M1-12', 'other-rules', 1],
    ['M2-4', 'inaction', 9],
    ['M2-5', 'slow-action', 11],
    ['M2-6', 'misconduct-in-action', 10],
  ])('article %s, %s, has %i', (article, category, count) => {
    const found = inArticle(article);
    expect(found).toHaveLength(count);
    expect(new Set(found.map((ground) => ground.category))).toStrictEqual(new Set([category]));
  });

  it('holds 57 grounds of the first measure and 30 of the second, and no article more [M1-5] [M1-6] [M1-7] [M1-8] [M1-9] [M1-10] [M1-11] [M1-12] [M2-4] [M2-5] [M2-6]', () => {
    expect(grounds.filter(({ measure }) => measure === 'M1')).toHaveLength(57);
    expect(grounds.filter(({ measure }) => measure === 'M2')).toHaveLength(30);
    expect(articlesOfGrounds).toHaveLength(11);
  });

  it('numbers the items of an article from 1 without a gap', () => {
    for (const { article } of articlesOfGrounds) {
      const items = inArticle(article).map(({ item }) => item);
      expect(items).toStrictEqual(article === 'M1-12' ? [undefined] : items.map((_, i) => i + 1));
    }
  });

  it('has the last item of each article as its only catch-all, and none in M1-12, which names a rule', () => {
    expect(grounds.filter(({ catchAll }) => catchAll).map(({ code }) => code)).toStrictEqual([
      'M1-5-10',
      'M1-6-9',
      'M1-7-10',
      'M1-8-7',
      'M1-9-6',
      'M1-10-7',
      'M1-11-7',
      'M2-4-9',
      'M2-5-11',
      'M2-6-10',
    ]);
  });

  it('gives every clause a code of its own', () => {
    expect(new Set(citableCodes).size).toBe(57 + 30 + 3);
    expect(groundCodes).toStrictEqual(grounds.map(({ code }) => code));
    expect(citableCodes.map((code) => clause(code).code)).toStrictEqual(citableCodes);
  });

  it('labels every clause shortly in both languages, and no two of a measure alike', () => {
    for (const { label } of [...grounds, ...bases]) {
      expect(label.zh).toMatch(/^[\p{Script=Han}、（）]{4,18}$/u);
      expect(label.en).toMatch(/^[A-Z][A-Za-z',:; -]{9,69}$/);
    }
    expect(new Set(grounds.map(({ measure, label }) => measure + label.zh)).size).toBe(87);
    expect(new Set(grounds.map(({ measure, label }) => measure + label.en)).size).toBe(87);
  });

  it('cites as officials do', () => {
    expect(clause('M1-7-9').citation).toStrictEqual({
      zh: '《党政机关工作人员问责暂行办法》第七条第（九）项',
      en: 'Interim Measures for Holding Staff of Party and Government Organs to Account, Art. 7(9)',
    });
    expect(clause('M1-12').citation.zh).toBe('《党政机关工作人员问责暂行办法》第十二条');
    expect(clause('M2-5-11').citation.zh).toBe(
      '《领导干部不作为慢作为乱作为问责暂行办法》第五条第（十一）项',
    );
  });
});

describe('the bases beside a ground', () => {
  it('are three, and no grounds', () => {
    expect(bases.map(({ code }) => code)).toStrictEqual(['M2-9', 'M1-16-2', 'M1-16-3']);
    const known = new Set<string>(groundCodes);
    expect(bases.filter(({ code }) => known.has(code))).toStrictEqual([]);
  });
});

describe('the measures', () => {
  it('are two, issued together and in force since 4 February 2015', () => {
    expect(
      measures.map(({ code, documentNumber, inForceFrom }) => [code, documentNumber, inForceFrom]),
    ).toStrictEqual([
      ['M1', '连发〔2015〕15号', '2015-02-04'],
      ['M2', '连发〔2015〕15号', '2015-02-04'],
    ]);
  });

  it('repealed three documents [M1-29]', () => {
    expect(repealedDocuments.map(({ documentNumber }) => documentNumber)).toStrictEqual([
      '连政发〔2009〕45号',
      '连发〔2010〕24号',
      '连委办发〔2013〕59号',
    ]);
  });
});
