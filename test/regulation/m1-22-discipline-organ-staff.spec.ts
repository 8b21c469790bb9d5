import { act, breaks, known, recommendedWith } from './the-city.js';

const approvedBy = { organId: 'commission', name: '卯某' };
const inspector = {
  personId: 'inspector',
  accepted: { track: 'discipline-organ-staff' as const },
  initiated: { approvedBy },
};
const recommended = recommendedWith({ ...inspector, found: { severity: 'serious' } });
const suspended = act('decide', { methods: ['suspension'] });
const approval = act('record-approval');

describe('the staff of a discipline inspection organ', () => {
  it('is looked into by discipline inspection when the commission’s main leader has approved the start [M1-22]', () => {
    const history = recommended.slice(0, 2);
    expect([
      breaks(history, act('initiate')),
      breaks(history, act('initiate', { approvedBy })),
      breaks(history, act('initiate', { approvedBy, organId: 'organization' })),
    ]).toStrictEqual([
      ['start-not-approved-by-commission'],
      [],
      ['investigating-organ-without-authority'],
    ]);
  });

  it('is decided on by the discipline inspection organ; below suspension nobody else is asked [M1-22]', () => {
    const minor = recommendedWith(inspector);
    expect([
      breaks(minor, act('decide')),
      breaks(minor, act('decide', { organId: 'organization' })),
    ]).toStrictEqual([[], ['organ-without-authority']]);
  });

  it('is suspended or more only after the committee or government that manages the person approved [M1-22]', () => {
    expect([
      breaks(recommended, suspended),
      breaks([...recommended, approval], suspended),
      breaks([...recommended, act('record-approval', { organId: 'government' })], suspended),
      breaks([...recommended, act('record-approval', { outcome: 'refused' })], suspended),
    ]).toStrictEqual([['approval-missing'], [], ['approval-missing'], ['approval-missing']]);
  });

  it('is suspended without asking anybody where the commission manages the person itself [M1-22]', () => {
    const own = known({ persons: { inspector: { managedBy: 'commission' } } });
    expect(breaks(recommended, suspended, own)).toStrictEqual([]);
  });

  it('is held to account by nothing heavier than what was approved [M1-22]', () => {
    const named = act('record-approval', { methods: ['suspension'] });
    const transfer = act('decide', { methods: ['transfer'] });
    expect([
      breaks([...recommended, named], suspended),
      breaks([...recommended, named], transfer),
    ]).toStrictEqual([[], ['heavier-than-approved']]);
  });
});
