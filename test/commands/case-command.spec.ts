import {
  CaseMovedOn,
  IdempotencyKeyReused,
  OutOfScope,
  RevisionMismatch,
} from '../../src/commands/refusals.js';
import { metadataSchema } from '../../src/ledger/event.js';
import { LedgerDamaged } from '../../src/ledger/ledger.js';
import { Impossible, Irregular, Unknown } from '../../src/domain/refusal.js';
import { acts } from '../support/office.js';
import { clerk, Premises, type Desk } from './command-desk.js';

let premises: Premises;
let desk: Desk;

beforeEach(async () => {
  premises = await Premises.open();
  desk = premises.desk();
});

afterEach(() => premises.close());

/** A case with a regular road up to and with an act. */
async function led(on: Desk, ...names: Parameters<Desk['send']>[0][]): Promise<void> {
  for (const name of names) await on.send(name);
}

describe('an act on a case', () => {
  it('is appended with who did it, when, and by which command', async () => {
    const outcome = await desk.send('register');
    const [event] = await desk.events();
    expect(outcome).toStrictEqual({
      caseId: 'C-1',
      revision: 0,
      position: event!.position,
      events: [
        { eventId: event!.id, type: 'CaseRegistered', revision: 0, position: event!.position },
      ],
      notices: [],
      replayed: false,
    });
    expect(event!.data).toStrictEqual(acts.register);
    expect(metadataSchema.parse(event!.metadata)).toMatchObject({
      actor: { issuer: 'test', sub: 'clerk' },
      organ: 'commission',
      roles: clerk.roles,
      correlationId: 'request-1',
      causationId: event!.metadata.commandId,
      recordedAt: '2016-12-31T02:00:00.000Z',
      schemaVersion: 1,
      policyVersion: 'default',
    });
  });

  it('takes the next revision and position', async () => {
    const registered = await desk.send('register');
    const accepted = await desk.send('accept');
    expect(accepted.revision).toBe(1);
    expect(Number(accepted.position)).toBe(Number(registered.position) + 1);
  });

  it('makes the ids that the caller left out, the same for the same command', async () => {
    const first = await desk.send('register', { id: undefined }, { key: 'k' });
    expect((await desk.send('register', { id: undefined }, { key: 'k' })).caseId).toBe(
      first.caseId,
    );
    expect((await desk.send('register', { id: undefined })).caseId).not.toBe(first.caseId);
    expect(await desk.types(first.caseId)).toStrictEqual(['CaseRegistered']);
  });

  it('is refused on a case that is not there', async () => {
    await expect(desk.send('accept')).rejects.toThrow(new Unknown('case'));
    expect(await desk.events()).toStrictEqual([]);
  });

  it('is refused when its day has not come in Shanghai', async () => {
    premises.now = new Date('2015-08-31T15:59:59.999Z');
    await expect(desk.send('register')).rejects.toThrow(Impossible);
    premises.now = new Date('2015-08-31T16:00:00.000Z');
    expect((await desk.send('register')).revision).toBe(0);
  });

  it('is recorded at instants that never go back, also when the clock does', async () => {
    await desk.send('register');
    premises.now = new Date('2016-12-30T00:00:00.000Z');
    await desk.send('accept');
    premises.now = new Date('2016-12-31T03:00:00.000Z');
    await desk.send('initiate');
    expect((await desk.events()).map(({ metadata }) => metadata.recordedAt)).toStrictEqual([
      '2016-12-31T02:00:00.000Z',
      '2016-12-31T02:00:00.000Z',
      '2016-12-31T03:00:00.000Z',
    ]);
  });

  it('that says what is so already changes nothing', async () => {
    await led(desk, 'register');
    const accepted = await desk.send('accept');
    expect(await desk.send('accept')).toStrictEqual({
      caseId: 'C-1',
      revision: 1,
      position: accepted.position,
      events: [],
      notices: [],
      replayed: false,
    });
    expect(await desk.types()).toStrictEqual(['CaseRegistered', 'CaseAccepted']);
  });
});

