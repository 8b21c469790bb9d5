import { upTo } from '../support/office.js';
import { act, breaks, caseOf } from './the-city.js';

describe('the management of somebody held to account', () => {
  it('is recorded with its document and its end, after the decision it follows from [M1-17]', () => {
    const decided = upTo('record-execution');
    expect([
      breaks(decided, act('record-follow-up')),
      breaks(decided, act('record-follow-up', { on: '2015-09-29' })),
    ]).toStrictEqual([[], ['before-decision']]);
    expect(caseOf([...decided, act('record-follow-up')]).decisions[0]?.followUps).toMatchObject([
      { reference: '虚构组通〔2015〕2号', until: '2016-10-15' },
    ]);
  });
});
