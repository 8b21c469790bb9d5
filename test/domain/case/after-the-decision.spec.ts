import type { CaseAct, CaseCommand } from '../../../src/domain/case/acts.js';
import { given, recorded, refusedAt, understood } from '../../support/given.js';
import {
  act,
  acts,
  before,
  eventIdAt,
  facts,
  finding,
  recommendation,
  upTo,
  upToWithout,
} from '../../support/office.js';

const noDuty = act('decide', { accountable: false, methods: [] });

/** Every act that carries a decision out, with the event it becomes. */
const carryingOut = [
  ['issue-letter', 'DecisionLetterIssued'],
  ['record-delivery', 'DecisionDelivered'],
  ['archive', 'DecisionArchived'],
  ['report-for-record', 'DecisionReportedForRecord'],
  ['publish', 'DecisionPublished'],
  ['record-execution', 'SanctionExecuted'],
] as const satisfies readonly (readonly [CaseAct, string])[];

describe.each(carryingOut)('%s', (name, type) => {
  const changed = (body: object) => {
    const regular = act(name);
    return { ...regular, body: { ...regular.body, ...body } } as CaseCommand;
  };

  it('is recorded as it was done', () => {
    // The kind of the organ that a report went to is kept with it: two are owed (M1-25).
    const known = name === 'report-for-record' ? { toKind: 'discipline-commission' } : {};
    expect(recorded([...before(name), changed({})]).at(-1)).toStrictEqual({
      type,
      data: { ...acts[name], ...known },
    });
    given(...before(name))
      .when(changed({}))
      .thenRegular();
  });

  it('is possible on a case that is closed: the duty is still open', () => {
    const issued = [act('issue-letter', { letterId: 'L-0' }), act('record-delivery')];
    given(...upTo('decide'), ...issued, act('close'))
      .when(changed({}))
      .thenRegular();
  });

  it('refuses a decision that is not there', () => {
    given(...before(name))
      .when(changed({ decisionId: 'D-9' }))
      .thenUnknown('decision', 'decisionId');
  });

  it('refuses a decision that holds nobody to account', () => {
    given(...upTo('recommend'), noDuty)
      .when(changed({}))
      .thenImpossible('decisionId');
  });

  it('refuses a day to come', () => {
    given(...before(name))
      .when(changed({}), facts({ today: '2015-10-01' }))
      .thenImpossible('on');
  });
});

describe('issuing the letter', () => {
  const made = given(...upTo('decide'));
  const issued = given(...upTo('issue-letter'));

  it('refuses a number of a letter that is in use', () => {
    issued.when(act('issue-letter')).thenImpossible('letterId');
  });

  it('replaces a letter of the same decision, and none that is not there', () => {
    issued.when(act('issue-letter', { letterId: 'L-2', replaces: 'L-1' })).thenRegular();
    issued
      .when(act('issue-letter', { letterId: 'L-2', replaces: 'L-9' }))
      .thenImpossible('replaces');
  });

  it('refuses an unknown organ to appeal to', () => {
    made.when(act('issue-letter', { appealTo: 'nowhere' })).thenUnknown('organ', 'appealTo');
  });

  it('is issued again where it was already: no other letter is the same letter', () => {
    issued.when(act('issue-letter', { letterId: 'L-2' })).thenRegular();
  });
});

describe('delivering the letter', () => {
  const issued = given(...upTo('issue-letter'));
  const delivered = (changed: Parameters<typeof act<'record-delivery'>>[1]) =>
    act('record-delivery', changed);

  it('is irregular where no letter was issued', () => {
    given(...upTo('decide'))
      .when(delivered({}))
      .thenIrregular('delivery-without-letter');
  });

  it('is in time on the seventh working day, and late on the day after', () => {
    issued.when(delivered({ on: '2015-10-15' })).thenRegular();
    issued.when(delivered({ on: '2015-10-16' })).thenIrregular('delivered-late');
  });

  it('has its own clock for the subject and for the unit', () => {
    given(...upTo('record-delivery'))
      .when(delivered({ on: '2015-10-16', recipient: 'unit' }))
      .thenIrregular('delivered-late');
  });

  it('is late only once: a further delivery to the same recipient meets no duty', () => {
    given(...upTo('record-delivery'))
      .when(delivered({ on: '2015-10-20' }))
      .thenRegular();
  });

  it('runs on after a letter came back', () => {
    issued.when(delivered({ on: '2015-10-20', result: 'returned' })).thenRegular();
    given(...upTo('issue-letter'), delivered({ result: 'returned' }))
      .when(delivered({ on: '2015-10-16' }))
      .thenIrregular('delivered-late');
  });

  it('is not called late where the rest days of the year are not known', () => {
    const in2027 = facts({ today: '2027-12-31' });
    given(...upTo('recommend'), act('decide', { on: '2026-12-28' }), act('issue-letter'))
      .when(delivered({ on: '2027-03-01' }), in2027)
      .thenRegular();
    given(...upTo('recommend'), act('decide', { on: '2026-12-01' }), act('issue-letter'))
      .when(delivered({ on: '2027-03-01' }), in2027)
      .thenIrregular('delivered-late');
  });

  it('needs a witness where the letter was refused and left', () => {
    issued
      .when(delivered({ result: 'left-after-refusal' }))
      .thenIrregular('refusal-without-witness');
    issued
      .when(delivered({ result: 'left-after-refusal', witnesses: [] }))
      .thenIrregular('refusal-without-witness');
    issued
      .when(delivered({ result: 'left-after-refusal', witnesses: [{ name: '癸某' }] }))
      .thenRegular();
  });

  it('breaks several rules at once, and names each', () => {
    given(...upTo('decide'))
      .when(delivered({ on: '2015-11-01', result: 'left-after-refusal' }))
      .thenIrregular('delivery-without-letter', 'delivered-late', 'refusal-without-witness');
  });

  it('names a letter of the decision, and no other', () => {
    issued.when(delivered({ letterId: 'L-1' })).thenRegular();
    issued.when(delivered({ letterId: 'L-9' })).thenImpossible('letterId');
  });

  it('is recorded again as often as it is done', () => {
    given(...upTo('record-delivery'))
      .when(delivered({}))
      .thenRegular();
  });

  it('counts as received unless told otherwise', () => {
    expect(understood('record-delivery', { result: undefined })).toStrictEqual(
      acts['record-delivery'],
    );
    expect(refusedAt('record-delivery', { result: 'lost' })).toStrictEqual(['result']);
    expect(refusedAt('record-delivery', { recipient: 'family' })).toStrictEqual(['recipient']);
  });
});

