// An appointing organ's outcome is named by the id of its event, and a caller can work out the id its
// next event will have: it must not have given it to a decision before.
import { commandIdOf, eventIdOf } from '../../src/commands/identity.js';
import { Impossible } from '../../src/domain/refusal.js';
import { upTo } from '../support/office.js';
import { clerk, Premises, type Desk } from './command-desk.js';

let premises: Premises;
let desk: Desk;

beforeEach(async () => {
  premises = await Premises.open();
  desk = premises.desk();
});

afterEach(() => premises.close());

describe('an appointing organ’s outcome', () => {
  it('takes no id that a decision of the case has taken: nobody can foresee an outcome’s id to confuse the two', async () => {
    for (const { act } of upTo('recommend')) if (act !== 'evidence') await desk.send(act);
    const foreseen = eventIdOf(commandIdOf(clerk, 'k'), 0);
    await desk.send('decide', { decisionId: foreseen });
    const recorded = desk.send(
      'record-external-outcome',
      {},
      {
        key: 'k',
        acknowledge: {
          codes: ['proposal-off-track', 'second-decision', 'outcome-by-other-organ'],
          justification: '如实记录。',
        },
      },
    );
    await expect(recorded).rejects.toThrow(Impossible);
    expect(await desk.types()).not.toContain('ExternalOutcomeRecorded');
  });
});
