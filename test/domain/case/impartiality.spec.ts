// Who stands too near to a case to act on it (M1 Art. 27; M2 Art. 3), and who handled it before (I-22).
import type { CaseCommand } from '../../../src/domain/case/acts.js';
import type { IrregularityCode } from '../../../src/domain/case/irregularities.js';
import { given } from '../../support/given.js';
import { act, upTo } from '../../support/office.js';

const conflicted = (role: 'investigator' | 'approver' | 'decider' | 'appeal-handler') =>
  act('declare-conflict', { personId: 'near', role });

const named = { personId: 'near', name: '辰某' };

/** Each role with its history, the act of whoever has it, and what that breaks. */
const roles: readonly {
  readonly role: 'investigator' | 'approver' | 'decider' | 'appeal-handler';
  readonly history: readonly CaseCommand[];
  readonly by: (personId: string) => CaseCommand;
  readonly code: IrregularityCode;
}[] = [
  {
    role: 'investigator',
    history: upTo('accept'),
    by: (personId) =>
      act('initiate', { investigators: [{ personId, name: '辰某', organId: 'commission' }] }),
    code: 'investigator-not-impartial',
  },
  {
    role: 'investigator',
    history: upTo('initiate'),
    by: (personId) =>
      act('assign-investigators', {
        investigators: [{ personId, name: '辰某', organId: 'commission' }],
      }),
    code: 'investigator-not-impartial',
  },
  {
    role: 'approver',
    history: upTo('accept'),
    by: (personId) =>
      act('initiate', { approvedBy: { organId: 'commission', personId, name: '辰某' } }),
    code: 'approver-not-impartial',
  },
  {
    role: 'decider',
    history: upTo('recommend'),
    by: (personId) => act('decide', { decidedBy: [{ personId, name: '辰某' }] }),
    code: 'decider-not-impartial',
  },
  {
    role: 'decider',
    history: upTo('assign-appeal-handler'),
    by: (personId) => act('decide-appeal', { decidedBy: [{ personId, name: '辰某' }] }),
    code: 'decider-not-impartial',
  },
  {
    role: 'decider',
    history: upTo('record-execution'),
    by: (personId) => act('correct-decision', { decidedBy: [{ personId, name: '辰某' }] }),
    code: 'decider-not-impartial',
  },
  {
    role: 'appeal-handler',
    history: upTo('lodge-appeal'),
    by: (personId) => act('assign-appeal-handler', { handlers: [{ personId, name: '辰某' }] }),
    code: 'appeal-handler-not-impartial',
  },
];

describe.each(roles.map((one) => [one.by('x').act, one.role, one] as const))(
  '%s, by the %s',
  (_, role, { history, by, code }) => {
    it('is regular where nothing connects the person with the case', () => {
      given(...history)
        .when(by('near'))
        .thenRegular();
    });

    it('is irregular where the person is a subject', () => {
      const self = code === 'approver-not-impartial' ? 'approver-is-subject' : code;
      given(...history)
        .when(by('jia'))
        .thenIrregular(self);
    });

    it('is irregular where the person pleaded, or was pleaded with', () => {
      const pleaded = act('record-intervention', { pleader: named, contacted: { name: '丙某' } });
      given(...history, pleaded)
        .when(by('near'))
        .thenIrregular(code);
      const contacted = act('record-intervention', { contacted: named });
      given(...history, contacted)
        .when(by('near'))
        .thenIrregular(code);
    });

    it('is irregular where the person declared a conflict in this role, and in no other', () => {
      given(...history, conflicted(role))
        .when(by('near'))
        .thenIrregular(code);
      const other = role === 'decider' ? 'investigator' : 'decider';
      given(...history, conflicted(other))
        .when(by('near'))
        .thenRegular();
    });

    it('is regular again once what connected the person is void', () => {
      const voided = act('void-record', {
        eventId: `00000000-0000-8000-8000-${String(history.length).padStart(12, '0')}`,
      });
      given(...history, conflicted(role), voided)
        .when(by('near'))
        .thenRegular();
    });
  },
);

describe('who handled the case before (I-22)', () => {
  const handled = (personId: string) =>
    act('assign-appeal-handler', { handlers: [{ personId, name: '辰某' }] });
  const history = [
    ...upTo('accept'),
    act('initiate', { approvedBy: { organId: 'commission', personId: 'chief', name: '癸某' } }),
    act('assign-investigators'),
    act('recuse-investigator'),
    act('file-report', { authors: [{ personId: 'author-1', name: '子某' }] }),
    ...upTo('recommend').slice(5),
    act('decide', { decidedBy: [{ personId: 'member-1', name: '己某' }] }),
    ...upTo('lodge-appeal').slice(8),
  ];

  it.each([
    ['an investigator', 'inv-2'],
    ['an investigator who was recused', 'inv-1'],
    ['an author of the report', 'author-1'],
    ['whoever approved the start', 'chief'],
  ])('is %s: somebody else handles the appeal', (_, personId) => {
    given(...history)
      .when(handled(personId))
      .thenIrregular('appeal-handler-not-independent');
  });

  it.each([
    ['a member of the deciding meeting', 'member-1'],
    ['whoever took the complaint in, or registers', 'clerk-1'],
  ])('is not %s', (_, personId) => {
    given(...history)
      .when(handled(personId))
      .thenRegular();
  });

  it('may sit among those who decide on the appeal, and that is worth a look', () => {
    const decided = (personId: string) =>
      act('decide-appeal', { decidedBy: [{ personId, name: '辰某' }] });
    given(...history, act('assign-appeal-handler'))
      .when(decided('inv-2'))
      .thenNoticed('appeal-decider-investigated');
    given(...history, act('assign-appeal-handler'))
      .when(decided('member-1'))
      .thenNoticed();
  });

  it('is nobody who is known by name alone: nobody could tell who that is', () => {
    given(...upTo('accept'))
      .when(act('initiate', { approvedBy: { organId: 'commission', name: '甲某' } }))
      .thenRegular();
  });
});
