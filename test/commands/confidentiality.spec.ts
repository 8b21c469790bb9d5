import { createHash } from 'node:crypto';
import { IdempotencyKeyReused } from '../../src/commands/refusals.js';
import { Impossible, Unknown } from '../../src/domain/refusal.js';
import { sealed, type Sealed } from '../../src/domain/sealed.js';
import { canonicalJson } from '../../src/ledger/canonical-json.js';
import type { Json, RecordedEvent } from '../../src/ledger/event.js';
import { open } from '../../src/ledger/sealing.js';
import { sentBody } from '../support/given.js';
import { act } from '../support/office.js';
import { clerk, Desk, Premises } from './command-desk.js';

const name = '举报人卯某';
const contact = 'mao@reporter.example';
const reporter = { mode: 'confidential', name, contact };
const title = '卯某的来信原件';

let premises: Premises;
let desk: Desk;

beforeEach(async () => {
  premises = await Premises.open();
  desk = premises.desk();
});

afterEach(() => premises.close());

/** A sealed field, opened with the case's key at the place where it stands. */
function opened(event: RecordedEvent, field: string, value: Json | undefined): string {
  return open(sealed.parse(value), premises.keys.get('C-1')!, {
    stream: event.stream,
    eventId: event.id,
    field,
  });
}

describe("a reporter's name and contact", () => {
  it('stand nowhere in clear, and open with the key of the case', async () => {
    await desk.send('register', { reporter });
    for (const clear of [name, contact, JSON.stringify(name).slice(1, -1)])
      expect(premises.filesShowing(clear)).toStrictEqual([]);
    const [event] = await desk.events();
    const stored = event!.data['reporter'] as { mode: string; name: Sealed; contact: Sealed };
    expect(Object.keys(stored).toSorted()).toStrictEqual(['contact', 'mode', 'name']);
    expect(stored.mode).toBe('confidential');
    expect(opened(event!, 'reporter.name', stored.name)).toBe(name);
    expect(opened(event!, 'reporter.contact', stored.contact)).toBe(contact);
  });

  it('do not open in the place of one another', async () => {
    await desk.send('register', { reporter });
    const [event] = await desk.events();
    const stored = event!.data['reporter'] as { name: Sealed };
    expect(() => opened(event!, 'reporter.contact', stored.name)).toThrow('does not open');
  });

  it('are found where they do stand: the search is no blind one', async () => {
    await desk.send('register', { summary: `${name}反映审批拖延。` });
    expect(premises.filesShowing(name)).not.toStrictEqual([]);
  });

  it('cannot be tried against the hash of the request', async () => {
    await desk.send('register', { reporter });
    const [event] = await desk.events();
    const asked = { act: 'register', caseId: null, body: sentBody('register', { reporter }) };
    const guessed = createHash('sha256').update(canonicalJson(asked)).digest('hex');
    expect(event!.metadata.requestHash).not.toBe(guessed);
    await desk.send('register', { id: 'C-2' });
    const plain = { act: 'register', caseId: null, body: sentBody('register', { id: 'C-2' }) };
    expect((await desk.events('C-2'))[0]!.metadata.requestHash).toBe(
      createHash('sha256').update(canonicalJson(plain)).digest('hex'),
    );
  });

  it('have no key where there is nothing to seal', async () => {
    await desk.send('register');
    await desk.send('register', { id: 'C-2', reporter: { mode: 'anonymous' } });
    expect([premises.keys.get('C-1'), premises.keys.get('C-2')]).toStrictEqual([
      undefined,
      undefined,
    ]);
  });
});

describe('a registration with a reporter, sent again under its key', () => {
  it('is answered by its first answer', async () => {
    const first = await desk.send('register', { reporter }, { key: 'k' });
    expect(await desk.send('register', { reporter }, { key: 'k' })).toStrictEqual({
      ...first,
      replayed: true,
    });
    expect(await premises.desk().send('register', { reporter }, { key: 'k' })).toStrictEqual({
      ...first,
      replayed: true,
    });
  });

  it('is refused with another reporter, or none', async () => {
    await desk.send('register', { reporter }, { key: 'k' });
    await expect(
      desk.send('register', { reporter: { ...reporter, name: '辰某' } }, { key: 'k' }),
    ).rejects.toThrow(IdempotencyKeyReused);
    await expect(desk.send('register', {}, { key: 'k' })).rejects.toThrow(IdempotencyKeyReused);
  });

  it('is answered by its first answer also when the key of the case is destroyed', async () => {
    const first = await desk.send('register', { reporter }, { key: 'k' });
    const keyless = new Desk(
      premises.ledger,
      { ...premises.keys, get: () => undefined },
      premises.evidence,
      () => premises.now,
    );
    expect(await keyless.send('register', { reporter }, { key: 'k' })).toStrictEqual({
      ...first,
      replayed: true,
    });
  });
});

