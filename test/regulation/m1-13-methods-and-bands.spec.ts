import {
  bandCodes,
  methodCodes,
  methods,
  methodsForTeam,
} from '../../src/domain/regulation/methods.js';
import { decisionFrame } from '../../src/domain/regulation/frame.js';
import { defaultPolicy } from '../../src/domain/regulation/policy.js';
import { given } from '../support/given.js';
import { upTo } from '../support/office.js';
import {
  act,
  breaks,
  decidedBy,
  duties,
  meeting,
  notices,
  recommendation,
  recommendedOnTeam,
  recommendedWith,
} from './the-city.js';

const collectively = { organId: 'committee', meeting } as const;

describe('the methods of holding to account', () => {
  it('follow the severity that is found: lighter ones are too light for it, heavier ones too heavy [M1-13] [M1-14]', () => {
    for (const severity of bandCodes) {
      const recommended = recommendedWith({
        found: { severity, severityReasons: '群众反映和影响各有虚构材料。' },
      });
      const found = methodCodes.map((method) => {
        const heavy = methods.find(({ code }) => code === method)!.band !== 'minor';
        return breaks(
          recommended,
          act('decide', { methods: [method], ...(heavy && collectively) }),
        );
      });
      const band = bandCodes.indexOf(severity);
      const expected = methods.map((method) => {
        const difference = bandCodes.indexOf(method.band) - band;
        if (difference === 0) return [];
        return [difference < 0 ? 'lighter-than-frame' : 'heavier-than-frame'];
      });
      expect([severity, found]).toStrictEqual([severity, expected]);
    }
  });

  it('may be combined, and the heaviest decides band and authority [M1-14] [I-18]', () => {
    const serious = recommendedWith({ found: { severity: 'serious' } });
    const combined = { methods: ['admonishing-talk', 'suspension'] as const };
    expect([
      breaks(serious, act('decide', { ...collectively, methods: [...combined.methods] })),
      breaks(serious, act('decide', { methods: [...combined.methods] })),
    ]).toStrictEqual([[], ['no-collective-meeting', 'organ-without-authority']]);
  });

  it('have no band to be measured by before a severity is found [M1-14]', () => {
    expect(
      breaks(
        upTo('initiate'),
        act('decide', { grounds: ['M2-5-1'], facts: '拖延。', mitigating: [], aggravating: [] }),
      ),
    ).toStrictEqual([
      'decision-without-recommendation',
      'decision-without-report',
      'severity-not-stated',
    ]);
  });

  it('of the highest band need both the public reaction and the impact, each with its fact [M1-14] [I-31]', () => {
    const decide = act('decide', { ...collectively, methods: ['removal'] });
    const found = { severity: 'severe' as const };
    const severityReasons = '群众反映：虚构联名信；影响：虚构报道。';
    expect([
      notices(recommendedWith({ found }), decide),
      notices(recommendedWith({ found: { ...found, severityReasons } }), decide),
    ]).toStrictEqual([['severe-without-reasons'], []]);
  });

  it('are decided once: a second decision on the same subject has to say that it replaces the first [M1-14] [I-20]', () => {
    const second = act('decide', { on: '2015-10-20', decisionId: 'D-2' });
    expect([
      breaks(upTo('decide'), second),
      breaks(upTo('decide'), act('decide', { ...second.body, replaces: 'D-1' })),
    ]).toStrictEqual([['second-decision'], []]);
  });
});

