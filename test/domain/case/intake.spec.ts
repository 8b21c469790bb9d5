import { given, refusedAt } from '../../support/given.js';
import { act, acts, before, facts, upTo } from '../../support/office.js';

const person = (subjectId: string, personId?: string) => ({
  subjectId,
  kind: 'person' as const,
  ...(personId === undefined ? {} : { personId }),
});
const team = { subjectId: 't1', kind: 'team' as const, organId: 'bureau' };
const sealedName = {
  sealed: {
    alg: 'A256GCM' as const,
    keyId: 'k'.repeat(22),
    nonce: 'n'.repeat(16),
    ciphertext: 'c'.repeat(30),
  },
};

describe('registering a case', () => {
  it('records it as it was received', () => {
    given().when(act('register')).then({ type: 'CaseRegistered', data: acts.register });
  });

  it('records several subjects, a team and somebody not identified yet among them', () => {
    const subjects = [person('s1', 'jia'), person('s2'), team];
    given()
      .when(act('register', { subjects }))
      .then({ type: 'CaseRegistered', data: { ...acts.register, subjects } });
  });

  it('records a reporter whose name is sealed', () => {
    const reporter = { mode: 'confidential' as const, name: sealedName };
    given()
      .when(act('register', { reporter }))
      .then({ type: 'CaseRegistered', data: { ...acts.register, reporter } });
  });

  it('records what was received today', () => {
    given()
      .when(act('register', { receivedOn: '2016-12-31' }), facts({ today: '2016-12-31' }))
      .thenRegular();
  });

  it.each([
    ['receivedOn', { receivedOn: '2017-01-01' }],
    ['conductFrom', { conductFrom: '2017-01-01', conductTo: '2017-01-02' }],
    ['conductTo', { conductFrom: '2016-12-31', conductTo: '2017-01-01' }],
  ])('refuses a date that has not come in Shanghai: %s', (path, dates) => {
    given()
      .when(act('register', dates), facts({ today: '2016-12-31' }))
      .thenImpossible(path);
  });

  it('refuses an id that is in use', () => {
    given(act('register'))
      .when(act('register', { summary: '另一件事。' }))
      .thenImpossible('id');
  });

  it('refuses an organ that is not registered', () => {
    given()
      .when(act('register', { receivedBy: 'nowhere' }))
      .thenUnknown('organ', 'receivedBy');
    given()
      .when(act('register', { subjects: [{ ...team, organId: 'nowhere' }] }))
      .thenUnknown('organ', 'subjects.0.organId');
  });

  it('refuses a person who is not registered', () => {
    given()
      .when(act('register', { subjects: [person('s1', 'jia'), person('s2', 'nobody')] }))
      .thenUnknown('person', 'subjects.1.personId');
  });

  it('refuses two subjects under one number, and one person as two subjects', () => {
    given()
      .when(act('register', { subjects: [person('s1', 'jia'), person('s1', 'yi')] }))
      .thenImpossible('subjects.1.subjectId');
    given()
      .when(act('register', { subjects: [person('s1', 'jia'), person('s2', 'jia')] }))
      .thenImpossible('subjects.1.personId');
  });

  it.each<[string, Record<string, unknown>, string[]]>([
    [
      'an anonymous reporter with a name',
      { reporter: { mode: 'anonymous', name: '某人' } },
      ['reporter.name'],
    ],
    [
      'a reporter with a field of our own',
      { reporter: { mode: 'named', sealed: true } },
      ['reporter.sealed'],
    ],
    [
      'conduct that ends before it begins',
      { conductFrom: '2015-06-02', conductTo: '2015-06-01' },
      ['conductTo'],
    ],
    ['a team with a person', { subjects: [{ ...team, personId: 'jia' }] }, ['subjects.0.personId']],
    [
      'a team of no organ',
      { subjects: [{ subjectId: 't1', kind: 'team' }] },
      ['subjects.0.organId'],
    ],
    ['no subject', { subjects: [] }, ['subjects']],
    ['an unknown clause', { suspectedGrounds: ['M1-7-9', 'M1-7-99'] }, ['suspectedGrounds.1']],
    ['a clause twice', { suspectedGrounds: ['M1-7-9', 'M1-7-9'] }, ['suspectedGrounds']],
    ['an unknown source', { source: 'rumour' }, ['source']],
    ['a date that does not exist', { receivedOn: '2015-02-29' }, ['receivedOn']],
    ['a date before the years of legal dates', { receivedOn: '0215-02-20' }, ['receivedOn']],
    ['an id with a slash', { id: 'C/1' }, ['id']],
    ['an empty summary', { summary: ' \n ' }, ['summary']],
    ['a summary with a control character', { summary: 'a\u0007b' }, ['summary']],
    ['an unknown field', { phase: 'decided' }, ['phase']],
    ['no receiving organ', { receivedBy: undefined }, ['receivedBy']],
  ])('does not let in %s', (_, changed, paths) => {
    expect(refusedAt('register', changed)).toStrictEqual(paths);
  });

  it.each<[string, Record<string, unknown>]>([
    ['nothing but what is needed', {}],
    ['no id of its own', { id: undefined }],
    [
      'an anonymous reporter with a way to reach it',
      { reporter: { mode: 'anonymous', contact: 'a@example.test' } },
    ],
    ['a clause without items', { suspectedGrounds: ['M1-12', 'M2-6-9'] }],
    ['conduct on one day', { conductFrom: '2015-06-01', conductTo: '2015-06-01' }],
  ])('lets in %s', (_, changed) => {
    expect(refusedAt('register', changed)).toStrictEqual([]);
  });
});

