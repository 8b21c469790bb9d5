import { phaseOf } from '../../../src/domain/case/state.js';
import { caseAfter, given, refusedAt } from '../../support/given.js';
import { act, acts, facts, standingAt, upTo } from '../../support/office.js';

const team = { subjectId: 't1', kind: 'team' as const, organId: 'bureau' };
const unknown = { subjectId: 's2', kind: 'person' as const };
const withTeam = act('register', { subjects: [...acts.register.subjects, team] });

describe('adding a subject', () => {
  const initiated = given(...upTo('initiate'));
  const added = (subject: (typeof acts)['add-subject']['subject'] | object) =>
    act('add-subject', { subject: { ...acts['add-subject'].subject, ...subject } });

  it('records whom the investigation found', () => {
    initiated.when(act('add-subject')).then({ type: 'SubjectAdded', data: acts['add-subject'] });
    expect(caseAfter(...upTo('initiate'), act('add-subject')).subjects).toStrictEqual([
      ...acts.register.subjects,
      {
        ...acts['add-subject'].subject,
        added: standingAt(3),
        addedOn: '2015-09-10',
      },
    ]);
  });

  it('records a team, a member of a team, and somebody not identified yet', () => {
    initiated.when(act('add-subject', { subject: team })).thenRegular();
    initiated.when(act('add-subject', { subject: unknown })).thenRegular();
    given(withTeam)
      .when(added({ memberOf: 't1' }))
      .thenRegular();
  });

  it('says nothing new when the same subject is added again', () => {
    given(...upTo('initiate'), act('add-subject'))
      .when(act('add-subject', { on: '2015-09-12', reasons: '再次发现。' }))
      .thenNothing();
  });

  it('refuses a number in use, and a person who is a subject already', () => {
    initiated.when(added({ subjectId: 's1' })).thenImpossible('subject.subjectId');
    initiated.when(added({ personId: 'jia' })).thenImpossible('subject.personId');
    given(...upTo('initiate'), act('add-subject'))
      .when(added({ subjectId: 's3' }))
      .thenImpossible('subject.personId');
  });

  it('refuses a member of what is no team, or not there', () => {
    initiated.when(added({ memberOf: 's1' })).thenImpossible('subject.memberOf');
    initiated.when(added({ memberOf: 't1' })).thenImpossible('subject.memberOf');
  });

  it('refuses who is not registered, and a day to come', () => {
    initiated.when(added({ personId: 'nobody' })).thenUnknown('person', 'subject.personId');
    initiated.when(added({ organId: 'nowhere' })).thenUnknown('organ', 'subject.organId');
    initiated.when(act('add-subject'), facts({ today: '2015-09-09' })).thenImpossible('on');
  });

  it('is irregular on a day before the case was received', () => {
    initiated.when(act('add-subject', { on: '2015-08-31' })).thenIrregular('before-receipt');
  });

  it.each<[string, object, string[]]>([
    ['a team with a person', { ...team, personId: 'jia' }, ['subject.personId']],
    ['a team without a unit', { subjectId: 't1', kind: 'team' }, ['subject.organId']],
    ['a team that is member of a team', { ...team, memberOf: 't2' }, ['subject.memberOf']],
  ])('does not let in %s', (_, subject, paths) => {
    expect(refusedAt('add-subject', { subject })).toStrictEqual(paths);
  });

  it('asks for a decision on this subject too', () => {
    expect(phaseOf(caseAfter(...upTo('decide'), act('add-subject')))).toBe('reported');
  });
});

