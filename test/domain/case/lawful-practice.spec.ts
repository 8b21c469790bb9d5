// What offices rightly do is not called irregular, and what only looks alike is told apart.
import { dutiesOf } from '../../../src/domain/case/duties.js';
import type { CaseCommand } from '../../../src/domain/case/acts.js';
import type { Facts } from '../../../src/domain/case/facts.js';
import { phaseOf, trackOf } from '../../../src/domain/case/state.js';
import type { Person } from '../../../src/domain/register/entries.js';
import { caseAfter, given } from '../../support/given.js';
import {
  act,
  acts,
  before,
  eventIdAt,
  facts,
  finding,
  persons,
  recommendation,
  upTo,
} from '../../support/office.js';

const meeting = { body: '虚构市委常委会', heldOn: '2015-09-29', reference: '第1号' };
const suspended = {
  organId: 'committee',
  severity: 'serious',
  methods: ['suspension'],
  meeting,
} as const;

/** Facts in which a person's entry changes on a day. */
function moved(personId: keyof typeof persons, change: Person['changes'][number]): Facts {
  const person: Person = { ...persons[personId], changes: [change] };
  return { ...facts(), persons: new Map<string, Person>([...facts().persons, [personId, person]]) };
}

/** Who owes the duties of a kind, and when they were met. */
function owed(kind: string, ...history: readonly CaseCommand[]): (readonly [string, string?])[] {
  return dutiesOf(caseAfter(...history))
    .filter((duty) => duty.kind === kind)
    .map(({ organId, met }) => (met === undefined ? [organId] : [organId, met.on]));
}

describe('a decision that is changed', () => {
  const decided = [
    ...upTo('recommend'),
    act('decide', { ...suspended, methods: [...suspended.methods] }),
  ];
  const revoked = act('correct-decision', { organId: 'committee', meeting });

  it('is judged by who managed the person on the day of the decision, not after the transfer it brought (I-42)', () => {
    const gone = moved('jia', {
      since: '2015-10-10',
      managedBy: 'bureau',
      leadingCadre: false,
      track: 'department-staff',
    });
    given(...decided)
      .when(revoked, gone)
      .thenRegular();
    given(...decided)
      .when(
        act('correct-decision', {
          ...revoked.body,
          outcome: 'modified',
          changes: { methods: ['transfer'] },
        }),
        gone,
      )
      .thenRegular();
  });

  it('may be revoked by the organ above the one that decided, and not by one beside it', () => {
    given(...upTo('decide'))
      .when(revoked)
      .thenRegular();
    given(...upTo('decide'))
      .when(act('correct-decision', { organId: 'organization' }))
      .thenIrregular('organ-without-authority');
  });

  it('keeps its date of effect, or gets another that does not lie before the decision', () => {
    const modified = (effectiveOn?: string) =>
      act('correct-decision', {
        outcome: 'modified',
        changes: {
          methods: ['written-self-criticism'],
          ...(effectiveOn === undefined ? {} : { effectiveOn }),
        },
      });
    given(...upTo('decide'), modified('2015-10-05'))
      .when(modified())
      .thenRegular();
    given(...upTo('decide'))
      .when(modified('2015-10-05'))
      .thenRegular();
    given(...upTo('decide'))
      .when(modified('2015-09-29'))
      .thenIrregular('effective-before-decision');
  });

  it('is reduced on appeal for a circumstance that the appeal establishes', () => {
    const history = [...decided, act('lodge-appeal'), act('assign-appeal-handler')];
    const reduced = (mitigating: { code: 'remedied-harm' }[]) =>
      act('decide-appeal', {
        outcome: 'modified',
        organId: 'committee',
        meeting,
        changes: { methods: ['circulated-criticism'], adjustment: 'reduced', mitigating },
      });
    given(...history)
      .when(reduced([{ code: 'remedied-harm' }]))
      .thenRegular();
    given(...history)
      .when(reduced([]))
      .thenIrregular('mitigation-not-established');
  });

  it('gets a catch-all ground with its description, and is revoked whatever it was based on', () => {
    const regrounded = (changes: object) =>
      act('correct-decision', {
        outcome: 'modified',
        changes: { grounds: ['M1-7-10'], ...changes },
      });
    given(...upTo('decide'))
      .when(regrounded({ otherConduct: '未按规定答复。' }))
      .thenRegular();
    given(...upTo('decide'))
      .when(regrounded({}))
      .thenImpossible('otherConduct');
  });

  it('has 7 working days from a revocation, too, for the letter that tells it', () => {
    const history = [
      ...upTo('issue-letter'),
      act('correct-decision', { on: '2015-11-20' }),
      act('issue-letter', {
        on: '2015-11-23',
        letterId: 'L-2',
        number: '虚构问责决字（2015）第2号',
      }),
    ];
    given(...history)
      .when(act('record-delivery', { on: '2015-12-01', letterId: 'L-2' }))
      .thenRegular();
    given(...history)
      .when(act('record-delivery', { on: '2015-12-02', letterId: 'L-2' }))
      .thenIrregular('delivered-late');
  });
});

