import { deliveryDueOn } from '../../src/domain/regulation/periods.js';
import { receivedBySubjectOn } from '../../src/domain/case/state.js';
import { before, upTo } from '../support/office.js';
import { act, breaks, caseOf, duties, known } from './the-city.js';

const lettered = upTo('issue-letter');
const left = { on: '2015-10-13', result: 'left-after-refusal' } as const;
const witnesses = [{ name: '辰某' }];

describe('the delivery of the letter', () => {
  it('is owed to the subject and to the unit within 7 working days [M1-24] [I-9]', () => {
    for (const kind of ['delivery-subject', 'delivery-unit'] as const)
      expect(duties(kind, lettered)).toMatchObject([
        { organId: 'commission', started: { on: '2015-09-30' }, dueOn: '2015-10-15' },
      ]);
  });

  it('is counted from the working day after the decision, over swapped days and holidays [M1-24] [I-9]', () => {
    expect(
      ['2015-02-04', '2015-09-30', '2015-10-03'].map((on) => deliveryDueOn(on).dueOn),
    ).toStrictEqual(['2015-02-13', '2015-10-15', '2015-10-15']);
  });

  it('is late after that day, to each of the two by itself [M1-24] [I-9]', () => {
    const unit = { recipient: 'unit', receivedBy: '虚构局办公室' } as const;
    expect([
      breaks(lettered, act('record-delivery', { on: '2015-10-15' })),
      breaks(lettered, act('record-delivery', { on: '2015-10-16' })),
      breaks(upTo('record-delivery'), act('record-delivery', { ...unit, on: '2015-10-16' })),
    ]).toStrictEqual([[], ['delivered-late'], ['delivered-late']]);
  });

  it('is late for nobody on a date that rests on a year whose rest days are not known yet [M1-24] [I-9]', () => {
    const decided = [
      ...before('decide'),
      act('decide', { on: '2099-12-28' }),
      act('issue-letter', { on: '2099-12-28' }),
    ];
    expect(duties('delivery-subject', decided)).toMatchObject([{ provisional: true }]);
    const late = act('record-delivery', { on: '2100-03-01' });
    expect(breaks(decided, late, known({ today: '2999-12-31' }))).toStrictEqual([]);
  });

  it('takes place when the letter is left before a witness after a refusal, and not when it comes back [M1-24] [I-25]', () => {
    expect([
      breaks(lettered, act('record-delivery', left)),
      breaks(lettered, act('record-delivery', { ...left, witnesses })),
    ]).toStrictEqual([['refusal-without-witness'], []]);
    const received = (result: 'received' | 'left-after-refusal' | 'public-notice' | 'returned') => {
      const delivery = act('record-delivery', { ...left, result, witnesses });
      const [decision] = caseOf([...lettered, delivery]).decisions;
      return receivedBySubjectOn(decision!);
    };
    expect([
      received('received'),
      received('left-after-refusal'),
      received('public-notice'),
      received('returned'),
    ]).toStrictEqual(['2015-10-13', '2015-10-13', '2015-10-13', undefined]);
  });

  it('is not over with a letter that came back: the days run on [M1-24] [I-25]', () => {
    const returned = [...lettered, act('record-delivery', { result: 'returned' })];
    expect(duties('delivery-subject', returned)).toMatchObject([
      { dueOn: '2015-10-15', met: undefined },
    ]);
    expect(breaks(returned, act('record-delivery', { on: '2015-10-16' }))).toStrictEqual([
      'delivered-late',
    ]);
  });

  it('starts the days to appeal when it first takes effect; a later one starts them no more, but after a modification [M1-24] [M1-27] [I-25]', () => {
    const again = act('record-delivery', { on: '2015-10-15' });
    const modified = [
      ...upTo('decide-appeal').slice(0, -1),
      act('decide-appeal', { outcome: 'modified', methods: ['admonishing-talk'] }),
      act('issue-letter', { on: '2015-11-12', letterId: 'L-2' }),
    ];
    const receivedOn = (history: Parameters<typeof caseOf>[0]) =>
      receivedBySubjectOn(caseOf(history).decisions[0]!);
    expect([
      receivedOn([...upTo('record-delivery'), again]),
      receivedOn(modified),
      receivedOn([...modified, act('record-delivery', { on: '2015-11-13' })]),
    ]).toStrictEqual(['2015-10-12', undefined, '2015-11-13']);
    expect(duties('delivery-subject', modified)).toMatchObject([
      { met: { on: '2015-10-12' } },
      { started: { on: '2015-11-10' }, dueOn: '2015-11-19', met: undefined },
    ]);
  });
});