describe('an irregular act', () => {
  const codes = ['initiated-without-acceptance'];
  const justification = '情况紧急。';

  it('is refused with every code, and nothing is stored', async () => {
    await desk.send('register');
    const refusal = await desk.send('initiate').catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Irregular);
    expect(refusal).toMatchObject({ irregularities: [{ code: codes[0], clause: 'M1-20' }] });
    expect(await desk.types()).toStrictEqual(['CaseRegistered']);
  });

  it('is stored with its codes and the justification once they are acknowledged', async () => {
    await desk.send('register');
    await desk.send('initiate', {}, { acknowledge: { codes, justification } });
    expect((await desk.events())[1]!.metadata).toMatchObject({
      irregularities: [{ code: codes[0], clause: 'M1-20' }],
      justification,
    });
  });

  it.each([
    ['others', ['delivered-late']],
    ['more', [...codes, 'delivered-late']],
  ])('is refused when %s are acknowledged', async (_, acknowledged) => {
    await desk.send('register');
    await expect(
      desk.send('initiate', {}, { acknowledge: { codes: acknowledged, justification } }),
    ).rejects.toThrow(Irregular);
  });

  it('leaves no acknowledgement on what is regular', async () => {
    await led(desk, 'register', 'accept');
    await desk.send('initiate', {}, { acknowledge: { codes, justification } });
    expect((await desk.events())[2]!.metadata).not.toHaveProperty('justification');
  });
});

describe('an act sent again under its key', () => {
  it('is answered by its first answer', async () => {
    const first = await desk.send('register', {}, { key: 'k' });
    await desk.send('accept');
    expect(await desk.send('register', {}, { key: 'k' })).toStrictEqual({
      ...first,
      replayed: true,
    });
    expect(await desk.types()).toStrictEqual(['CaseRegistered', 'CaseAccepted']);
  });

  it('is answered by its first answer also by another process and on another revision', async () => {
    await desk.send('register');
    const first = await desk.send('evidence', await premises.upload('一'), {
      key: 'k',
      ifMatch: 0,
    });
    const again = await premises
      .desk()
      .send('evidence', await premises.upload('一'), { key: 'k', ifMatch: 0 });
    expect(again).toStrictEqual({ ...first, replayed: true });
  });

  it('is refused with another body, act or path', async () => {
    await desk.send('register');
    await desk.send('accept', {}, { key: 'k' });
    const others = [
      desk.send('accept', { on: '2015-09-03' }, { key: 'k' }),
      desk.send('close', {}, { key: 'k' }),
      desk.send('register', {}, { key: 'k' }),
    ];
    for (const other of others) await expect(other).rejects.toThrow(IdempotencyKeyReused);
    expect(await desk.types()).toStrictEqual(['CaseRegistered', 'CaseAccepted']);
  });

  it('is refused on another case', async () => {
    await desk.send('register');
    await desk.send('register', { id: 'C-2' });
    await desk.send('accept', {}, { key: 'k' });
    await expect(desk.send('accept', {}, { key: 'k', caseId: 'C-2' })).rejects.toThrow(
      IdempotencyKeyReused,
    );
    expect(await desk.types('C-2')).toStrictEqual(['CaseRegistered']);
  });

  it('is another act when somebody else sends it', async () => {
    await desk.send('register');
    const upload = await premises.upload('一');
    await desk.send('evidence', upload, { key: 'k' });
    await desk.send('evidence', upload, { key: 'k', caller: { ...clerk, sub: 'other' } });
    await desk.send('evidence', upload, { key: 'k', caller: { ...clerk, issuer: 'other' } });
    expect(await desk.types()).toHaveLength(4);
  });

  it('is decided anew when it was refused the first time', async () => {
    await desk.send('register');
    await expect(desk.send('initiate', {}, { key: 'k' })).rejects.toThrow(Irregular);
    await desk.send('accept');
    expect(await desk.send('initiate', {}, { key: 'k' })).toMatchObject({
      revision: 2,
      replayed: false,
    });
  });

  it.each([1, 2])('fifty times at once to %s processes leaves one event', async (processes) => {
    await desk.send('register');
    const desks = Array.from({ length: processes }, () => premises.desk());
    const upload = await premises.upload('一');
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        desks[index % processes]!.send('evidence', upload, { key: 'k' }),
      ),
    );
    expect(await desk.types()).toStrictEqual(['CaseRegistered', 'EvidenceAdded']);
    expect(new Set(outcomes.map(({ events }) => events[0]?.eventId)).size).toBe(1);
    expect(outcomes.filter(({ replayed }) => !replayed)).toHaveLength(1);
  });
});

