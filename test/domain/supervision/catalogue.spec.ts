// The list of the 38 findings, and that each of them is tested: opened, not opened and mended.
import {
  findingCodes,
  findingRule,
  findingRules,
} from '../../../src/domain/supervision/catalogue.js';
import { act, upTo } from '../../support/office.js';
import { askedAfterDecisions } from './asked-after-decisions.js';
import { askedBeforeDecisions } from './asked-before-decisions.js';
import { askedOfDecisions } from './asked-of-decisions.js';
import { caseOf, findingsOf, findingsOfActs, findingsOfDuties } from './case-under-supervision.js';
import { personRows } from './person-rows.js';

const ofCases = [...askedBeforeDecisions, ...askedOfDecisions, ...askedAfterDecisions];

describe('the list of findings', () => {
  it('has 38 codes, in their order', () => {
    const numbers = Array.from({ length: 38 }, (_, index) => String(index + 1).padStart(2, '0'));
    expect(findingCodes).toStrictEqual(numbers.map((number) => `S-${number}`));
  });

  it('has for each code a row that opens it, one that does not, and one that mends it', () => {
    const opened = new Set([...ofCases, ...personRows].map(({ code }) => code));
    const regular = new Set([
      ...ofCases.filter(({ regular: { history } }) => history.length > 0).map(({ code }) => code),
      ...personRows.map(({ code }) => code),
    ]);
    const mended = new Set(
      // Recorded late is over once it is recorded; everything else is mended by what comes after.
      [
        ...ofCases.filter(({ code, mended: { then } }) => then.length > 0 || code === 'S-35'),
        ...personRows,
      ].map(({ code }) => code),
    );
    for (const covered of [opened, regular, mended])
      expect(findingCodes.filter((code) => !covered.has(code))).toStrictEqual([]);
  });

  it('says each in both languages, with its clause', () => {
    for (const { code, clause, words } of findingRules) {
      expect(findingRule(code).clause).toBe(clause);
      expect(clause).toMatch(/^M[12]-\d/);
      expect(words.zh).not.toBe('');
      expect(words.en).not.toBe('');
    }
  });
});

describe('a regular case', () => {
  const road = upTo('close');

  it('opens nothing when all is done, on any date', () => {
    expect(findingsOf(caseOf(road))).toStrictEqual([]);
  });

  it.each(road.map((_, index) => [road[index]?.act, index] as const))(
    'has nothing open on the day after each step: %s (%i)',
    (_, index) => {
      const state = caseOf(road.slice(0, index + 1));
      const day = state.log.event.at.recordedAt.slice(0, 10);
      expect(findingsOfActs(state)).toStrictEqual([]);
      expect(findingsOfDuties(state).filter(({ openFrom }) => openFrom <= day)).toStrictEqual([]);
    },
  );

  it('opens nothing when it is reopened, begun anew and decided', () => {
    const anew = [
      ...upTo('reopen'),
      act('initiate', { on: '2015-12-03' }),
      act('file-report', { on: '2015-12-08' }),
      act('hear-subject', { on: '2015-12-09' }),
      act('recommend', { on: '2015-12-10' }),
    ];
    expect(findingsOfActs(caseOf(anew))).toStrictEqual([]);
    expect(findingsOfDuties(caseOf(anew)).map(({ id }) => id)).toStrictEqual([
      'S-04:C-1:s1:decision:2',
    ]);
  });
});

describe('any row', () => {
  it.each(ofCases.map((one) => [one.code, one.where, one] as const))(
    'has findings of different ids, none mended before it opens: %s where %s',
    (_, __, { history, regular, mended, known, recordedOn }) => {
      for (const acts of [history, regular.history, [...history, ...mended.then]]) {
        const findings = findingsOf(caseOf(acts, known, recordedOn));
        const ids = findings.map(({ id }) => id);
        expect(ids).toStrictEqual([...new Set(ids)]);
        for (const { openFrom, rectifiedOn } of findings)
          expect(rectifiedOn === undefined || rectifiedOn >= openFrom).toBe(true);
      }
    },
  );
});