describe('a leadership team', () => {
  it('receives the first four methods only [M1-13] [M1-14] [M2-2]', () => {
    for (const method of methodCodes) {
      const then = given(...recommendedOnTeam).when(
        act('decide', {
          subjectId: 't1',
          methods: [method],
          ...collectively,
          organId: 'commission',
        }),
      );
      if (methodsForTeam.includes(method)) then.thenRegular();
      else then.thenImpossible('methods');
    }
  });

  it('is always in the lowest band, whatever severity is found [M1-14] [I-27]', () => {
    for (const severity of [undefined, ...bandCodes])
      expect(
        decisionFrame(
          {
            kind: 'team',
            severity,
            grounds: ['M2-4-1'],
            conducts: undefined,
            mitigating: [],
            aggravating: [],
            priorCount: 0,
          },
          defaultPolicy,
        ),
      ).toMatchObject({
        baseBand: 'minor',
        permittedMethods: [{ adjustment: 'none', band: 'minor', methods: methodsForTeam }],
        readings: ['I-18', 'I-27'],
      });
  });

  it('is followed by its members, each with a class of responsibility [M1-14] [M2-2]', () => {
    const found = { subjectId: 's2', facts: '分管不力。', grounds: ['M2-5-1' as const] };
    const member = (responsibility?: 'main-leadership' | 'important-leadership' | 'direct') => [
      ...recommendedOnTeam,
      act('add-subject', {
        subject: { subjectId: 's2', kind: 'person', personId: 'yi', memberOf: 't1' },
      }),
      act('file-report', {
        on: '2015-09-20',
        findings: [
          {
            ...found,
            severity: 'minor',
            mitigating: [],
            aggravating: [],
            ...(responsibility ? { responsibility } : {}),
          },
        ],
      }),
      act('hear-subject', { on: '2015-09-21', subjectId: 's2' }),
      act('recommend', {
        on: '2015-09-22',
        recommendations: [{ ...recommendation, subjectId: 's2' }],
      }),
    ];
    const decide = act('decide', { subjectId: 's2' });
    expect(breaks(member(), decide)).toStrictEqual(['responsibility-class-missing']);
    for (const responsibility of ['main-leadership', 'important-leadership', 'direct'] as const)
      expect(breaks(member(responsibility), decide)).toStrictEqual([]);
  });
});

describe('a suspension', () => {
  const suspended = decidedBy(['suspension']);
  const begins = { on: '2015-10-12', method: 'suspension', result: 'begun' } as const;

  it('has the term that is decided; where none is stated it is looked at after 180 days [M1-13] [I-41]', () => {
    const [withTerm, without] = [
      act('record-execution', { ...begins, until: '2015-12-31' }),
      act('record-execution', begins),
    ];
    expect([notices(suspended, withTerm), notices(suspended, without)]).toStrictEqual([
      [],
      ['suspension-without-term'],
    ]);
    const watched = [withTerm, without].map(
      (execution) => duties('execution', [...suspended, execution])[0]?.watchOn,
    );
    expect(watched).toStrictEqual(['2015-12-31', '2016-04-09']);
  });
});

describe('a resignation taking the blame', () => {
  const decided = decidedBy(['resignation-taking-blame']);
  const refused = act('record-execution', {
    method: 'resignation-taking-blame',
    result: 'refused',
    reasons: '本人不同意。',
  });
  const instead = act('decide', {
    ...collectively,
    on: '2015-10-20',
    decisionId: 'D-2',
    replaces: 'D-1',
    methods: ['ordered-resignation'],
  });

  it('that is refused stays open [M1-13] [I-40]', () => {
    expect(duties('execution', [...decided, refused])).toMatchObject([{ met: undefined }]);
  });

  it('that is refused may give way to ordered resignation or removal, which is no aggravation [M1-13] [I-40]', () => {
    expect([
      breaks([...decided, refused], instead),
      breaks(decided, instead),
      breaks([...decided, refused], act('decide', { ...instead.body, methods: ['demotion'] })),
      breaks(
        [...decided, refused],
        act('decide', { ...instead.body, methods: ['removal', 'demotion'] }),
      ),
    ]).toStrictEqual([[], ['heavier-than-frame'], ['heavier-than-frame'], ['heavier-than-frame']]);
  });

  it('that is refused gives way with the authority that the heavier method needs [M1-13] [I-40]', () => {
    const { meeting: _, ...alone } = instead.body;
    expect(breaks([...decided, refused], { act: 'decide', body: alone })).toStrictEqual([
      'no-collective-meeting',
    ]);
  });
});