describe('accepting a case', () => {
  it('records the organ and the track', () => {
    given(...before('accept'))
      .when(act('accept'))
      .then({ type: 'CaseAccepted', data: acts.accept });
  });

  it('records a track of its own for a subject', () => {
    const tracks = [{ subjectId: 's1', track: 'department-staff' as const }];
    given(...before('accept'))
      .when(act('accept', { tracks }))
      .then({ type: 'CaseAccepted', data: { ...acts.accept, tracks } });
  });

  it('says nothing new when the same organ accepts again in the same words', () => {
    given(...upTo('accept'))
      .when(act('accept'))
      .thenNothing();
  });

  it.each([
    ['another organ', { organId: 'organization' }],
    ['another track', { track: 'department-staff' as const }],
    ['another day', { on: '2015-09-03' }],
  ])('refuses a second acceptance by %s', (_, changed) => {
    given(...upTo('accept'))
      .when(act('accept', changed))
      .thenImpossible('organId');
  });

  it('lets the organ accept to which the whole case was transferred', () => {
    given(...upTo('accept'), act('transfer'))
      .when(act('accept', { on: '2015-09-04', organId: 'organization' }))
      .thenRegular();
  });

  it('keeps its acceptance when one subject only is transferred', () => {
    given(...upTo('accept'), act('transfer', { subjectIds: ['s1'] }))
      .when(act('accept', { on: '2015-09-04', organId: 'organization' }))
      .thenImpossible('organId');
  });

  it('refuses an unknown organ, an unknown subject and a day to come', () => {
    const registered = given(...before('accept'));
    registered.when(act('accept', { organId: 'nowhere' })).thenUnknown('organ', 'organId');
    registered
      .when(act('accept', { tracks: [{ subjectId: 's9', track: 'leading-cadre' }] }))
      .thenImpossible('tracks.0.subjectId');
    registered.when(act('accept'), facts({ today: '2015-09-01' })).thenImpossible('on');
  });

  it('does not let in an unknown track', () => {
    expect(refusedAt('accept', { track: 'ordinary' })).toStrictEqual(['track']);
    expect(refusedAt('accept', { tracks: [{ subjectId: 's1', track: 'x' }] })).toStrictEqual([
      'tracks.0.track',
    ]);
  });
});

