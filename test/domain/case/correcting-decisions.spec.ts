// A decision found wrong in substance is revoked or modified by a later decision (REGULATION.md,
// "Correction"), with the authority and within the frame of any other.
import type { CommandBody } from '../../../src/domain/case/acts.js';
import { caseAfter, given, refusedAt } from '../../support/given.js';
import {
  act,
  acts,
  eventIdAt,
  facts,
  finding,
  placeIn,
  recommendation,
  upTo,
} from '../../support/office.js';

const meeting = { body: '虚构市委常委会', heldOn: '2015-11-19', reference: '第2号' };

describe('correcting a decision', () => {
  const executed = given(...upTo('record-execution'));
  const modified = (changed: Partial<CommandBody<'correct-decision'>>) =>
    act('correct-decision', { outcome: 'modified', ...changed });

  it('revokes it, and says since when', () => {
    executed
      .when(act('correct-decision'))
      .then({ type: 'DecisionCorrected', data: acts['correct-decision'] });
    expect(caseAfter(...upTo('record-execution'), act('correct-decision')).decisions).toMatchObject(
      [{ state: 'revoked', revokedOn: '2015-11-20', methods: ['circulated-criticism'] }],
    );
  });

  it('modifies it in what is named, and keeps the day it counts from', () => {
    const change = modified({
      changes: {
        methods: ['admonishing-talk'],
        facts: '拖延审批一个月。',
        effectiveOn: '2015-11-25',
      },
    });
    executed.when(change).thenNoticed();
    expect(caseAfter(...upTo('record-execution'), change).decisions).toMatchObject([
      {
        state: 'modified',
        methods: ['admonishing-talk'],
        methodsEver: ['circulated-criticism', 'admonishing-talk'],
        facts: '拖延审批一个月。',
        grounds: ['M2-5-1'],
        effectiveOn: '2015-09-30',
        modifiedEffectiveOn: '2015-11-25',
      },
    ]);
  });

  it('needs the authority that the resulting methods need, the meeting among it', () => {
    const heavy = { changes: { methods: ['suspension' as const], severity: 'serious' as const } };
    executed
      .when(modified(heavy))
      .thenIrregular('organ-without-authority', 'no-collective-meeting');
    executed
      .when(modified({ ...heavy, organId: 'committee' }))
      .thenIrregular('no-collective-meeting');
    executed.when(modified({ ...heavy, organId: 'committee', meeting })).thenNoticed();
  });

  const byCommittee = [
    ...upTo('recommend'),
    act('decide', {
      organId: 'committee',
      severity: 'serious',
      methods: ['suspension'],
      meeting: { ...meeting, heldOn: '2015-09-29' },
    }),
  ];

  it('needs at least the authority of the organ that decided first', () => {
    const lighter = {
      changes: { methods: ['admonishing-talk' as const], severity: 'minor' as const },
    };
    given(...byCommittee)
      .when(modified({ ...lighter, organId: 'commission', meeting }))
      .thenIrregular('organ-without-authority');
    given(...byCommittee)
      .when(modified({ ...lighter, meeting }))
      .thenNoticed();
  });

  it('is not for another organ beside the one that decided, though it could have decided itself', () => {
    const change = modified({ methods: ['admonishing-talk'] });
    executed
      .when({ ...change, body: { ...change.body, organId: 'organization' } })
      .thenIrregular('organ-without-authority');
    executed.when({ ...change, body: { ...change.body, organId: 'commission' } }).thenNoticed();
  });

  it('revokes what the committee decided by the committee in a meeting alone', () => {
    const revoked = (changed: Partial<CommandBody<'correct-decision'>>) =>
      act('correct-decision', changed);
    given(...byCommittee)
      .when(revoked({ organId: 'commission', meeting }))
      .thenIrregular('organ-without-authority');
    given(...byCommittee)
      .when(revoked({}))
      .thenIrregular('no-collective-meeting');
    given(...byCommittee)
      .when(revoked({ meeting }))
      .thenNoticed();
  });

  describe('of one of the commission', () => {
    const inspector = {
      ...facts(),
      persons: new Map([
        ...facts().persons,
        ['jia', { ...facts().persons.get('jia')!, organId: 'commission' }],
      ]),
    };
    const approvedBy = { organId: 'commission', personId: 'chief', name: '癸某' };
    const history = [
      act('register'),
      act('accept', { track: 'discipline-organ-staff' }),
      act('initiate', { approvedBy }),
      ...upTo('recommend').slice(3),
      act('record-approval', { methods: ['suspension'] }),
      act('decide'),
    ];
    const approval = eventIdAt(placeIn(history, 'record-approval'));
    const suspended = (changed: Partial<CommandBody<'correct-decision'>>) =>
      modified({ changes: { methods: ['suspension'], severity: 'serious' }, ...changed });

    it('names the approval it rests on, of this case and this subject', () => {
      given(...history)
        .when(suspended({ approvalEventId: approval }), inspector)
        .thenNoticed();
      given(...history)
        .when(suspended({ approvalEventId: eventIdAt(1) }), inspector)
        .thenImpossible('approvalEventId');
    });

    it('is irregular without an approval, and heavier than the one it names', () => {
      given(...history.filter((one) => one.act !== 'record-approval'))
        .when(suspended({}), inspector)
        .thenIrregular('approval-missing');
      given(...history)
        .when(
          suspended({
            approvalEventId: approval,
            changes: { methods: ['transfer'], severity: 'serious' },
          }),
          inspector,
        )
        .thenIrregular('heavier-than-approved');
    });
  });

  it('is judged by the frame of the findings it leaves', () => {
    executed
      .when(modified({ changes: { severity: 'serious' } }))
      .thenIrregular('lighter-than-frame');
    executed.when(modified({ changes: { grounds: [] } })).thenIrregular('no-ground');
    executed
      .when(modified({ changes: { adjustment: 'heavier' } }))
      .thenIrregular('aggravation-not-established');
    executed.when(modified({ changes: { grounds: ['M1-7-10'] } })).thenImpossible('otherConduct');
  });

  it('is not earlier than the decision', () => {
    executed.when(act('correct-decision', { on: '2015-09-29' })).thenIrregular('before-decision');
  });

  it('may make heavier what nobody has appealed against, and not what somebody has (I-23)', () => {
    const both = modified({ methods: ['circulated-criticism', 'written-self-criticism'] });
    executed.when(both).thenNoticed();
    given(...upTo('decide-appeal'))
      .when(both)
      .thenIrregular('heavier-on-correction');
  });

  it('is not decided by the subject', () => {
    executed
      .when(act('correct-decision', { decidedBy: [{ personId: 'jia', name: '甲某' }] }))
      .thenIrregular('decider-not-impartial');
  });

  it('also reaches the decision on somebody who died since', () => {
    given(...upTo('record-execution'), act('end-for-subject'))
      .when(act('correct-decision'))
      .thenNoticed();
    given(...upTo('record-execution'), act('end-for-subject'))
      .when(modified({ methods: ['admonishing-talk'] }))
      .thenNoticed();
  });

  it('refuses what is revoked already, held nobody to account, or is not there', () => {
    given(...upTo('decide'), act('correct-decision'))
      .when(act('correct-decision', { on: '2015-11-21' }))
      .thenImpossible('decisionId');
    given(...upTo('recommend'), act('decide', { accountable: false, methods: [] }))
      .when(act('correct-decision'))
      .thenImpossible('decisionId');
    executed
      .when(act('correct-decision', { decisionId: 'D-9' }))
      .thenUnknown('decision', 'decisionId');
    executed.when(act('correct-decision', { organId: 'nowhere' })).thenUnknown('organ', 'organId');
    executed
      .when(act('correct-decision', { meeting: { ...meeting, heldOn: '2017-01-01' } }))
      .thenImpossible('meeting.heldOn');
  });

  it('refuses for a team a method that only a person can receive', () => {
    const ofTeam = [
      act('register', { subjects: [{ subjectId: 't1', kind: 'team', organId: 'bureau' }] }),
      ...upTo('initiate').slice(1),
      act('file-report', { findings: [{ ...finding, subjectId: 't1' }] }),
      act('hear-subject', { subjectId: 't1' }),
      act('recommend', { recommendations: [{ ...recommendation, subjectId: 't1' }] }),
      act('decide', { subjectId: 't1' }),
    ];
    given(...ofTeam)
      .when(modified({ changes: { methods: ['removal'] } }))
      .thenImpossible('changes.methods');
    given(...ofTeam)
      .when(modified({ methods: ['removal'] }))
      .thenImpossible('methods');
  });

  it.each<[string, Record<string, unknown>, string[]]>([
    ['a modification that changes nothing', { outcome: 'modified' }, ['changes']],
    ['a revocation that changes something', { changes: { severity: 'minor' } }, ['changes']],
    ['a decision upheld: nothing is corrected then', { outcome: 'upheld' }, ['outcome']],
    [
      'a change of whether anybody is held to account',
      { changes: { accountable: false } },
      ['changes.accountable'],
    ],
    ['an approval that is no event', { approvalEventId: 'A-1' }, ['approvalEventId']],
  ])('does not let in %s', (_, changed, paths) => {
    expect(refusedAt('correct-decision', changed)).toEqual(expect.arrayContaining(paths));
  });
});
