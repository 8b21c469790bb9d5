import { appealDecisionDueOn, appealUntil } from '../../src/domain/regulation/periods.js';
import { given, recorded, refusedAt } from '../support/given.js';
import { before, eventIdAt, upTo } from '../support/office.js';
import {
  act,
  breaks,
  caseOf,
  decidedBy,
  duties,
  meeting,
  notices,
  owed,
  recommendedWith,
} from './the-city.js';

/** What is recorded of an appeal about its time. */
const lodged = (changed: Parameters<typeof act<'lodge-appeal'>>[1], history = upTo('publish')) => {
  const event = recorded([...history, act('lodge-appeal', changed)]).at(-1);
  if (event?.type !== 'AppealLodged') throw new Error('the appeal is not recorded');
  return [event.data.late, event.data.appealUntil];
};

describe('the days to appeal', () => {
  it('are 15 after the subject received the letter, a last day that is a rest day moving on [M1-27] [I-10]', () => {
    expect(['2015-10-12', '2015-09-21'].map((on) => appealUntil(on).dueOn)).toStrictEqual([
      '2015-10-27',
      '2015-10-08',
    ]);
    expect([lodged({ on: '2015-10-27' }), lodged({ on: '2015-10-28' })]).toStrictEqual([
      [false, '2015-10-27'],
      [true, '2015-10-27'],
    ]);
  });

  it('are kept by posting the appeal on the last of them, and always before delivery [M1-27] [I-24]', () => {
    expect([
      lodged({ on: '2015-11-02', sentOn: '2015-10-27' }),
      lodged({ on: '2015-11-02', sentOn: '2015-10-28' }),
      lodged({ on: '2015-11-20' }, upTo('issue-letter')),
    ]).toStrictEqual([
      [false, '2015-10-27'],
      [true, '2015-10-27'],
      [false, undefined],
    ]);
  });

  it('bar nobody: a late appeal is recorded, and not admitted or admitted for a reason [M1-27] [I-11]', () => {
    given(...upTo('publish'))
      .when(act('lodge-appeal', { on: '2015-10-29' }))
      .thenRegular();
    const late = [
      ...upTo('publish'),
      act('lodge-appeal', { on: '2015-10-29' }),
      act('assign-appeal-handler', { on: '2015-10-30' }),
    ];
    expect([
      notices(late, act('decide-appeal')),
      notices(late, act('decide-appeal', { outcome: 'not-admitted' })),
    ]).toStrictEqual([['late-appeal-admitted'], []]);
  });
});

describe('whoever appeals', () => {
  const by = (capacity: 'subject' | 'agent' | 'near-relative' | 'unit' | 'other') => [
    ...upTo('publish'),
    act('lodge-appeal', { lodgedBy: { name: '巳某', capacity } }),
    act('assign-appeal-handler'),
  ];

  it('is the subject or acts for the subject; the appeal of a unit or of somebody else is recorded and not admitted [M1-27] [I-24]', () => {
    const answered = (outcome: 'upheld' | 'not-admitted') =>
      (['subject', 'agent', 'near-relative', 'unit', 'other'] as const).map((capacity) =>
        breaks(by(capacity), act('decide-appeal', { outcome })),
      );
    const admitted = ['appeal-by-other-admitted'];
    expect([answered('upheld'), answered('not-admitted')]).toStrictEqual([
      [[], [], [], admitted, admitted],
      [[], [], [], [], []],
    ]);
  });

  it('says why, in writing, and may take the appeal back [M1-27]', () => {
    expect(refusedAt('lodge-appeal', { grounds: undefined })).toStrictEqual(['grounds']);
    expect(
      owed('appeal-decision', [...upTo('lodge-appeal'), act('withdraw-appeal')]),
    ).toMatchObject([{ met: '2015-10-22' }]);
  });

  it('does so once, unless the decision was modified since [M1-27] [I-49]', () => {
    const again = [
      act('lodge-appeal', { on: '2015-11-20', appealId: 'A-2' }),
      act('assign-appeal-handler', { on: '2015-11-20', appealId: 'A-2' }),
    ];
    const answer = act('decide-appeal', { on: '2015-11-25', appealId: 'A-2' });
    const modified = act('decide-appeal', { outcome: 'modified', methods: ['admonishing-talk'] });
    expect([
      breaks([...upTo('decide-appeal'), ...again], answer),
      breaks(
        [...upTo('decide-appeal'), ...again],
        act('decide-appeal', { ...answer.body, outcome: 'not-admitted' }),
      ),
      breaks([...before('decide-appeal'), modified, ...again], answer),
    ]).toStrictEqual([['second-appeal-admitted'], [], []]);
  });
});

