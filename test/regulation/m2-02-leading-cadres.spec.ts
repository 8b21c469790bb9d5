import { grounds, type ClauseCode } from '../../src/domain/regulation/clauses.js';
import { refusedAt } from '../support/given.js';
import { act, breaks, finding, known, recommendedOnTeam, recommendedWith } from './the-city.js';

describe('the grounds of the second measure', () => {
  it('are inaction, slow action and misconduct in action, each item citable and the last one described [M2-4] [M2-5] [M2-6]', () => {
    const items = grounds.filter(({ measure }) => measure === 'M2');
    expect(items).toHaveLength(30);
    for (const { code, catchAll } of items)
      expect([
        code,
        refusedAt('file-report', { findings: [{ ...finding, grounds: [code] }] }),
      ]).toStrictEqual([code, catchAll ? ['findings.0.otherConduct'] : []]);
  });

  it('are for teams and leading cadres, by reference for the other cadres named, and for nobody else [M2-2] [I-17]', () => {
    const cited = (code: ClauseCode) =>
      recommendedWith({ personId: 'yi', found: { grounds: [code] } });
    const as = (differing: object) => known({ persons: { yi: differing } });
    const ordinary = as({ leadingCadre: false });
    const byReference = as({ leadingCadre: false, category: 'by-reference' });
    for (const code of ['M2-4-1', 'M2-5-1', 'M2-6-1'] as const) {
      expect(breaks(cited(code), act('decide'))).toStrictEqual([]);
      expect(breaks(cited(code), act('decide'), byReference)).toStrictEqual([]);
      expect(breaks(cited(code), act('decide'), ordinary)).toStrictEqual(['ground-not-applicable']);
    }
    expect(breaks(cited('M1-7-2'), act('decide'), ordinary)).toStrictEqual([]);
    expect(breaks(recommendedOnTeam, act('decide', { subjectId: 't1' }))).toStrictEqual([]);
  });

  it('go by the track where the register does not say whether somebody leads [M2-2] [I-17]', () => {
    const cited = recommendedWith({ personId: 'yi', found: { grounds: ['M2-5-1'] } });
    const { leadingCadre: _, ...unsaid } = known().persons.get('yi')!;
    const persons = (track: 'leading-cadre' | 'department-staff') => ({
      ...known(),
      persons: new Map([['yi', { ...unsaid, track }]]),
    });
    expect([
      breaks(cited, act('decide'), persons('leading-cadre')),
      breaks(cited, act('decide'), persons('department-staff')),
    ]).toStrictEqual([[], ['ground-not-applicable']]);
  });

  it('include pleading by a leading cadre, beside the log of whoever pleads [M2-6] [M1-16] [I-19]', () => {
    const pleader = recommendedWith({ found: { grounds: ['M2-6-9'] } });
    expect(breaks(pleader, act('decide'))).toStrictEqual([]);
  });
});

describe('the second measure', () => {
  it('takes its methods and its procedure from the first: the same frame, authority and clocks [M2-8]', () => {
    const slow = recommendedWith({ found: { grounds: ['M2-5-1'], severity: 'serious' } });
    expect([
      breaks(slow, act('decide')),
      breaks(slow, act('decide', { methods: ['suspension'] })),
      breaks(slow, act('decide', { on: '2015-09-30', accountable: false, methods: [] })),
    ]).toStrictEqual([
      ['lighter-than-frame'],
      ['no-collective-meeting', 'organ-without-authority'],
      [],
    ]);
  });
});
