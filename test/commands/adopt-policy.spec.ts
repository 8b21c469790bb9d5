import type { Outcome } from '../../src/commands/append-command.js';
import { IdempotencyKeyReused } from '../../src/commands/refusals.js';
import { Impossible, Irregular, Unknown } from '../../src/domain/refusal.js';
import type { Adoption } from '../../src/domain/regulation/policy.js';
import { act } from '../support/office.js';
import { clerk, Premises, type Desk } from './command-desk.js';

const keeper = { ...clerk, sub: 'keeper', roles: ['admin'] };
// The desks' clock stands at 2016-12-31 in Shanghai.
const hearing: Adoption = {
  id: 'P-1',
  effectiveFrom: '2016-12-31',
  adoptedBy: ['commission'],
  consulted: ['organization', 'personnel'],
  reference: '虚构纪发〔2016〕1号',
  changes: { hearingRequired: true },
};

let premises: Premises;
let desk: Desk;

beforeEach(async () => {
  premises = await Premises.open();
  desk = premises.desk();
  const personnel = {
    id: 'personnel',
    name: '虚构市人社局',
    kind: 'personnel-department' as const,
  };
  await desk.registerCommands.carryOut({
    caller: keeper,
    command: { act: 'register-organ', id: 'personnel', body: personnel },
    received: personnel,
    correlationId: 'request-0',
  });
});

afterEach(() => premises.close());

function adopt(changed: Partial<Adoption> = {}, key?: string, by = desk): Promise<Outcome> {
  const body = { ...hearing, ...changed };
  return by.registerCommands.carryOut({
    caller: keeper,
    command: { act: 'adopt-policy', id: body.id, body },
    received: body,
    correlationId: 'request-1',
    ...(key === undefined ? {} : { idempotencyKey: key }),
  });
}

/** A case on which everything is done but to hear the subject. */
async function unheard(): Promise<void> {
  await desk.send('register');
  await desk.send('accept');
  await desk.send('initiate');
  const { digest } = await premises.upload('审批台账');
  await desk.send('evidence', { digest, size: Buffer.byteLength('审批台账') });
  await desk.send('file-report', { materials: [digest] });
  await desk.send('recommend');
}

describe('recording that a policy was adopted', () => {
  it('appends to the one stream of all policies, under the policy it changes', async () => {
    expect(await adopt()).toMatchObject({ revision: 0, events: [{ type: 'PolicyAdopted' }] });
    expect(await adopt({ id: 'P-2' })).toMatchObject({ revision: 1 });
    const [first, second] = await premises.ledger.read('policy-adopted');
    expect([first!.data, second!.data]).toStrictEqual([hearing, { ...hearing, id: 'P-2' }]);
    expect([first!.metadata.policyVersion, second!.metadata.policyVersion]).toStrictEqual([
      'default',
      'P-1',
    ]);
  });

  it('is answered by its first answer when it is sent again, and changes nothing when it is said again', async () => {
    const first = await adopt({}, 'k');
    expect(await adopt({}, 'k')).toStrictEqual({ ...first, replayed: true });
    expect(await adopt()).toMatchObject({ events: [], replayed: false });
    await expect(adopt({ reference: '另一文件' }, 'k')).rejects.toThrow(IdempotencyKeyReused);
    await expect(adopt({ reference: '另一文件' })).rejects.toThrow(Impossible);
    expect(await premises.ledger.read('policy-adopted')).toHaveLength(1);
  });

  it('knows the organs as they are registered', async () => {
    await expect(adopt({ adoptedBy: ['nowhere'] })).rejects.toThrow(
      new Unknown('organ', 'adoptedBy.0'),
    );
    await expect(adopt({ adoptedBy: ['bureau'] })).rejects.toThrow(Impossible);
  });

  it('counts its first day from the clock that dates the record, though this one was set back', async () => {
    await desk.send('register');
    premises.now = new Date('2016-12-01T02:00:00.000Z');
    await expect(adopt({ effectiveFrom: '2016-12-30' })).rejects.toThrow(Impossible);
    await adopt();
  });

  it('records one when two processes do so at once', async () => {
    const other = premises.desk();
    const outcomes = await Promise.all([adopt(), adopt({}, undefined, other)]);
    expect(outcomes.map(({ events }) => events.length).toSorted()).toStrictEqual([0, 1]);
  });
});

describe('an act on a case', () => {
  const { on: _, ...decide } = act('decide').body;

  it('is decided under the policy in force on its day, whenever it is recorded, and names it', async () => {
    await unheard();
    await adopt();
    await expect(desk.send('decide', { ...decide, on: '2016-12-31' })).rejects.toThrow(Irregular);
    await desk.send('decide', { ...decide, on: '2016-12-30' });
    await desk.send('issue-letter', { on: '2016-12-31' });
    const versions = (await desk.events()).map(({ type, metadata }) => [
      type,
      metadata.policyVersion,
    ]);
    expect(versions.slice(-2)).toStrictEqual([
      ['DecisionMade', 'default'],
      ['DecisionLetterIssued', 'P-1'],
    ]);
  });

  it('is read with the policy that another process adopted meanwhile', async () => {
    await unheard();
    const other = premises.desk();
    await adopt({}, undefined, other);
    await other.send('hear-subject', { on: '2016-12-31' });
    const { state } = await desk.cases.newest('C-1');
    expect(state?.hearings[0]?.at.policy).toMatchObject({ id: 'P-1', hearingRequired: true });
    expect(state?.registration.at.policy.id).toBe('default');
  });

  it('is decided again under a policy adopted in between, when it lost a race', async () => {
    await unheard();
    await desk.registers.policies();
    const other = premises.desk();
    desk.interruptOnce(async () => {
      await adopt({}, undefined, other);
      await other.send('hear-subject', { on: '2016-12-31' });
    });
    // The case is read again, with what was recorded under the new policy.
    await desk.send('record-intervention', { on: '2016-12-31' });
    const events = (await desk.events()).slice(-2);
    expect(events.map(({ metadata }) => metadata.policyVersion)).toStrictEqual(['P-1', 'P-1']);
  });
});
