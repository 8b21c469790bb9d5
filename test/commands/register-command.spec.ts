import type { RegisterCommand } from '../../src/domain/register/acts.js';
import type { Outcome } from '../../src/commands/append-command.js';
import { IdempotencyKeyReused } from '../../src/commands/refusals.js';
import { Impossible, Unknown } from '../../src/domain/refusal.js';
import { clerk, Premises, type Desk } from './command-desk.js';

const keeper = { ...clerk, sub: 'keeper', roles: ['admin'] };
const court = { id: 'court', name: '虚构法院', kind: 'court' as const, superiorId: 'committee' };
const si = {
  id: 'si',
  name: '巳某',
  sex: 'female' as const,
  organId: 'bureau',
  post: '科员',
  rank: 'section-member' as const,
  category: 'party-government' as const,
  managedBy: 'bureau',
  track: 'department-staff' as const,
};
const registerCourt: RegisterCommand = { act: 'register-organ', id: 'court', body: court };
const registerSi: RegisterCommand = { act: 'register-person', id: 'si', body: si };

let premises: Premises;
let desk: Desk;

beforeEach(async () => {
  premises = await Premises.open();
  desk = premises.desk();
});

afterEach(() => premises.close());

function send(command: RegisterCommand, key?: string): Promise<Outcome> {
  return desk.registerCommands.carryOut({
    caller: keeper,
    command,
    received: command.body,
    correlationId: 'request-1',
    ...(key === undefined ? {} : { idempotencyKey: key }),
  });
}

describe('keeping the registers', () => {
  it('records an organ and a person in streams of their own', async () => {
    expect(await send(registerCourt)).toMatchObject({ revision: 0, replayed: false });
    expect(await send(registerSi)).toMatchObject({ events: [{ type: 'PersonRegistered' }] });
    expect((await premises.ledger.read('organ-court'))[0]!.data).toStrictEqual(court);
    expect((await premises.ledger.read('person-si'))[0]!.data).toStrictEqual(si);
    expect(await desk.registers.organ('court')).toMatchObject({
      organId: 'court',
      name: '虚构法院',
    });
  });

  it('changes nothing when the same is registered again, and refuses other content', async () => {
    await send(registerCourt);
    expect(await send(registerCourt)).toMatchObject({ revision: 0, events: [], replayed: false });
    await expect(send({ ...registerCourt, body: { ...court, name: '另一法院' } })).rejects.toThrow(
      Impossible,
    );
  });

  it('answers a change sent again under its key by its first answer', async () => {
    await send(registerSi);
    const change: RegisterCommand = {
      act: 'change-person',
      id: 'si',
      body: { since: '2016-01-01', post: '科长' },
    };
    const first = await send(change, 'k');
    expect(await send(change, 'k')).toStrictEqual({ ...first, replayed: true });
    await expect(
      send({ ...change, body: { since: '2016-01-01', post: '局长' } }, 'k'),
    ).rejects.toThrow(IdempotencyKeyReused);
    await expect(send(registerCourt, 'k')).rejects.toThrow(IdempotencyKeyReused);
    expect(await premises.ledger.read('person-si')).toHaveLength(2);
  });

  it.each(['organId', 'managedBy', 'fileKeeperOrganId'] as const)(
    'refuses a person whose %s is not registered',
    async (field) => {
      await expect(send({ ...registerSi, body: { ...si, [field]: 'nowhere' } })).rejects.toThrow(
        new Unknown('organ', field),
      );
      await send(registerSi);
      const body = { since: '2016-01-01', [field]: 'nowhere' };
      await expect(send({ act: 'change-person', id: 'si', body })).rejects.toThrow(
        new Unknown('organ', field),
      );
    },
  );

  it('refuses a change of what is not registered', async () => {
    await expect(
      send({ act: 'change-organ', id: 'nowhere', body: { since: '2016-01-01', name: '某局' } }),
    ).rejects.toThrow(new Unknown('organ'));
  });

  it('registers one organ when two processes do so at once', async () => {
    desk = premises.desk();
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => send(registerCourt)));
    expect(outcomes.filter(({ events }) => events.length > 0)).toHaveLength(1);
  });
});

describe('the scope of an organ', () => {
  const reaches = (viewer: string, organ: string, widely = false) =>
    desk.registers.reaches(viewer, [organ], widely);

  it('is itself and the organs below', async () => {
    expect(await reaches('commission', 'commission')).toBe(true);
    expect(await reaches('committee', 'commission')).toBe(true);
    expect(await reaches('commission', 'committee')).toBe(false);
    expect(await reaches('commission', 'bureau')).toBe(false);
    expect(await reaches('commission', 'nowhere')).toBe(false);
  });

  it('is for who supervises also each organ that names it, with those below', async () => {
    const inspectors = { id: 'inspectors', name: '虚构巡察组', kind: 'other' as const };
    await send({ act: 'register-organ', id: 'inspectors', body: inspectors });
    await send({
      act: 'change-organ',
      id: 'committee',
      body: { since: '2016-01-01', supervisedBy: ['inspectors'] },
    });
    expect(await reaches('inspectors', 'committee', true)).toBe(true);
    expect(await reaches('inspectors', 'bureau', true)).toBe(true);
    expect(await reaches('inspectors', 'ministry', true)).toBe(false);
    expect(await reaches('inspectors', 'bureau', false)).toBe(false);
  });

  it('ends where organs stand in a circle', async () => {
    await send({
      act: 'change-organ',
      id: 'committee',
      body: { since: '2016-01-01', superiorId: 'bureau' },
    });
    expect(await reaches('commission', 'bureau', true)).toBe(false);
  });
});