describe('a subject found later', () => {
  const added = [
    ...upTo('initiate'),
    act('add-subject', { subject: { subjectId: 's2', kind: 'person', personId: 'staff' } }),
  ];
  const found = { ...finding, subjectId: 's2', grounds: ['M1-7-9' as const] };

  it('is on the track the register gives, for the acceptance says nothing of it', () => {
    expect(trackOf(caseAfter(...added), 's2')).toBeUndefined();
    given(
      ...added,
      act('file-report', { findings: [found] }),
      act('hear-subject', { subjectId: 's2' }),
      act('recommend', { recommendations: [{ ...recommendation, subjectId: 's2' }] }),
    )
      .when(act('decide', { subjectId: 's2', organId: 'bureau' }))
      .thenRegular();
  });
});

describe('the approval of the same level', () => {
  const inspector: Facts = {
    ...facts(),
    persons: new Map<string, Person>([
      ...facts().persons,
      ['jia', { ...persons.jia, organId: 'commission', track: 'discipline-organ-staff' }],
    ]),
  };
  const accepted = [
    act('register'),
    act('accept', { track: 'discipline-organ-staff' }),
    act('initiate', { approvedBy: { organId: 'commission', name: '癸某' } }),
    ...upTo('recommend').slice(3),
  ];
  const decision = act('decide', { severity: 'serious', methods: ['suspension'] });

  it('comes before the decision, and in its round', () => {
    given(...accepted, act('record-approval'))
      .when(decision, inspector)
      .thenRegular();
    given(...accepted, act('record-approval', { on: '2015-10-01' }))
      .when(decision, inspector)
      .thenIrregular('approval-missing');
    const again = [
      ...accepted,
      act('record-approval'),
      act('close'),
      act('reopen'),
      ...['initiate', 'file-report', 'hear-subject', 'recommend'].map(
        (name) => ({ ...act(name as 'hear-subject'), act: name }) as CaseCommand,
      ),
    ];
    given(...again)
      .when(act('decide', { ...decision.body, on: '2015-12-20' }), inspector)
      .thenIrregular('approval-missing');
  });
});

describe('who owes a duty', () => {
  it('is the organ that implemented the decision in its own round', () => {
    const anew = [
      ...upTo('reopen'),
      act('initiate', { on: '2015-12-02', organId: 'organization' }),
      act('recommend', { on: '2015-12-10', organId: 'organization' }),
    ];
    expect(owed('archive', ...anew)).toStrictEqual([['commission', '2015-10-13']]);
  });

  it('is nobody any more where a supplement withdraws the suspicion', () => {
    const suspected = [
      ...upTo('evidence'),
      act('file-report', { findings: [{ ...finding, crimeSuspected: true }] }),
    ];
    expect(owed('judicial-referral', ...suspected)).toStrictEqual([['commission']]);
    const withdrawn = act('file-report', {
      on: '2015-09-17',
      supplements: eventIdAt(4),
      findings: [{ ...finding, crimeSuspected: false }],
    });
    expect(owed('judicial-referral', ...suspected, withdrawn)).toStrictEqual([]);
  });

  it('is nobody for what cannot be done to somebody who died', () => {
    const died = [...upTo('issue-letter'), act('end-for-subject', { on: '2015-10-09' })];
    expect(owed('delivery-subject', ...died)).toStrictEqual([]);
    expect(owed('execution', ...died)).toStrictEqual([]);
    expect(owed('delivery-unit', ...died)).toStrictEqual([['commission']]);
  });

  it('is nobody for the personal file of a team, which has none', () => {
    const team = [
      act('register', { subjects: [{ subjectId: 't1', kind: 'team', organId: 'bureau' }] }),
      act('decide', { subjectId: 't1', methods: ['circulated-criticism'] }),
    ];
    expect(owed('archive', ...team)).toStrictEqual([]);
  });

  it('is the last holder when a case that nobody accepted is reopened', () => {
    const history = [
      ...upTo('register'),
      act('transfer'),
      act('close', { on: '2015-09-10' }),
      act('reopen', { on: '2015-09-20' }),
    ];
    expect(owed('intake', ...history).at(-1)).toStrictEqual(['organization']);
  });
});

describe('a proposal to the appointing organ', () => {
  const stationed = [
    act('register', { subjects: [{ subjectId: 's1', kind: 'person', personId: 'stationed' }] }),
    act('accept', { track: 'proposal-only' }),
    ...upTo('hear-subject').slice(2),
    act('forward-proposal'),
  ];

  it('is a recommendation: the appointing organ decides on it', () => {
    given(...stationed)
      .when(act('decide', { organId: 'ministry', grounds: ['M1-7-9'] }))
      .thenRegular();
    expect(owed('decision', ...stationed)).toStrictEqual([['ministry']]);
    expect(owed('recommendation', ...stationed)).toStrictEqual([['commission', '2015-09-20']]);
  });
});