describe('the handling of an appeal', () => {
  it('is for others than the original handlers: investigators, recused ones too, authors, whoever approved the start [M1-27] [I-22]', () => {
    const approvedBy = { organId: 'commission', personId: 'approver', name: '卯某' };
    const history = [
      ...recommendedWith({ initiated: { approvedBy } }),
      act('assign-investigators', {
        investigators: [{ personId: 'inv-2', name: '丁某', organId: 'commission' }],
      }),
      act('recuse-investigator', { personId: 'inv-2' }),
      act('file-report', { authors: [{ personId: 'author', name: '午某' }] }),
      ...upTo('lodge-appeal').slice(7),
    ];
    const handledBy = (personId: string) =>
      breaks(history, act('assign-appeal-handler', { handlers: [{ personId, name: '某' }] }));
    const near = ['appeal-handler-not-independent'];
    expect(['inv-1', 'inv-2', 'author', 'approver', 'other-1'].map(handledBy)).toStrictEqual([
      near,
      near,
      near,
      near,
      [],
    ]);
  });

  it('is not that of the members who decide, though one who had investigated is worth a look [M1-27] [I-22]', () => {
    const decidedBy = (personId: string) =>
      notices(
        before('decide-appeal'),
        act('decide-appeal', { decidedBy: [{ personId, name: '某' }] }),
      );
    expect([decidedBy('inv-1'), decidedBy('member')]).toStrictEqual([
      ['appeal-decider-investigated'],
      [],
    ]);
  });

  it('is assigned before the appeal is decided [M1-27]', () => {
    expect(breaks(upTo('lodge-appeal'), act('decide-appeal'))).toStrictEqual([
      'appeal-decided-without-handler',
    ]);
  });
});

describe('the answer to an appeal', () => {
  const answered = before('decide-appeal');

  it('is owed by the deciding organ within 30 days of receipt, and is late after them [M1-27] [I-10]', () => {
    expect([
      appealDecisionDueOn('2015-09-01').dueOn,
      appealDecisionDueOn('2015-10-20').dueOn,
    ]).toStrictEqual(['2015-10-08', '2015-11-19']);
    expect(duties('appeal-decision', upTo('lodge-appeal'))).toMatchObject([
      { organId: 'commission', dueOn: '2015-11-19' },
    ]);
    expect([
      breaks(answered, act('decide-appeal', { on: '2015-11-19' })),
      breaks(answered, act('decide-appeal', { on: '2015-11-20' })),
    ]).toStrictEqual([[], ['appeal-decided-late']]);
  });

  it('is given by the organ that decided [M1-27]', () => {
    expect(breaks(answered, act('decide-appeal', { organId: 'committee' }))).toStrictEqual([
      'appeal-decided-by-other-organ',
    ]);
  });

  it('upholds, modifies or revokes, and the decision stands meanwhile [M1-27]', () => {
    const after = (outcome: 'upheld' | 'modified' | 'revoked') =>
      caseOf([
        ...answered,
        act('decide-appeal', {
          outcome,
          ...(outcome === 'modified' && { methods: ['admonishing-talk' as const] }),
        }),
      ]).decisions[0]?.state;
    expect([
      caseOf(upTo('lodge-appeal')).decisions[0]?.state,
      after('upheld'),
      after('modified'),
      after('revoked'),
    ]).toStrictEqual(['in-force', 'in-force', 'modified', 'revoked']);
    expect(owed('execution', upTo('lodge-appeal'))).toHaveLength(1);
  });

  it('is told in writing to the appellant and to the unit [M1-27] [I-12]', () => {
    expect([
      owed('appeal-notice-appellant', [...upTo('decide-appeal'), act('notify-appeal-outcome')]),
      owed('appeal-notice-unit', [...upTo('decide-appeal'), act('notify-appeal-outcome')]),
    ]).toStrictEqual([
      [{ by: 'commission', since: '2015-11-10', met: '2015-11-11' }],
      [{ by: 'commission', since: '2015-11-10', met: undefined }],
    ]);
  });

  it('makes nothing heavier, nor does a correction made because of it [M1-27] [I-23]', () => {
    const heavier = { outcome: 'modified' as const, methods: ['circulated-criticism' as const] };
    const light = (name: 'decide-appeal' | 'lodge-appeal') =>
      upTo(name)
        .filter((command) => command.act !== 'record-execution')
        .map((command) =>
          command.act === 'decide' ? act('decide', { methods: ['admonishing-talk'] }) : command,
        );
    expect([
      breaks(light('decide-appeal').slice(0, -1), act('decide-appeal', heavier)),
      breaks(light('decide-appeal'), act('correct-decision', heavier)),
      breaks(light('lodge-appeal').slice(0, -1), act('correct-decision', heavier)),
    ]).toStrictEqual([['heavier-on-appeal'], ['heavier-on-correction'], []]);
  });

  it('leaves new facts to a reopened case, with its own report, hearing and decision [M1-27] [I-23]', () => {
    const reopened = upTo('reopen');
    expect(breaks(reopened, act('decide', { on: '2015-12-20', decisionId: 'D-2' }))).toStrictEqual([
      'decision-without-recommendation',
      'decision-without-report',
      'no-ground',
      'severity-not-stated',
    ]);
    const anew = [
      act('initiate', { on: '2015-12-02' }),
      act('file-report', { on: '2015-12-10' }),
      act('hear-subject', { on: '2015-12-11' }),
      act('recommend', { on: '2015-12-12' }),
    ];
    const second = act('decide', { on: '2015-12-20', decisionId: 'D-2' });
    expect(breaks([...reopened, ...anew], second)).toStrictEqual([]);
  });
});

