import { decisionFrame, type FrameBasis } from '../../src/domain/regulation/frame.js';
import { bandCodes } from '../../src/domain/regulation/methods.js';
import { oneYearWindow } from '../../src/domain/regulation/periods.js';
import { defaultPolicy } from '../../src/domain/regulation/policy.js';
import { given, refusedAt } from '../support/given.js';
import { before, upTo } from '../support/office.js';
import { act, breaks, finding, known, meeting, notices, recommendedWith } from './the-city.js';

const remedied = [{ code: 'remedied-harm' as const }];
const obstructed = [{ code: 'obstructed-investigation' as const }];
const collectively = { organId: 'committee', meeting } as const;

const frame = (basis: Partial<FrameBasis>) =>
  decisionFrame(
    {
      kind: 'person',
      severity: 'serious',
      grounds: ['M2-5-1'],
      conducts: undefined,
      mitigating: [],
      aggravating: [],
      priorCount: 0,
      ...basis,
    },
    defaultPolicy,
  );

const bandsOf = (basis: Partial<FrameBasis>) =>
  Object.fromEntries(
    frame(basis).permittedMethods.map(({ adjustment, band, methods }) => [
      adjustment,
      [band, methods.length],
    ]),
  );

describe('a mitigating circumstance', () => {
  it('permits 从轻 within the band and 减轻 one band down, and requires neither [M1-15] [I-7]', () => {
    expect(bandsOf({ mitigating: remedied })).toStrictEqual({
      none: ['serious', 3],
      lighter: ['serious', 3],
      reduced: ['minor', 4],
    });
    expect(frame({ mitigating: remedied }).adjustmentRequired).toBe(false);
  });

  it('of the lowest band permits no 减轻, for there is no band further down [M1-15] [I-7]', () => {
    const recommended = recommendedWith({ found: { mitigating: remedied } });
    expect([
      breaks(recommended, act('decide', { adjustment: 'lighter' })),
      breaks(recommended, act('decide', { adjustment: 'reduced' })),
    ]).toStrictEqual([[], ['no-band-beyond']]);
  });

  it('has to be established before a decision is lighter for it [M1-15]', () => {
    const serious = recommendedWith({ found: { severity: 'serious' } });
    const reduced = act('decide', { adjustment: 'reduced' });
    expect([
      breaks(upTo('recommend'), act('decide', { adjustment: 'lighter' })),
      breaks(serious, reduced),
      breaks(recommendedWith({ found: { severity: 'serious', mitigating: remedied } }), reduced),
    ]).toStrictEqual([['mitigation-not-established'], ['mitigation-not-established'], []]);
  });
});

describe('an aggravating circumstance', () => {
  it('requires 从重 within the band or 加重 one band up [M1-16] [I-6]', () => {
    expect(bandsOf({ severity: 'minor', aggravating: obstructed })).toStrictEqual({
      heavier: ['minor', 3],
      increased: ['serious', 3],
    });
    expect(bandsOf({ severity: 'severe', aggravating: obstructed })).toStrictEqual({
      heavier: ['severe', 2],
    });
    const recommended = recommendedWith({ found: { aggravating: obstructed } });
    expect([
      breaks(recommended, act('decide')),
      breaks(recommended, act('decide', { adjustment: 'heavier' })),
      breaks(
        recommended,
        act('decide', { adjustment: 'increased', methods: ['suspension'], ...collectively }),
      ),
    ]).toStrictEqual([['aggravation-not-applied'], [], []]);
  });

  it('does not show in the lightest method of the band alone, and does in one more beside it [M1-16] [I-6]', () => {
    const recommended = recommendedWith({ found: { aggravating: obstructed } });
    const heavier = (...methods: ('admonishing-talk' | 'written-self-criticism')[]) =>
      breaks(recommended, act('decide', { adjustment: 'heavier', methods }));
    expect([
      heavier('admonishing-talk'),
      heavier('admonishing-talk', 'written-self-criticism'),
      heavier('written-self-criticism'),
    ]).toStrictEqual([['heavier-not-shown'], [], []]);
  });

  it('may be outweighed by a mitigating one, which is worth a look [M1-16] [I-8]', () => {
    const recommended = recommendedWith({
      found: { aggravating: obstructed, mitigating: remedied },
    });
    for (const adjustment of ['none', 'lighter'] as const)
      expect(notices(recommended, act('decide', { adjustment }))).toStrictEqual([
        'aggravation-outweighed',
      ]);
    expect(notices(recommended, act('decide', { adjustment: 'heavier' }))).toStrictEqual([]);
    for (const severity of bandCodes)
      expect(frame({ severity, aggravating: obstructed, mitigating: remedied }).readings).toContain(
        'I-8',
      );
  });

  it('has to be established before a decision is heavier for it [M1-16]', () => {
    for (const adjustment of ['heavier', 'increased'] as const)
      expect(
        breaks(
          upTo('recommend'),
          act('decide', { adjustment, ...(adjustment === 'increased' && collectively) }),
        ),
      ).toContain('aggravation-not-established');
  });

  it('is never typed in where the ledger counts it [M1-16]', () => {
    for (const code of ['multiple-grounds', 'two-in-one-year'])
      expect(
        refusedAt('file-report', { findings: [{ ...finding, aggravating: [code] }] }),
      ).toStrictEqual(['findings.0.aggravating.0']);
  });

  it('that is an investigator’s or a pleader’s own aggravates nobody else [M1-16] [I-19]', () => {
    for (const code of ['investigator-abuse', 'repeated-pleading'] as const)
      given(...before('file-report'))
        .when(act('file-report', { findings: [{ ...finding, aggravating: [{ code }] }] }))
        .thenImpossible('findings.0.aggravating');
    const pleader = recommendedWith({
      found: { grounds: ['M1-7-6', 'M1-16-3'], aggravating: [{ code: 'repeated-pleading' }] },
    });
    expect(breaks(pleader, act('decide', { adjustment: 'heavier' }))).toStrictEqual([]);
  });
});