describe('a confidential act under a key that another act was sent under', () => {
  const bytes = '巳某亲笔：反映虚构局审批拖延。';

  it.each([
    ['another act', 'accept', {}],
    ['the same in clear', 'evidence', { title: '审批台账' }],
  ] as const)('is refused on a case that never had a key: %s', async (_, act, body) => {
    await desk.send('register');
    const upload = await premises.upload(bytes);
    await desk.send(act, act === 'evidence' ? { ...upload, ...body } : body, { key: 'k' });
    await expect(
      desk.send('evidence', { ...upload, title, sealed: 'reporter' }, { key: 'k' }),
    ).rejects.toThrow(IdempotencyKeyReused);
    expect(await desk.events()).toHaveLength(2);
    // Nothing was sealed in their place: they are still there.
    expect(premises.filesShowing(bytes)).toHaveLength(1);
  });

  it('is refused also when the key of the case is destroyed', async () => {
    await desk.send('register', { reporter }, { key: 'k' });
    const upload = await premises.upload(bytes);
    const keyless = new Desk(
      premises.ledger,
      { ...premises.keys, get: () => undefined },
      premises.evidence,
      () => premises.now,
    );
    await expect(
      keyless.send('evidence', { ...upload, title, sealed: 'reporter' }, { key: 'k' }),
    ).rejects.toThrow(IdempotencyKeyReused);
  });
});

describe("material kept with the reporter's identity", () => {
  const bytes = '卯某亲笔：反映虚构局审批拖延。';

  beforeEach(() => desk.send('register'));

  it('has neither title nor digest nor bytes in clear, and is sealed under the key of the case', async () => {
    const upload = await premises.upload(bytes);
    expect(premises.filesShowing(bytes)).toHaveLength(1);
    await desk.send('evidence', { ...upload, title, sealed: 'reporter' });
    expect(premises.filesShowing(title)).toStrictEqual([]);
    expect(premises.filesShowing(bytes)).toStrictEqual([]);
    // The digest would let whoever guesses the document test it.
    expect(premises.filesShowing(upload.digest.slice('sha-256:'.length))).toStrictEqual([]);
    const event = (await desk.events())[1]!;
    expect(JSON.parse(opened(event, 'material', event.data['material']))).toStrictEqual({
      digest: upload.digest,
      mediaType: 'application/pdf',
      size: upload.size,
      title,
    });
  });

  it('is recorded once, though its bytes are gone when it is sent again under its key', async () => {
    const body = { ...(await premises.upload(bytes)), title, sealed: 'reporter' };
    const first = await desk.send('evidence', body, { key: 'k' });
    expect(await desk.send('evidence', body, { key: 'k' })).toStrictEqual({
      ...first,
      replayed: true,
    });
    await expect(
      desk.send('evidence', { ...body, title: '另一封信' }, { key: 'k' }),
    ).rejects.toThrow(IdempotencyKeyReused);
  });

  it('takes its plain bytes away also when the first attempt died before that', async () => {
    const body = { ...(await premises.upload(bytes)), title, sealed: 'reporter' };
    await desk.send('evidence', body, { key: 'k' });
    await premises.upload(bytes);
    await desk.send('evidence', body, { key: 'k' });
    expect(premises.filesShowing(bytes)).toStrictEqual([]);
  });

  it('leaves the bytes that another case has on record openly', async () => {
    await desk.send('register', { id: 'C-2' });
    const upload = await premises.upload(bytes);
    await desk.send('evidence', upload, { caseId: 'C-2' });
    await desk.send('evidence', { ...upload, title, sealed: 'reporter' });
    expect(await premises.evidence.size(upload.digest)).toBe(upload.size);
  });

  it('stays sealed when an act that would have named it openly was refused before', async () => {
    const upload = await premises.upload(bytes);
    await expect(desk.send('evidence', { ...upload, on: '2999-01-01' })).rejects.toThrow(
      Impossible,
    );
    await desk.send('evidence', { ...upload, title, sealed: 'reporter' });
    expect(await premises.evidence.size(upload.digest)).toBeUndefined();
    expect(premises.filesShowing(bytes)).toStrictEqual([]);
  });

  it('can be recorded by a second attempt when the first died before its event', async () => {
    const upload = await premises.upload(bytes);
    await premises.evidence.sealFor(upload.digest, premises.keys.ensure('C-1'));
    await premises.evidence.removePlain(upload.digest);
    await desk.send('evidence', { ...upload, title, sealed: 'reporter' });
    expect(await desk.events()).toHaveLength(2);
  });

  it('leaves no key behind when the act is refused', async () => {
    await expect(
      desk.send('evidence', {
        ...(await premises.upload(bytes)),
        title,
        sealed: 'reporter',
        on: '2999-01-01',
      }),
    ).rejects.toThrow(Impossible);
    expect(premises.keys.get('C-1')).toBeUndefined();
  });

  it('makes no key for a case of others', async () => {
    const upload = await premises.upload(bytes);
    const stranger = { ...clerk, sub: 'stranger', organ: 'bureau' };
    await expect(
      desk.send('evidence', { ...upload, title, sealed: 'reporter' }, { caller: stranger }),
    ).rejects.toThrow(new Unknown('case'));
    expect(premises.keys.get('C-1')).toBeUndefined();
    expect(await premises.evidence.size(upload.digest)).toBe(upload.size);
  });
});

describe('material', () => {
  beforeEach(() => desk.send('register'));

  it('is recorded once its bytes are there', async () => {
    await expect(desk.send('evidence')).rejects.toThrow(new Unknown('evidence', 'digest'));
    const upload = await premises.upload('一');
    await desk.send('evidence', upload);
    expect((await desk.events())[1]!.data).toStrictEqual({ ...act('evidence').body, ...upload });
  });

  it('is refused with another size than the bytes have', async () => {
    const upload = await premises.upload('一');
    await expect(desk.send('evidence', { ...upload, size: upload.size + 1 })).rejects.toMatchObject(
      {
        trouble: { path: 'size' },
      },
    );
  });
});