describe('what an appeal or a correction changes', () => {
  const published = upTo('publish');
  const revoked = act('correct-decision');

  it('needs the authority of the resulting methods, and at least that of the organ that decided first [M1-27] [M1-19]', () => {
    const suspended = decidedBy(['suspension']);
    const lighter = {
      outcome: 'modified' as const,
      methods: ['admonishing-talk' as const],
      changes: { severity: 'minor' as const },
    };
    expect([
      breaks(suspended, act('correct-decision', { ...lighter, organId: 'commission', meeting })),
      breaks(suspended, act('correct-decision', { ...lighter, organId: 'committee', meeting })),
      breaks(suspended, act('correct-decision', { ...lighter, organId: 'committee' })),
    ]).toStrictEqual([['organ-without-authority'], [], ['no-collective-meeting']]);
  });

  it('is for no organ beside or below the one that decided first, whatever its methods [M1-27] [M1-19]', () => {
    const revokedBy = (organId: string) => breaks(published, act('correct-decision', { organId }));
    expect([
      revokedBy('commission'),
      revokedBy('organization'),
      revokedBy('countyCommission'),
    ]).toStrictEqual([[], ['organ-without-authority'], ['organ-without-authority']]);
  });

  it('brings the letter and its delivery anew after a modification, and the correction of what was published [M1-27]', () => {
    const modified = [
      ...published,
      act('correct-decision', { outcome: 'modified', methods: ['admonishing-talk'] }),
    ];
    const anew = { by: 'commission', since: '2015-11-20', met: undefined };
    for (const kind of ['letter', 'delivery-subject', 'delivery-unit', 'archive'] as const)
      expect([kind, owed(kind, modified).slice(1)]).toStrictEqual([kind, [anew]]);
    expect(owed('correction', modified)).toStrictEqual([anew]);
  });

  it('is corrected as widely and as long as it was published, and no narrower [M1-27] [M1-26]', () => {
    const ofIt = eventIdAt(published.length - 1);
    const narrower = act('publish', { on: '2015-11-21', kind: 'correction', of: ofIt });
    const system = published.map((command) =>
      command.act === 'publish'
        ? act('publish', { scope: 'system', until: '2016-10-14' })
        : command,
    );
    expect(breaks([...system, revoked], narrower)).toStrictEqual(['correction-narrower']);
    const corrected = (changed: Parameters<typeof act<'publish'>>[1]) =>
      duties('correction', [...system, revoked, act('publish', { ...narrower.body, ...changed })])
        .filter(({ id }) => id.includes('publication'))
        .map(({ met }) => met?.on);
    expect([
      corrected({}),
      corrected({ scope: 'system', until: '2015-12-31' }),
      corrected({ scope: 'system', until: '2016-10-14' }),
      corrected({ scope: 'society' }),
    ]).toStrictEqual([[undefined], [undefined], ['2015-11-21'], ['2015-11-21']]);
  });

  it('is not published as if it stood once it is revoked, and what was filed and carried out is undone [M1-27]', () => {
    const done = [...upTo('record-execution'), revoked];
    expect(breaks(done, act('publish', { on: '2015-11-21' }))).toStrictEqual([
      'published-after-revocation',
    ]);
    const undone = [
      ...done,
      act('archive', { on: '2015-11-21', kind: 'reversal' }),
      act('record-execution', { on: '2015-11-22', result: 'undone' }),
    ];
    expect([
      owed('restoration', done),
      owed('restoration', undone),
      duties('correction', undone).find(({ id }) => id.includes('archive'))?.met?.on,
    ]).toMatchObject([[{ met: undefined }], [{ met: '2015-11-22' }], '2015-11-21']);
  });

  it('is decided by nobody who stands too near, and is said once [M1-27] [M2-3]', () => {
    expect(
      breaks(
        published,
        act('correct-decision', { decidedBy: [{ personId: 'jia', name: '甲某' }] }),
      ),
    ).toStrictEqual(['decider-not-impartial']);
    given(...published, revoked)
      .when(act('correct-decision', { on: '2015-11-21' }))
      .thenImpossible('decisionId');
  });
});