describe('an act on the revision the caller saw', () => {
  it('is done when the case stands there', async () => {
    await desk.send('register');
    expect((await desk.send('accept', {}, { ifMatch: 0 })).revision).toBe(1);
  });

  it('is refused when the case has moved on, also in between', async () => {
    await led(desk, 'register', 'accept');
    await expect(desk.send('initiate', {}, { ifMatch: 0 })).rejects.toThrow(
      new RevisionMismatch(1),
    );
    desk.interruptOnce(() => premises.desk().send('record-intervention'));
    await expect(desk.send('initiate', {}, { ifMatch: 1 })).rejects.toThrow(
      new RevisionMismatch(2),
    );
    expect(await desk.types()).toHaveLength(3);
  });
});

describe('a lost race', () => {
  it('is decided again, and succeeds where the act is regular still', async () => {
    await led(desk, 'register', 'accept');
    desk.interruptOnce(() =>
      premises.desk().send('record-intervention', { contacted: { name: '辰某' } }),
    );
    expect((await desk.send('initiate')).revision).toBe(3);
    expect((await desk.types()).slice(2)).toStrictEqual([
      'InterventionRecorded',
      'InvestigationInitiated',
    ]);
  });

  it('is told as such where the act has become impossible', async () => {
    await desk.send('register');
    desk.interruptOnce(() => premises.desk().send('accept', { organId: 'organization' }));
    const refusal = await desk.send('accept').catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(CaseMovedOn);
    expect(refusal).toMatchObject({ cause: expect.any(Impossible) as Impossible });
    expect(await desk.types()).toStrictEqual(['CaseRegistered', 'CaseAccepted']);
  });

  it('is told as such where the act has become irregular', async () => {
    await led(desk, 'register', 'accept');
    desk.interruptOnce(() => premises.desk().send('transfer'));
    const refusal = await desk.send('initiate').catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(CaseMovedOn);
    expect(refusal).toMatchObject({ cause: expect.any(Irregular) as Irregular });
    expect(await desk.types()).toHaveLength(3);
  });

  it('changes nothing where the case says so by now', async () => {
    await desk.send('register');
    desk.interruptOnce(() => premises.desk().send('accept'));
    expect(await desk.send('accept')).toMatchObject({ revision: 1, events: [], replayed: false });
  });

  it('between two of the same id is a case that is registered already', async () => {
    desk.interruptOnce(() => premises.desk().send('register', { summary: '另一件事。' }));
    await expect(desk.send('register')).rejects.toThrow(CaseMovedOn);
  });

  it('against the same command, with another act between, is its first answer', async () => {
    await desk.send('register');
    const upload = await premises.upload('一');
    const other = premises.desk();
    desk.interruptOnce(async () => {
      await other.send('record-intervention');
      await other.send('evidence', upload, { key: 'k' });
    });
    expect(await desk.send('evidence', upload, { key: 'k' })).toMatchObject({
      revision: 2,
      replayed: true,
    });
    expect(await desk.types()).toStrictEqual([
      'CaseRegistered',
      'InterventionRecorded',
      'EvidenceAdded',
    ]);
  });

  it('against the same command is its first answer', async () => {
    await desk.send('register');
    const upload = await premises.upload('一');
    desk.interruptOnce(() => premises.desk().send('evidence', upload, { key: 'k' }));
    expect(await desk.send('evidence', upload, { key: 'k' })).toMatchObject({
      revision: 1,
      replayed: true,
    });
    expect(await desk.types()).toHaveLength(2);
  });

  it('against another command under the same key is a key reused', async () => {
    await desk.send('register');
    const [one, two] = [await premises.upload('一'), await premises.upload('二')];
    desk.interruptOnce(() => premises.desk().send('evidence', one, { key: 'k' }));
    await expect(desk.send('evidence', two, { key: 'k' })).rejects.toThrow(IdempotencyKeyReused);
    expect(await desk.types()).toHaveLength(2);
  });

  it('of many acts at once loses none of them', async () => {
    await desk.send('register');
    const desks = [desk, premises.desk(), premises.desk()];
    await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        desks[index % 3]!.send('record-intervention', { content: `第${String(index)}次。` }),
      ),
    );
    const contents = (await desk.events()).slice(1).map(({ data }) => data['content']);
    expect(new Set(contents).size).toBe(30);
  });
});

