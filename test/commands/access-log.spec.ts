import { AccessLog } from '../../src/commands/access-log.js';
import { RecordingClock } from '../../src/commands/clock.js';
import { newSalt } from '../../src/commands/randomness.js';
import { decodeEvent } from '../../src/domain/catalogue.js';
import { clerk, Premises } from './command-desk.js';

describe('reading a sensitive record', () => {
  let premises: Premises;
  beforeEach(async () => {
    premises = await Premises.open();
  });
  afterEach(() => premises.close());

  const access = {
    route: 'GET /api/v1/cases/:caseId',
    records: ['case/C-1'],
    fields: ['case-file'],
  };

  it('is on the ledger when the record is shown, in the stream of the day in Shanghai', async () => {
    const log = new AccessLog(
      {
        ledger: premises.ledger,
        clock: new RecordingClock({ now: () => premises.now }),
        salt: newSalt,
      },
      premises.desk().registers,
    );
    premises.now = new Date('2016-12-31T15:59:59.999Z');
    await log.record(clerk, access, 'request-1');
    premises.now = new Date('2016-12-31T16:00:00.000Z');
    await Promise.all([
      log.record(clerk, access, 'request-2'),
      log.record(clerk, access, 'request-2'),
    ]);
    expect(await premises.ledger.read('access-2016-12-31')).toHaveLength(1);
    const newYear = await premises.ledger.read('access-2017-01-01');
    expect(newYear).toHaveLength(2);
    expect(decodeEvent(newYear[0]!)).toStrictEqual({ type: 'RecordAccessed', data: access });
    expect(newYear[0]!.metadata).toMatchObject({
      actor: { sub: 'clerk' },
      correlationId: 'request-2',
    });
  });
});