describe('declining a case', () => {
  const registered = given(...before('accept'));
  const declined = given(...before('accept'), act('decline'));

  it('records the reasons', () => {
    registered.when(act('decline')).then({ type: 'CaseDeclined', data: acts.decline });
  });

  it('says nothing new when it is declined again in the same words', () => {
    declined.when(act('decline')).thenNothing();
  });

  it('refuses to decline again in other words', () => {
    declined.when(act('decline', { reasons: '另有原因。' })).thenImpossible('');
  });

  it('is open to whoever a case was transferred to, also where the former holder had begun', () => {
    given(...upTo('initiate'), act('transfer'))
      .when(act('decline', { on: '2015-09-06', organId: 'organization' }))
      .thenRegular();
  });

  it('names the case it duplicates, which is another one and there', () => {
    registered.when(act('decline', { duplicateOf: 'C-1' })).thenImpossible('duplicateOf');
    registered.when(act('decline', { duplicateOf: 'C-2' })).thenUnknown('case', 'duplicateOf');
    registered
      .when(act('decline', { duplicateOf: 'C-2' }), { ...facts(), cases: new Set(['C-2']) })
      .thenRegular();
  });

  it('refuses to decline what was accepted or closed', () => {
    given(...upTo('accept'))
      .when(act('decline'))
      .thenImpossible('');
    given(...before('accept'), act('close'))
      .when(act('decline'))
      .thenImpossible('');
  });

  it('refuses an unknown organ and a day to come', () => {
    registered.when(act('decline', { organId: 'nowhere' })).thenUnknown('organ', 'organId');
    registered.when(act('decline'), facts({ today: '2015-09-01' })).thenImpossible('on');
  });

  it('leaves evidence and interventions open, and refuses every other act', () => {
    declined.when(act('evidence')).thenRegular();
    declined.when(act('record-intervention')).thenRegular();
    declined.when(act('accept')).thenImpossible('');
    declined.when(act('initiate')).thenImpossible('');
    declined.when(act('transfer')).thenImpossible('');
    declined.when(act('close')).thenImpossible('');
  });

  it('can be taken back by reopening', () => {
    given(...before('accept'), act('decline'), act('reopen'))
      .when(act('accept'))
      .thenRegular();
  });
});

describe('transferring a case', () => {
  const accepted = given(...upTo('accept'));

  it('records both organs and the reasons', () => {
    accepted.when(act('transfer')).then({ type: 'CaseTransferred', data: acts.transfer });
  });

  it('records which subjects and what becomes of directives', () => {
    const changed = { subjectIds: ['s1'], directives: 'return' as const };
    accepted
      .when(act('transfer', changed))
      .then({ type: 'CaseTransferred', data: { ...acts.transfer, ...changed } });
  });

  it('refuses a transfer to the organ that has it', () => {
    accepted.when(act('transfer', { toOrganId: 'commission' })).thenImpossible('toOrganId');
  });

  it('refuses unknown organs and subjects, and a day to come', () => {
    accepted.when(act('transfer', { fromOrganId: 'nowhere' })).thenUnknown('organ', 'fromOrganId');
    accepted.when(act('transfer', { toOrganId: 'nowhere' })).thenUnknown('organ', 'toOrganId');
    accepted.when(act('transfer', { subjectIds: ['s1', 's9'] })).thenImpossible('subjectIds.1');
    accepted.when(act('transfer'), facts({ today: '2015-09-02' })).thenImpossible('on');
  });

  it('does not let in a transfer of no subject', () => {
    expect(refusedAt('transfer', { subjectIds: [] })).toStrictEqual(['subjectIds']);
  });
});

describe('adding evidence', () => {
  it('records title and digest', () => {
    given(...before('evidence'))
      .when(act('evidence'))
      .then({ type: 'EvidenceAdded', data: acts.evidence });
  });

  it('records sealed material with nothing of it in clear', () => {
    const body = { on: acts.evidence.on, material: sealedName, sealed: 'reporter' as const };
    given(...before('evidence'))
      .when({ act: 'evidence', body })
      .then({ type: 'EvidenceAdded', data: body });
  });

  it('records the same material again: it may have come twice', () => {
    given(...upTo('evidence'))
      .when(act('evidence'))
      .thenRegular();
  });

  it('refuses a day to come', () => {
    given(...before('evidence'))
      .when(act('evidence'), facts({ today: '2015-09-07' }))
      .thenImpossible('on');
  });

  it.each<[string, Record<string, unknown>, string[]]>([
    ['a digest of another kind', { digest: `md5:${'a'.repeat(32)}` }, ['digest']],
    ['a digest in capitals', { digest: `sha-256:${'A'.repeat(64)}` }, ['digest']],
    ['a negative size', { size: -1 }, ['size']],
    ['half a byte', { size: 0.5 }, ['size']],
    ['a seal for somebody else', { sealed: 'witness' }, ['sealed']],
    ['a title over two lines beyond a form feed', { title: 'a\fb' }, ['title']],
  ])('does not let in %s', (_, changed, paths) => {
    expect(refusedAt('evidence', changed)).toStrictEqual(paths);
  });
});