describe('several grounds at once', () => {
  const decided = (found: Parameters<typeof recommendedWith>[0]) =>
    breaks(recommendedWith(found), act('decide'));

  it('are two different acts, those of both measures taken together [M1-16] [I-5]', () => {
    expect([
      decided({ found: { grounds: ['M1-7-2', 'M2-5-1'] } }),
      decided({ found: { grounds: ['M2-5-1'] } }),
    ]).toStrictEqual([['aggravation-not-applied'], []]);
  });

  it('are one where the report says that one act meets them [M1-16] [I-5]', () => {
    const grounds = ['M1-7-2' as const, 'M2-5-1' as const];
    const conducts = [{ id: 'c1', facts: '拖延审批。', grounds }];
    expect(decided({ found: { grounds, conducts } })).toStrictEqual([]);
  });
});

describe('two times within one year', () => {
  it('are two earlier ones, the decision being made not included [M1-16] [I-3]', () => {
    const once = known({ priors: ['2015-03-10'] });
    const twice = known({ priors: ['2015-03-10', '2015-05-10'] });
    expect([
      breaks(upTo('recommend'), act('decide'), once),
      breaks(upTo('recommend'), act('decide'), twice),
      breaks(upTo('recommend'), act('decide', { adjustment: 'heavier' }), twice),
    ]).toStrictEqual([[], ['aggravation-not-applied'], []]);
  });

  it('count from a day of the year before: effective on 2015-03-10 a decision counts on 2016-03-10 and not on 2016-03-11 [M1-16] [I-1]', () => {
    expect([
      oneYearWindow('2016-03-10').from <= '2015-03-10',
      oneYearWindow('2016-03-11').from <= '2015-03-10',
      oneYearWindow('2016-02-29').from,
    ]).toStrictEqual([true, false, '2015-03-01']);
  });

  it('do not count the decision that is replaced, for the matter is one time [M1-16] [I-20]', () => {
    const two = known({ priors: ['2015-03-10', '2015-09-30'] });
    const own = {
      ...two,
      priors: {
        asOf: undefined,
        sanctions: two.priors!.sanctions.map((prior, index) =>
          index === 1 ? { ...prior, caseId: 'C-1', decisionId: 'D-1' } : prior,
        ),
      },
    };
    const again = act('decide', { on: '2015-10-20', decisionId: 'D-2', replaces: 'D-1' });
    expect([
      breaks(upTo('decide'), again, own),
      breaks(upTo('decide'), act('decide', { ...again.body, adjustment: 'heavier' }), two),
    ]).toStrictEqual([[], []]);
  });
});

describe('pleading for a subject', () => {
  it('is recorded from the first time on, with who, for whom, to whom and how [M1-16]', () => {
    given(...upTo('initiate'))
      .when(act('record-intervention'))
      .thenRegular();
    expect(
      ['pleader', 'subjectId', 'contacted', 'channel', 'content', 'recordedBy', 'on'].filter(
        (field) => refusedAt('record-intervention', { [field]: undefined }).length === 0,
      ),
    ).toStrictEqual([]);
  });

  it('is told of by a description where nobody knows who it was, and by nobody where nothing is known [M1-16] [I-35]', () => {
    expect([
      refusedAt('record-intervention', { pleader: { description: '自称老同事的来电人' } }),
      refusedAt('record-intervention', { pleader: { post: '不详' } }),
    ]).toStrictEqual([[], ['pleader']]);
  });

  it('is looked for before report, decision and answer to an appeal where the policy asks for a zero report [M1-16] [I-16]', () => {
    const asked = known({ policy: { zeroReport: true } });
    const declared = (stage: 'report' | 'decision' | 'appeal') =>
      act('declare-interventions', { stage });
    for (const [stage, command] of [
      ['report', act('file-report')],
      ['decision', act('decide')],
      ['appeal', act('decide-appeal')],
    ] as const) {
      const history = before(command.act);
      expect([
        breaks(history, command, asked),
        breaks([...history, declared(stage)], command, asked),
        breaks(history, command),
      ]).toStrictEqual([['interventions-not-declared'], [], []]);
    }
  });

  it('is not denied where the log of the case tells of it [M1-16] [I-16]', () => {
    const pleaded = [...upTo('initiate'), act('record-intervention')];
    expect([
      breaks(pleaded, act('declare-interventions', { none: true })),
      breaks(pleaded, act('declare-interventions', { none: false })),
    ]).toStrictEqual([['declared-none-though-logged'], []]);
  });
});
