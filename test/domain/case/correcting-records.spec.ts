// A record that says something else than it should is corrected in its letter, field by field
// (REGULATION.md, "Correction"); what changes by a decision alone, and what it is about, is not.
import type { CaseCommand, CommandBody } from '../../../src/domain/case/acts.js';
import { caseAfter, given, recorded, refusedAt } from '../../support/given.js';
import { act, acts, eventIdAt, finding, placeIn, upTo } from '../../support/office.js';

const digest = acts.evidence.digest;

const corrected = (changed: Partial<CommandBody<'correct-record'>>) =>
  act('correct-record', changed);
const voided = (place: number) => act('void-record', { eventId: eventIdAt(place) });

describe('correcting a record', () => {
  const accepted = given(...upTo('accept'));

  it('records the field, what it said and what it says', () => {
    accepted
      .when(act('correct-record'))
      .then({ type: 'RecordCorrected', data: acts['correct-record'] });
  });

  it('is read wherever the record is, and the event stays as it was', () => {
    const state = caseAfter(...upTo('accept'), act('correct-record'));
    expect(state.registration.summary).toBe('反映虚构局审批拖延三个月。');
    expect(state.registration.at).not.toHaveProperty('recordedOn');
    expect(state.corrections).toMatchObject([{ from: '反映虚构局审批拖延。' }]);
    expect(recorded([...upTo('accept'), act('correct-record')])[0]).toStrictEqual({
      type: 'CaseRegistered',
      data: acts.register,
    });
  });

  it('says nothing new where the field says so already', () => {
    given(...upTo('accept'), act('correct-record'))
      .when(act('correct-record'))
      .thenNothing();
    accepted.when(corrected({ from: '另一个说法', to: '反映虚构局审批拖延。' })).thenNothing();
  });

  it('refuses a field that says something else than it is said to say', () => {
    accepted.when(corrected({ from: '另一个说法' })).thenImpossible('from');
    accepted.when(corrected({ from: null })).thenImpossible('from');
  });

  it('corrects twice: the second one from what the first one left', () => {
    const first = act('correct-record');
    const second = corrected({ from: first.body.to, to: '反映虚构局审批拖延四个月。' });
    given(...upTo('accept'), first)
      .when(second)
      .thenNoticed();
    given(...upTo('accept'), first)
      .when(corrected({ to: '反映虚构局审批拖延四个月。' }))
      .thenImpossible('from');
    expect(caseAfter(...upTo('accept'), first, second).registration.summary).toBe(
      '反映虚构局审批拖延四个月。',
    );
  });

  it('reaches into lists by their places, and to fields beside others', () => {
    const report = placeIn(upTo('file-report'), 'file-report');
    const facts1 = corrected({
      eventId: eventIdAt(report),
      field: '/findings/0/facts',
      from: finding.facts,
      to: '无正当理由拖延审批四个月。',
    });
    given(...upTo('file-report'))
      .when(facts1)
      .thenNoticed();
    expect(caseAfter(...upTo('file-report'), facts1).reports[0]?.findings).toStrictEqual([
      { ...finding, facts: '无正当理由拖延审批四个月。' },
    ]);
    given(...upTo('file-report'))
      .when(
        corrected({
          eventId: eventIdAt(report),
          field: '/authors/0/name',
          from: '丙某',
          to: '丙某某',
        }),
      )
      .thenNoticed();
  });

  it('takes null for what is not there, on both sides', () => {
    const added = corrected({ field: '/channel', from: null, to: 'letter' });
    accepted.when(added).thenNoticed();
    expect(caseAfter(...upTo('accept'), added).registration.channel).toBe('letter');
    const removed = corrected({ field: '/channel', from: 'letter', to: null });
    given(...upTo('accept'), added)
      .when(removed)
      .thenNoticed();
    expect(caseAfter(...upTo('accept'), added, removed).registration).not.toHaveProperty('channel');
    accepted.when(corrected({ field: '/channel', from: null, to: null })).thenNothing();
  });

  it.each([
    ['a field that the record does not have', '/mood', 'to'],
    ['a field inside a text', '/summary/0', 'field'],
    ['a field inside what is not there', '/suspectedGrounds/0', 'field'],
    ['a place after the last one of a list', '/subjects/7', 'field'],
  ] as const)('refuses %s', (_, field, path) => {
    accepted.when(corrected({ field, from: null })).thenImpossible(path);
  });

  it('refuses a place in a list that is not there: it would change nothing', () => {
    const copied = [...upTo('decide'), act('issue-letter', { copyTo: ['虚构局'] })];
    const letter = { eventId: eventIdAt(copied.length - 1), from: null, to: '虚构市委' };
    for (const place of ['1', '7', '-', '00', 'length'])
      given(...copied)
        .when(corrected({ ...letter, field: `/copyTo/${place}` }))
        .thenImpossible('field');
    given(...copied)
      .when(corrected({ ...letter, field: '/copyTo/0', from: '虚构局' }))
      .thenNoticed();
    given(...copied)
      .when(
        corrected({ ...letter, field: '/copyTo', from: ['虚构局'], to: ['虚构局', '虚构市委'] }),
      )
      .thenNoticed();
  });

  it.each([
    ['a text where a code is expected', '/channel', 'pigeon'],
    ['a number where a text is', '/summary', 7],
    ['nothing where something must be', '/summary', null],
  ] as const)('refuses %s', (_, field, to) => {
    const from = field === '/summary' ? acts.register.summary : null;
    accepted.when(corrected({ field, from, to })).thenImpossible('to');
  });

  const substance: readonly (readonly [string, CaseCommand['act'], string, unknown, unknown])[] = [
    ['the grounds of a report', 'file-report', '/findings/0/grounds/0', 'M2-5-1', 'M2-5-2'],
    ['the severity of a report', 'file-report', '/findings/0/severity', 'minor', 'serious'],
    ['what was recommended', 'recommend', '/recommendations/0/accountable', true, false],
    [
      'the methods recommended',
      'recommend',
      '/recommendations/0/methods/0',
      'circulated-criticism',
      'removal',
    ],
    ['whether anybody was held to account', 'decide', '/accountable', true, false],
    ['the methods', 'decide', '/methods', ['circulated-criticism'], ['removal']],
    ['the adjustment', 'decide', '/adjustment', 'none', 'lighter'],
    ['the grounds', 'decide', '/grounds/0', 'M2-5-1', 'M2-5-2'],
    ['the severity', 'decide', '/severity', 'minor', 'serious'],
    ['the day a decision takes effect', 'decide', '/effectiveOn', '2015-09-30', '2015-10-01'],
    ['the publication decided', 'decide', '/publicationScopes', null, ['society']],
    ['the priors', 'decide', '/priors', [], ['D-9']],
    ['the frame', 'decide', '/frame/baseBand', 'minor', 'serious'],
    ['the outcome of an appeal', 'decide-appeal', '/outcome', 'upheld', 'revoked'],
  ];
  it.each(substance)('refuses %s: it changes by a decision alone', (_, name, field, from, to) => {
    const history = upTo('decide-appeal');
    given(...history)
      .when(
        corrected({
          eventId: eventIdAt(placeIn(history, name)),
          field,
          evidence: digest,
          ...({ from, to } as Pick<CommandBody<'correct-record'>, 'from' | 'to'>),
        }),
      )
      .thenImpossible('field');
  });

  it('corrects the letter of a decision: its reasons, its facts, who decided, its day', () => {
    const history = upTo('decide');
    const decision = { eventId: eventIdAt(placeIn(history, 'decide')) };
    const when = (changed: Partial<CommandBody<'correct-record'>>) =>
      given(...history).when(corrected({ ...decision, ...changed }));
    when({ field: '/reasons', from: acts.decide.reasons, to: '事实清楚。' }).thenNoticed();
    when({ field: '/facts', from: finding.facts, to: '拖延审批四个月。' }).thenNoticed();
    when({ field: '/decidedBy/0/name', from: '己某', to: '己某某' }).thenNoticed();
    when({ field: '/on', from: '2015-09-30', to: '2015-09-29', evidence: digest }).thenNoticed();
  });

  const names: readonly (readonly [string, CaseCommand['act'], string, string, string])[] = [
    ['the person of a subject', 'register', '/subjects/0/personId', 'jia', 'yi'],
    ['the receiving organ', 'register', '/receivedBy', 'commission', 'organization'],
    ['the organ that decided', 'decide', '/organId', 'commission', 'committee'],
    ['the subject decided on', 'decide', '/subjectId', 's1', 's2'],
    ['the decision of a letter', 'issue-letter', '/decisionId', 'D-1', 'D-2'],
    ['where an appeal goes', 'issue-letter', '/appealTo', 'commission', 'committee'],
    ['the material', 'evidence', '/digest', digest, `sha-256:${'b'.repeat(64)}`],
    ['the investigator', 'initiate', '/investigators/0/personId', 'inv-1', 'inv-2'],
  ];
  it.each(names)(
    'refuses %s: a record about the wrong one is voided',
    (_, name, field, from, to) => {
      const history = upTo('issue-letter');
      given(...history)
        .when(corrected({ eventId: eventIdAt(placeIn(history, name)), field, from, to }))
        .thenImpossible('field');
    },
  );

  it('corrects who received a letter, which is a name and no organ', () => {
    const history = upTo('record-delivery');
    given(...history)
      .when(
        corrected({
          eventId: eventIdAt(placeIn(history, 'record-delivery')),
          field: '/receivedBy',
          from: '甲某',
          to: '甲某之妻',
        }),
      )
      .thenNoticed();
  });

  it('never corrects what the service put down itself', () => {
    const history = upTo('lodge-appeal');
    const lodged = { eventId: eventIdAt(placeIn(history, 'lodge-appeal')), evidence: digest };
    given(...history)
      .when(corrected({ ...lodged, field: '/late', from: false, to: true }))
      .thenImpossible('field');
    given(...history)
      .when(corrected({ ...lodged, field: '/appealUntil', from: '2015-10-27', to: '2015-11-27' }))
      .thenImpossible('field');
  });

  it('never reaches what is sealed', () => {
    const sealed = {
      sealed: {
        alg: 'A256GCM' as const,
        keyId: 'k'.repeat(22),
        nonce: 'n'.repeat(16),
        ciphertext: 'c'.repeat(30),
      },
    };
    const history = [
      act('register', { reporter: { mode: 'confidential', name: sealed } }),
      {
        act: 'evidence' as const,
        body: { on: '2015-09-02', sealed: 'reporter', material: sealed } as const,
      },
    ];
    const when = (changed: Partial<CommandBody<'correct-record'>>) =>
      given(...history).when(corrected(changed));
    when({
      field: '/reporter/name/sealed/keyId',
      from: 'k'.repeat(22),
      to: 'j'.repeat(22),
    }).thenImpossible('field');
    when({ field: '/reporter/name', from: '某人', to: '另一人' }).thenImpossible('from');
    when({ field: '/reporter/contact', from: null, to: '电话' }).thenImpossible('to');
    when({ eventId: eventIdAt(1), field: '/sealed', from: 'reporter', to: null }).thenImpossible(
      'field',
    );
    when({ eventId: eventIdAt(1), field: '/title', from: null, to: '举报信' }).thenImpossible('to');
    when({ field: '/reporter/mode', from: 'confidential', to: 'named' }).thenNoticed();
  });

  it('refuses an event that is not there, or is void', () => {
    accepted.when(corrected({ eventId: eventIdAt(99) })).thenImpossible('eventId');
    given(...upTo('initiate'), voided(2))
      .when(corrected({ eventId: eventIdAt(2), field: '/investigators/0/name' }))
      .thenImpossible('eventId');
  });

  it('refuses to correct a correction or a voiding: those are voided', () => {
    given(...upTo('accept'), act('correct-record'))
      .when(
        corrected({
          eventId: eventIdAt(2),
          field: '/reasons',
          from: '摘要漏字。',
          to: '摘要有误。',
        }),
      )
      .thenImpossible('eventId');
    given(...upTo('initiate'), voided(2))
      .when(
        corrected({
          eventId: eventIdAt(3),
          field: '/reasons',
          from: '登记到了其他案件。',
          to: '重复登记。',
        }),
      )
      .thenImpossible('eventId');
  });

  it.each<[string, Record<string, unknown>, string[]]>([
    ['a field that is no pointer', { field: 'summary' }, ['field']],
    ['the whole record', { field: '' }, ['field']],
    ['an empty name in a pointer', { field: '/findings//facts' }, ['field']],
    ['a wrong escape', { field: '/a~2b' }, ['field']],
    ['a record in place of a value', { to: { name: '甲某' } }, ['to']],
    ['no reasons', { reasons: undefined }, ['reasons']],
    ['an event without an id', { eventId: 'E-1' }, ['eventId']],
  ])('does not let in %s', (_, changed, paths) => {
    expect(refusedAt('correct-record', changed)).toStrictEqual(paths);
  });
});
