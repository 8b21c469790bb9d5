import { bases, grounds, type ClauseCode } from '../../src/domain/regulation/clauses.js';
import { refusedAt } from '../support/given.js';
import { before } from '../support/office.js';
import { act, breaks, finding, known, notices, recommendedWith } from './the-city.js';

/** Where the door refuses a report that cites a ground; nowhere when it is let in. */
const refusedFor = (code: ClauseCode, besides: object = {}) =>
  refusedAt('file-report', { findings: [{ ...finding, grounds: [code], ...besides }] });

describe('the grounds of the first measure', () => {
  it('are cited by their items, of which the last of each article needs a description of the conduct [M1-5] [M1-6] [M1-7] [M1-8] [M1-9] [M1-10] [M1-11]', () => {
    const items = grounds.filter(({ measure, item }) => measure === 'M1' && item !== undefined);
    expect(items).toHaveLength(56);
    for (const { code, catchAll } of items)
      expect([code, refusedFor(code)]).toStrictEqual([
        code,
        catchAll ? ['findings.0.otherConduct'] : [],
      ]);
    for (const { code } of items.filter(({ catchAll }) => catchAll))
      expect([code, refusedFor(code, { otherConduct: '虚构的行为。' })]).toStrictEqual([code, []]);
  });

  it('reach what other rules name, where the rule is named [M1-12]', () => {
    expect(refusedFor('M1-12')).toStrictEqual(['findings.0.otherRule']);
    const otherRule = { title: '虚构市规定', number: '虚构发〔2015〕3号', clause: '第三条' };
    expect(refusedFor('M1-12', { otherRule })).toStrictEqual([]);
  });

  it('presuppose Party membership in two items of political discipline [M1-5] [I-34]', () => {
    const cited = (code: ClauseCode) => recommendedWith({ found: { grounds: [code] } });
    const outside = known({ persons: { jia: { partyMember: false } } });
    const inside = known({ persons: { jia: { partyMember: true } } });
    for (const code of ['M1-5-2', 'M1-5-9'] as const) {
      expect(breaks(cited(code), act('decide'), outside)).toStrictEqual([
        'ground-needs-membership',
      ]);
      expect(breaks(cited(code), act('decide'), inside)).toStrictEqual([]);
      expect(breaks(cited(code), act('decide'))).toStrictEqual([]);
    }
    expect(breaks(cited('M1-5-1'), act('decide'), outside)).toStrictEqual([]);
  });

  it('of work safety presuppose an accident, which the report names [M1-10] [I-32]', () => {
    const report = (facts: string) =>
      act('file-report', { findings: [{ ...finding, grounds: ['M1-10-2'], facts }] });
    const investigated = before('file-report');
    expect([
      notices(investigated, report('监督管理混乱。')),
      notices(investigated, report('监督管理混乱，致使发生虚构矿“三·一”责任事故。')),
    ]).toStrictEqual([['accident-not-named'], []]);
  });

  it('are needed by every decision to hold to account [M1-14]', () => {
    const nothing = recommendedWith({ found: { grounds: [] } });
    expect(breaks(nothing, act('decide'))).toStrictEqual(['no-ground']);
  });

  it('and circumstances rest on different facts: who retaliated against a petitioner is not aggravated for it as well [M1-9] [I-20]', () => {
    const found = { grounds: ['M1-9-5' as const], aggravating: [{ code: 'retaliated' as const }] };
    const heavier = act('decide', { adjustment: 'heavier' });
    expect(breaks(recommendedWith({ found }), heavier)).toStrictEqual(['same-fact-twice']);
    const other = { ...found, grounds: ['M1-9-1' as const] };
    expect(breaks(recommendedWith({ found: other }), heavier)).toStrictEqual([]);
  });
});

describe('the three bases', () => {
  const cited = (...codes: ClauseCode[]) => recommendedWith({ found: { grounds: codes } });

  it('are cited beside a ground and never alone [M1-16] [M2-9] [I-19]', () => {
    for (const { code } of bases) {
      const fitting = known({ bases: new Set([code]) });
      expect(breaks(cited(code), act('decide'), fitting)).toStrictEqual(['basis-without-ground']);
      expect(breaks(cited('M1-7-2', code), act('decide'), fitting)).toStrictEqual([]);
    }
  });

  it('are cited against the very investigator, pleader or head of a body, and against nobody else [M1-16] [M2-9] [I-19]', () => {
    for (const { code } of bases)
      expect(
        breaks(cited('M1-7-2', code), act('decide'), known({ bases: new Set() })),
      ).toStrictEqual(['basis-of-others']);
  });

  it('are no second ground: they aggravate nothing by being cited [M1-16] [I-5] [I-19]', () => {
    const fitting = known({ bases: new Set(['M2-9']) });
    expect(breaks(cited('M1-7-2', 'M2-9'), act('decide'), fitting)).toStrictEqual([]);
    expect(breaks(cited('M1-7-2', 'M1-7-9'), act('decide'), fitting)).toStrictEqual([
      'aggravation-not-applied',
    ]);
  });
});
