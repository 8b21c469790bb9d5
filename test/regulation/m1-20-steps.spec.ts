import { given } from '../support/given.js';
import { before, upTo, upToWithout } from '../support/office.js';
import { dutyStateOn, lateAfter } from '../../src/domain/case/duty.js';
import {
  act,
  breaks,
  decidedBy,
  duties,
  known,
  meeting,
  owed,
  recommendation,
  recommendedWith,
} from './the-city.js';

const serious = recommendedWith({ found: { severity: 'serious' } });
const collectively = { organId: 'committee', meeting } as const;

describe('the steps of a case', () => {
  it('follow each other, and a step that was left out shows [M1-20] [I-47]', () => {
    expect([
      breaks([act('register')], act('initiate')),
      breaks([act('register'), act('accept')], act('file-report')),
      breaks(upToWithout('hear-subject', 'file-report'), act('recommend')),
      breaks(upToWithout('hear-subject', 'recommend'), act('decide')),
      breaks(upToWithout('recommend', 'file-report'), act('decide', { severity: 'minor' })),
    ]).toStrictEqual([
      ['initiated-without-acceptance'],
      ['report-without-initiation'],
      ['recommendation-without-report'],
      ['decision-without-recommendation'],
      ['decision-without-report', 'no-ground'],
    ]);
  });

  it('follow each other in time [M1-20]', () => {
    expect([
      breaks(before('accept'), act('accept', { on: '2015-08-31' })),
      breaks(before('initiate'), act('initiate', { on: '2015-09-01' })),
      breaks(before('file-report'), act('file-report', { on: '2015-09-04' })),
      breaks(before('decide'), act('decide', { on: '2015-09-14' })),
    ]).toStrictEqual([['before-receipt'], ['out-of-order'], ['out-of-order'], ['out-of-order']]);
  });

  it('are those of the organ that investigates: discipline inspection, or organisation and personnel [M1-20]', () => {
    const initiated = (organId: string) => breaks(before('initiate'), act('initiate', { organId }));
    expect([
      initiated('commission'),
      initiated('personnel'),
      initiated('bureau'),
      breaks(before('file-report'), act('file-report', { organId: 'organization' })),
    ]).toStrictEqual([
      [],
      [],
      ['investigating-organ-without-authority'],
      ['not-the-investigating-organ'],
    ]);
  });

  it('are each owed by the organ whose turn it is, from the day of the step before [M1-20] [I-12]', () => {
    const ofPerson = upTo('decide');
    expect(
      (['intake', 'initiation', 'report', 'recommendation', 'decision'] as const).map((kind) => [
        kind,
        ...owed(kind, ofPerson),
      ]),
    ).toStrictEqual([
      ['intake', { by: 'commission', since: '2015-09-01', met: '2015-09-02' }],
      ['initiation', { by: 'commission', since: '2015-09-02', met: '2015-09-05' }],
      ['report', { by: 'commission', since: '2015-09-05', met: '2015-09-15' }],
      ['recommendation', { by: 'commission', since: '2015-09-15', met: '2015-09-18' }],
      ['decision', { by: 'commission', since: '2015-09-18', met: '2015-09-30' }],
    ]);
  });

  it('have no legal days: supervision looks after those of the policy, and nobody is late [M1-20] [I-12]', () => {
    const [report] = duties('report', upTo('initiate'));
    expect(report).toMatchObject({ dueOn: undefined, watchOn: '2015-10-05' });
    expect(dutyStateOn('2016-12-31', { late: lateAfter(report!), metOn: undefined })).toBe('open');
    const sooner = known({ policy: { undatedDutyWatchDays: 10 } });
    expect(duties('report', upTo('initiate'), sooner)[0]?.watchOn).toBe('2015-09-15');
  });

  it('end where the case is closed, with nothing left open [M1-20]', () => {
    expect([
      breaks(upTo('decide'), act('close')),
      breaks(before('close'), act('close')),
    ]).toStrictEqual([['closed-with-open-duties'], []]);
  });
});

describe('the recommendation', () => {
  it('says whether to hold to account and how, and whose decision it awaits [M1-20]', () => {
    const heavy = act('recommend', {
      recommendations: [{ ...recommendation, methods: ['suspension'] }],
    });
    expect([
      owed('decision', upTo('recommend')),
      owed('decision', [...before('recommend'), heavy]),
    ]).toStrictEqual([
      [{ by: 'commission', since: '2015-09-18', met: undefined }],
      [{ by: 'committee', since: '2015-09-18', met: undefined }],
    ]);
  });
});

describe('deciding on a leading cadre', () => {
  it('by methods 1 to 4 is for the organ that investigated, from suspension on for committee or government collectively [M1-20]', () => {
    expect([
      breaks(upTo('recommend'), act('decide')),
      breaks(upTo('recommend'), act('decide', collectively)),
      breaks(serious, act('decide', { methods: ['suspension'], meeting })),
      breaks(serious, act('decide', { methods: ['suspension'], organId: 'committee' })),
      breaks(serious, act('decide', { methods: ['suspension'], ...collectively })),
      breaks(serious, act('decide', { methods: ['suspension'], organId: 'government', meeting })),
    ]).toStrictEqual([
      [],
      ['organ-without-authority'],
      ['organ-without-authority'],
      ['no-collective-meeting'],
      [],
      [],
    ]);
  });

  it('by transfer is collective like suspension [M1-20] [I-4]', () => {
    const transfer = { methods: ['transfer' as const] };
    expect([
      breaks(serious, act('decide', { ...transfer, organId: 'committee' })),
      breaks(serious, act('decide', { ...transfer, ...collectively })),
    ]).toStrictEqual([['no-collective-meeting'], []]);
  });

  it('not to hold to account needs no meeting, and a reason all the same [M1-20]', () => {
    given(...serious)
      .when(act('decide', { accountable: false, methods: [], reasons: '不构成问责情形。' }))
      .thenRegular();
  });
});

describe('the execution', () => {
  it('of each method is for the organ named in the decision, else for the deciding one [M1-20]', () => {
    const both = { methods: ['suspension' as const, 'circulated-criticism' as const] };
    expect([
      owed('execution', decidedBy(['suspension'])),
      owed('execution', decidedBy([], { ...both, executedBy: 'organization' })),
    ]).toStrictEqual([
      [{ by: 'committee', since: '2015-09-30', met: undefined }],
      [
        { by: 'organization', since: '2015-09-30', met: undefined },
        { by: 'organization', since: '2015-09-30', met: undefined },
      ],
    ]);
  });

  it('is of a method that was decided, and is met when it is done, has ended or cannot be done [M1-20]', () => {
    given(...upTo('decide'))
      .when(act('record-execution', { method: 'removal' }))
      .thenImpossible('method');
    const done = (result: 'begun' | 'done' | 'ended' | 'not-possible' | 'refused') =>
      duties('execution', [...upTo('decide'), act('record-execution', { result })])[0]?.met?.on;
    expect([
      done('done'),
      done('ended'),
      done('begun'),
      done('not-possible'),
      done('refused'),
    ]).toStrictEqual(['2015-10-15', '2015-10-15', undefined, '2015-10-15', undefined]);
  });
});