describe('identifying a subject', () => {
  const history = [act('register', { subjects: [...acts.register.subjects, unknown] })];
  const unidentified = given(...history);

  it('records who it is, and by what', () => {
    unidentified
      .when(act('identify-subject'))
      .then({ type: 'SubjectIdentified', data: acts['identify-subject'] });
    expect(caseAfter(...history, act('identify-subject')).subjects[1]).toStrictEqual({
      ...unknown,
      personId: 'yi',
      identified: { on: '2015-09-10', at: standingAt(1) },
    });
  });

  it('says nothing new when it is so already', () => {
    given(...history, act('identify-subject'))
      .when(act('identify-subject', { basis: '本人承认。' }))
      .thenNothing();
  });

  it('refuses another person than the one identified, until that is void', () => {
    const wrong = [...history, act('identify-subject', { personId: 'staff' })];
    given(...wrong)
      .when(act('identify-subject'))
      .thenImpossible('personId');
    given(...wrong, act('void-record'))
      .when(act('identify-subject'))
      .thenRegular();
  });

  it('refuses a team, another subject’s person, and who is not there', () => {
    given(withTeam)
      .when(act('identify-subject', { subjectId: 't1' }))
      .thenImpossible('subjectId');
    unidentified.when(act('identify-subject', { personId: 'jia' })).thenImpossible('personId');
    unidentified
      .when(act('identify-subject', { personId: 'nobody' }))
      .thenUnknown('person', 'personId');
    unidentified.when(act('identify-subject', { subjectId: 's9' })).thenImpossible('subjectId');
    unidentified.when(act('identify-subject'), facts({ today: '2015-09-09' })).thenImpossible('on');
  });
});

describe('ending the case for one subject', () => {
  const initiated = given(...upTo('initiate'));
  const ended = [...upTo('recommend'), act('end-for-subject')];

  it('records why, and that the subject ended', () => {
    initiated
      .when(act('end-for-subject'))
      .then({ type: 'SubjectEnded', data: acts['end-for-subject'] });
    expect(caseAfter(...ended).subjects[0]?.ended).toMatchObject(acts['end-for-subject']);
  });

  it('names the case that it was merged into, and no other case', () => {
    const merged = act('end-for-subject', { reason: 'merged', caseId: 'C-2' });
    initiated.when(merged, { ...facts(), cases: new Set(['C-2']) }).thenRegular();
    initiated.when(merged).thenUnknown('case', 'caseId');
    initiated
      .when(act('end-for-subject', { reason: 'merged', caseId: 'C-1' }))
      .thenImpossible('caseId');
    expect(refusedAt('end-for-subject', { reason: 'merged' })).toStrictEqual(['caseId']);
    expect(refusedAt('end-for-subject', { caseId: 'C-2' })).toStrictEqual(['caseId']);
  });

  it('says nothing new in the same words, and refuses other words', () => {
    given(...ended)
      .when(act('end-for-subject'))
      .thenNothing();
    given(...ended)
      .when(act('end-for-subject', { reason: 'mistaken' }))
      .thenImpossible('subjectId');
  });

  it('refuses who is no subject, and a day to come', () => {
    initiated.when(act('end-for-subject', { subjectId: 's9' })).thenImpossible('subjectId');
    initiated.when(act('end-for-subject'), facts({ today: '2015-09-19' })).thenImpossible('on');
  });

  it('is irregular to go on after: to recommend, direct, propose or decide', () => {
    const over = given(...ended);
    over.when(act('recommend')).thenIrregular('subject-ended');
    over.when(act('issue-directive')).thenIrregular('subject-ended');
    over
      .when(act('forward-proposal', { toOrganId: 'committee' }))
      .thenIrregular('subject-ended', 'proposal-off-track');
    over.when(act('decide')).thenIrregular('subject-ended');
    over.when(act('decide', { accountable: false, methods: [] })).thenIrregular('subject-ended');
  });

  it('does not keep a near relative from appealing a decision already made (I-42)', () => {
    given(...upTo('record-delivery'), act('end-for-subject'))
      .when(act('lodge-appeal', { lodgedBy: { name: '卯某', capacity: 'near-relative' } }))
      .thenNoticed();
    given(...upTo('record-delivery'), act('end-for-subject', { reason: 'left-scope' }))
      .when(act('lodge-appeal', { lodgedBy: { name: '卯某', capacity: 'near-relative' } }))
      .thenNoticed('relative-without-cause');
  });

  it('leaves the case decided once the others are', () => {
    const two = act('register', {
      subjects: [...acts.register.subjects, { ...unknown, personId: 'yi' }],
    });
    const history = [two, ...upTo('decide').slice(1)];
    expect(phaseOf(caseAfter(...history))).toBe('reported');
    expect(phaseOf(caseAfter(...history, act('end-for-subject', { subjectId: 's2' })))).toBe(
      'decided',
    );
  });
});