describe('whose cases a caller works on', () => {
  const of = (organ: string) => ({ caller: { ...clerk, sub: organ, organ } });

  it('are those of its own organ and of the organs below', async () => {
    await desk.send('register');
    expect((await desk.send('accept', {}, of('committee'))).revision).toBe(1);
    await expect(desk.send('initiate', {}, of('bureau'))).rejects.toThrow(new Unknown('case'));
    await expect(desk.send('initiate', {}, of('ministry'))).rejects.toThrow(new Unknown('case'));
  });

  it('are also those that were transferred to it, and those it handed on', async () => {
    await led(desk, 'register', 'accept');
    await expect(desk.send('evidence', {}, of('organization'))).rejects.toThrow(
      new Unknown('case'),
    );
    await desk.send('transfer');
    expect(
      (await desk.send('accept', { on: '2015-09-04', organId: 'organization' }, of('organization')))
        .revision,
    ).toBe(3);
    expect((await desk.send('record-intervention')).revision).toBe(4);
  });

  it('do not bound those who are not bound to their organ', async () => {
    await desk.send('register');
    expect((await desk.send('accept', {}, { ...of('bureau'), unbound: true })).revision).toBe(1);
  });

  it('cannot be registered for an organ elsewhere', async () => {
    await expect(desk.send('register', {}, of('bureau'))).rejects.toThrow(OutOfScope);
    await expect(desk.send('register', { receivedBy: 'nowhere' })).rejects.toThrow(OutOfScope);
    expect(await desk.events()).toStrictEqual([]);
  });

  it('are not told apart from cases that are not there, except to who would take the id', async () => {
    await desk.send('register');
    const missing = await desk
      .send('accept', {}, { caseId: 'C-9' })
      .catch((error: unknown) => error);
    const others = await desk.send('accept', {}, of('bureau')).catch((error: unknown) => error);
    expect(others).toStrictEqual(missing);
    await expect(desk.send('register', { receivedBy: 'bureau' }, of('bureau'))).rejects.toThrow(
      Impossible,
    );
  });
});

describe('decisions on one person in two cases at once', () => {
  const road = ['register', 'accept', 'initiate', 'file-report', 'recommend'] as const;

  it('see each other', async () => {
    for (const caseId of ['C-1', 'C-2', 'C-3'])
      for (const name of road)
        await desk.send(name, name === 'register' ? { id: caseId } : {}, { caseId });
    const decisions = await Promise.allSettled(
      ['C-1', 'C-2', 'C-3'].map((caseId) =>
        desk.send('decide', { decisionId: `D-${caseId}` }, { caseId }),
      ),
    );
    const priors = await Promise.all(
      ['C-1', 'C-2', 'C-3'].map(async (caseId) => (await desk.events(caseId))[5]?.data['priors']),
    );
    expect(priors).toMatchObject([[], [{ caseId: 'C-1', decisionId: 'D-C-1' }], undefined]);
    expect(decisions.map(({ status }) => status)).toStrictEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
    ]);
    expect(decisions[2]).toMatchObject({ reason: expect.any(Irregular) as Irregular });
  });

  it('say how far the ledger was read', async () => {
    for (const name of road) await desk.send(name);
    const before = (await desk.events()).at(-1)!;
    await desk.send('decide');
    expect((await desk.events())[5]!.data).toMatchObject({ priors: [], factsAsOf: before.id });
  });
});

describe('a damaged case', () => {
  it('is refused loudly, naming the position', async () => {
    await desk.send('register');
    const [registered] = await desk.events();
    const { position } = await premises.ledger.append('case-C-1', 0, [
      {
        id: '00000000-0000-8000-8000-000000000001',
        type: 'CaseForgotten',
        data: {},
        metadata: registered!.metadata,
      },
    ]);
    const refusal = await desk.send('accept').catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(LedgerDamaged);
    expect(refusal).toMatchObject({ position });
  });
});