describe('filing, reporting for the record and publishing', () => {
  const issued = given(...upTo('issue-letter'));

  it('refuse unknown organs', () => {
    issued.when(act('archive', { keeperOrganId: 'nowhere' })).thenUnknown('organ', 'keeperOrganId');
    issued
      .when(act('report-for-record', { toOrganId: 'nowhere' }))
      .thenUnknown('organ', 'toOrganId');
  });

  it('are a filing and a publication of the decision unless told otherwise', () => {
    expect(understood('archive', { kind: undefined })).toStrictEqual(acts.archive);
    expect(understood('publish', { kind: undefined })).toStrictEqual(acts.publish);
  });

  it('take down or correct a publication of the same decision, and no other', () => {
    const place = upTo('publish').length - 1;
    const published = given(...upTo('publish'));
    const removal = { kind: 'removal' as const, of: eventIdAt(place) };
    published.when(act('publish', removal)).thenRegular();
    published.when(act('publish', { ...removal, of: eventIdAt(place - 1) })).thenImpossible('of');
    issued.when(act('publish', removal)).thenImpossible('of');
  });

  it('may be published until a day to come', () => {
    given(...upTo('record-delivery'))
      .when(act('publish', { until: '2018-01-01' }))
      .thenRegular();
  });
});

describe('executing', () => {
  const issued = given(...upTo('issue-letter'));

  it('refuses a method the decision does not use', () => {
    issued.when(act('record-execution', { method: 'removal' })).thenImpossible('method');
  });

  it('refuses an unknown organ', () => {
    issued.when(act('record-execution', { organId: 'nowhere' })).thenUnknown('organ', 'organId');
  });

  it('undoes a method that an appeal took back', () => {
    const modified = act('decide-appeal', { outcome: 'modified', methods: ['admonishing-talk'] });
    const changed = given(...before('decide-appeal'), modified);
    changed.when(act('record-execution', { on: '2015-11-20', result: 'undone' })).thenRegular();
    changed
      .when(act('record-execution', { on: '2015-11-20', method: 'admonishing-talk' }))
      .thenRegular();
  });

  it('is done unless told otherwise', () => {
    expect(understood('record-execution', { result: undefined })).toStrictEqual(
      acts['record-execution'],
    );
  });
});

describe('several decisions of one case', () => {
  const subjects = ['jia', 'yi'].map((personId, index) => ({
    subjectId: `s${String(index + 1)}`,
    kind: 'person' as const,
    personId,
  }));
  const history = [
    act('register', { subjects }),
    ...upToWithout('initiate', 'register'),
    act('file-report', { findings: [finding, { ...finding, subjectId: 's2' }] }),
    act('recommend', { recommendations: [recommendation, { ...recommendation, subjectId: 's2' }] }),
    act('decide'),
    act('decide', { on: '2015-10-20', decisionId: 'D-2', subjectId: 's2' }),
    act('issue-letter'),
  ];

  it('have letters of their own', () => {
    given(...history)
      .when(act('record-delivery', { on: '2015-10-21', decisionId: 'D-2' }))
      .thenIrregular('delivery-without-letter');
    given(...history)
      .when(act('issue-letter', { on: '2015-10-21', decisionId: 'D-2' }))
      .thenImpossible('letterId');
    given(...history)
      .when(
        act('issue-letter', {
          on: '2015-10-21',
          decisionId: 'D-2',
          letterId: 'L-2',
          replaces: 'L-1',
        }),
      )
      .thenImpossible('replaces');
  });

  it('have clocks of their own', () => {
    const second = act('issue-letter', { on: '2015-10-21', decisionId: 'D-2', letterId: 'L-2' });
    given(...history, second)
      .when(act('record-delivery', { on: '2015-10-28', decisionId: 'D-2' }))
      .thenRegular();
    given(...history, second)
      .when(act('record-delivery', { on: '2015-10-28' }))
      .thenIrregular('delivered-late');
  });
});
