// What users read beside the codes: every type and kind has its words, in both languages.
import { dutyKinds } from '../../src/domain/case/duty.js';
import { dutyWords } from '../../src/domain/case/duty-words.js';
import { storedForms } from '../../src/domain/catalogue.js';
import { eventTitle, eventWords } from '../../src/domain/event-words.js';
import {
  findingKinds,
  findingKindWords,
  findingRules,
} from '../../src/domain/supervision/catalogue.js';
import type { Words } from '../../src/domain/words.js';

const tables: readonly (readonly [string, readonly string[], Readonly<Record<string, Words>>])[] = [
  ['every event that a ledger may hold', [...storedForms.keys()], eventWords],
  ['every kind of duty', dutyKinds, dutyWords],
  ['every kind of finding', findingKinds, findingKindWords],
  [
    'every finding',
    findingRules.map(({ code }) => code),
    Object.fromEntries(findingRules.map(({ code, words }) => [code, words])),
  ],
];

describe('the words of the office', () => {
  it.each(tables)('name %s in Chinese and in English, each by its own name', (_, codes, words) => {
    expect(Object.keys(words).toSorted()).toEqual([...codes].toSorted());
    for (const { zh, en } of Object.values(words)) {
      expect(zh).toMatch(/^[\p{Script=Han}、，（）]+$/u);
      expect(en).toMatch(/^[A-Z][^\p{Script=Han}]+$/u);
    }
    for (const language of ['zh', 'en'] as const)
      expect(new Set(Object.values(words).map((one) => one[language])).size).toBe(codes.length);
  });

  it('are not asked of an event that no ledger holds', () => {
    expect(() => eventTitle('CaseUpdated')).toThrow('no words for events of type CaseUpdated');
  });
});