describe('who starts an investigation', () => {
  const accepted = upTo('accept');

  it('is an organ of the level that manages the person', () => {
    given(...accepted)
      .when(act('initiate', { organId: 'organization' }))
      .thenRegular();
    const managedElsewhere = moved('jia', { since: '2015-01-01', managedBy: 'ministry' });
    given(...accepted)
      .when(act('initiate', { organId: 'organization' }), managedElsewhere)
      .thenIrregular('investigating-organ-without-authority');
  });

  it('has the approval of the department or of an organ above it', () => {
    const staff = [
      act('register', { subjects: [{ subjectId: 's1', kind: 'person', personId: 'staff' }] }),
      act('accept', { track: 'department-staff', organId: 'bureau' }),
    ];
    const approvedBy = (organId: string) =>
      act('initiate', { organId: 'bureau', approvedBy: { organId, name: '癸某' } });
    given(...staff)
      .when(approvedBy('bureau'))
      .thenRegular();
    given(...staff)
      .when(approvedBy('committee'))
      .thenRegular();
    given(...staff)
      .when(approvedBy('organization'))
      .thenIrregular('start-not-approved');
  });
});

describe('retaliation', () => {
  const retaliated = {
    facts: '打击报复投诉人，又刁难证人。',
    grounds: ['M1-9-5' as const],
    aggravating: [{ code: 'retaliated' as const }],
    adjustment: 'heavier' as const,
  };
  const conduct = (id: string) => ({ id, facts: '一项行为。', grounds: ['M1-9-5' as const] });
  const reported = (...conducts: ReturnType<typeof conduct>[]) => [
    ...upTo('evidence'),
    act('file-report', { findings: [{ ...finding, grounds: ['M1-9-5'], conducts }] }),
    act('hear-subject'),
    act('recommend'),
  ];

  it('is a ground and aggravates only where these are two acts (I-20)', () => {
    given(...reported(conduct('c1'), conduct('c2')))
      .when(act('decide', retaliated))
      .thenRegular();
    given(...reported(conduct('c1')))
      .when(act('decide', retaliated))
      .thenIrregular('same-fact-twice');
  });
});

describe('a clerical correction', () => {
  const corrected = (changed: object) =>
    act('correct-record', { evidence: acts.evidence.digest, ...changed });

  it('moves the date of effect with the date of the decision, where they were one (I-13)', () => {
    const place = upTo('decide').length - 1;
    const on = corrected({
      eventId: eventIdAt(place),
      field: '/on',
      from: '2015-09-30',
      to: '2015-09-29',
    });
    const [decision] = caseAfter(...upTo('decide'), on).decisions;
    expect([decision?.on, decision?.effectiveOn]).toStrictEqual(['2015-09-29', '2015-09-29']);
  });

  it.each([
    ['/findings/0/crimeSuspected', true, false],
    ['/findings/0/severity', 'minor', 'severe'],
  ])('leaves what was found alone: %s', (field, from, to) => {
    const history = [
      ...upTo('evidence'),
      act('file-report', { findings: [{ ...finding, crimeSuspected: true }] }),
    ];
    given(...history)
      .when(corrected({ eventId: eventIdAt(4), field, from, to }))
      .thenImpossible('field');
  });

  it('leaves an answer of another organ alone', () => {
    const history = [...upTo('recommend'), act('record-approval', { outcome: 'refused' })];
    given(...history)
      .when(
        corrected({
          eventId: eventIdAt(history.length - 1),
          field: '/outcome',
          from: 'refused',
          to: 'approved',
        }),
      )
      .thenImpossible('field');
  });

  it('cannot give a letter the number of another one unseen', () => {
    const history = upTo('issue-letter');
    const number = corrected({
      eventId: eventIdAt(history.length - 1),
      field: '/number',
      from: '虚构问责决字（2015）第1号',
      to: '虚构问责决字（2015）第2号',
    });
    const taken: Facts = {
      ...facts(),
      letters: [{ number: '虚构问责决字（2015）第2号', caseId: 'C-9', letterId: 'L-9' }],
    };
    given(...history)
      .when(number, taken)
      .thenIrregular('letter-number-used-twice');
    given(...history)
      .when(number)
      .thenRegular();
  });
});

describe('the phase of a reopened case', () => {
  it('is under investigation as soon as one subject of it is investigated again', () => {
    const history = [...upTo('reopen'), act('initiate', { on: '2015-12-02', subjectIds: ['s1'] })];
    expect(phaseOf(caseAfter(...history))).toBe('under-investigation');
  });
});

describe('a decision id', () => {
  it('is not that of an outcome, which counts under the id of its event', () => {
    const history = [...before('decide'), act('record-external-outcome')];
    given(...history)
      .when(act('decide', { decisionId: eventIdAt(history.length - 1) }))
      .thenImpossible('decisionId');
  });
});
