import { given } from '../support/given.js';
import { upTo } from '../support/office.js';
import { act, breaks, caseOf, finding, known, notices, recommendedWith } from './the-city.js';

/** Somebody whom a ministry manages: organs here can only propose. */
const stationed = recommendedWith({
  personId: 'stationed',
  accepted: { track: 'proposal-only' },
});

describe('staff of units that the city does not manage', () => {
  it('are not decided on here: organs of the city only propose [M1-2]', () => {
    given(...stationed)
      .when(act('decide'))
      .thenImpossible('organId');
    given(...stationed)
      .when(act('forward-proposal', { on: '2015-09-25' }))
      .thenRegular();
  });

  it('are decided on by the appointing organ, whether it decides here or its outcome comes back [M1-2]', () => {
    given(...stationed)
      .when(act('decide', { organId: 'ministry' }))
      .thenRegular();
    given(...stationed, act('forward-proposal', { on: '2015-09-25' }))
      .when(act('record-external-outcome'))
      .thenRegular();
  });

  it('are proposed to the organ that appoints them, and no other organ decides [M1-2]', () => {
    expect([
      breaks(stationed, act('forward-proposal', { on: '2015-09-25', toOrganId: 'committee' })),
      breaks(stationed, act('record-external-outcome', { organId: 'committee' })),
    ]).toStrictEqual([['proposal-to-other-organ'], ['outcome-by-other-organ']]);
  });

  it('are the only ones about whom it is proposed [M1-2]', () => {
    const proposal = act('forward-proposal', { on: '2015-09-25', toOrganId: 'committee' });
    const outcome = act('record-external-outcome', { organId: 'committee' });
    expect([breaks(upTo('recommend'), proposal), breaks(upTo('recommend'), outcome)]).toStrictEqual(
      [['proposal-off-track'], ['proposal-off-track']],
    );
  });

  it('have one outcome, which the appointing organ may revise, and no decision beside it [M1-2] [I-20]', () => {
    const answered = [...stationed, act('record-external-outcome')];
    const revised = act('record-external-outcome', { reference: '虚构部人〔2015〕2号' });
    const beside = act('decide', { on: '2015-10-20', organId: 'ministry' });
    expect([breaks(answered, revised), breaks(answered, beside)]).toStrictEqual([
      [],
      ['second-decision'],
    ]);
  });
});

describe('the subjects of a case', () => {
  it('are persons and leadership teams, also found only by the investigation and added then [M1-2]', () => {
    const found = [
      ...upTo('initiate'),
      act('add-subject'),
      act('add-subject', {
        subject: { subjectId: 't1', kind: 'team', organId: 'bureau' },
      }),
    ];
    expect(caseOf(found).subjects.map(({ subjectId, kind }) => [subjectId, kind])).toStrictEqual([
      ['s1', 'person'],
      ['s2', 'person'],
      ['t1', 'team'],
    ]);
  });

  it('are held to account once they are known by name [M1-2] [M1-23]', () => {
    const unknown = [
      act('register', { subjects: [{ subjectId: 's1', kind: 'person', organId: 'bureau' }] }),
      ...upTo('recommend').slice(1),
    ];
    expect(breaks(unknown, act('decide'))).toStrictEqual(['subject-not-identified']);
    const named = act('identify-subject', { subjectId: 's1', personId: 'jia' });
    expect(breaks([...unknown, named], act('decide'))).toStrictEqual([]);
  });

  it('are decided on one by one, with the findings on each [M1-2]', () => {
    const two = [
      ...upTo('initiate'),
      act('add-subject'),
      act('file-report', { findings: [finding, { ...finding, subjectId: 's2' }] }),
      act('hear-subject'),
      act('hear-subject', { subjectId: 's2' }),
      act('recommend', {
        recommendations: ['s1', 's2'].map((subjectId) => ({
          subjectId,
          accountable: true,
          methods: ['circulated-criticism' as const],
          reasons: '事实清楚。',
        })),
      }),
      act('decide'),
    ];
    expect(breaks(two, act('decide', { subjectId: 's2', decisionId: 'D-2' }))).toStrictEqual([]);
  });

  it('stay subjects when they retire; with a death the case is over, and a near relative may appeal what was decided before [M1-2] [I-42]', () => {
    const retired = known({
      persons: { jia: { changes: [{ since: '2015-09-20', post: '退休干部' }] } },
    });
    expect(breaks(upTo('recommend'), act('decide'), retired)).toStrictEqual([]);

    const died = act('end-for-subject', { on: '2015-10-13' });
    expect(breaks([...upTo('recommend'), died], act('decide'))).toStrictEqual(['subject-ended']);
    const relative = act('lodge-appeal', {
      lodgedBy: { name: '丑某', capacity: 'near-relative' },
    });
    expect(notices([...upTo('publish'), died], relative)).toStrictEqual([]);
    expect(notices(upTo('publish'), relative)).toStrictEqual(['relative-without-cause']);
  });
});
