import { basesAgainst } from '../../src/projections/capacities.js';
import { History, Workplace } from './history.js';

const workplace = new Workplace();
afterEach(() => workplace.clear());

/** The bases that can be cited against a person after a history. */
async function against(personId: string, history: History): Promise<string[]> {
  const ledger = await workplace.ledgerOf(history);
  const store = await workplace.rebuilt(ledger);
  return [...(await basesAgainst(store, personId))].toSorted();
}

const investigated = () =>
  new History().on('C-1', 'register').on('C-1', 'accept').on('C-1', 'initiate');

describe('the bases that can be cited against a person (I-19)', () => {
  it('are none for somebody who is neither head nor investigator nor pleader', async () => {
    expect(await against('jia', investigated())).toStrictEqual([]);
  });

  it('are M2-9 for whoever heads an organ, or did', async () => {
    const history = new History()
      .registered('bureau', {
        type: 'OrganRegistered',
        data: {
          id: 'bureau',
          name: '虚构局',
          kind: 'department',
          head: { personId: 'chief', name: '癸某', since: '2015-01-01' },
        },
      })
      .registered('bureau', {
        type: 'OrganHeadAppointed',
        data: { personId: 'new-chief', name: '子某', since: '2016-01-01' },
      });
    expect(await against('chief', history)).toStrictEqual(['M2-9']);
    expect(await against('new-chief', history)).toStrictEqual(['M2-9']);
  });

  it('are M1-16-2 for whoever investigates a case', async () => {
    expect(await against('inv-1', investigated())).toStrictEqual(['M1-16-2']);
  });

  it('are M1-16-3 for whoever pleaded, until that record is void', async () => {
    const pleaded = investigated().on('C-1', 'record-intervention');
    expect(await against('pleader-1', pleaded)).toStrictEqual(['M1-16-3']);
    const voided = pleaded.on('C-1', 'void-record', { eventId: pleaded.last });
    expect(await against('pleader-1', voided)).toStrictEqual([]);
  });
});
