import { createSecretKey, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { sealed as sealedSchema } from '../../src/domain/sealed.js';
import type { CaseKey } from '../../src/ledger/keys.js';
import { open, seal, SealBroken, type Sealed } from '../../src/ledger/sealing.js';

const aKey = (): CaseKey => ({
  keyId: randomBytes(16).toString('base64url'),
  key: createSecretKey(new Uint8Array(randomBytes(32))),
});
const key = aKey();
const place = {
  stream: 'case-1',
  eventId: '0190a5c2-7d1c-8a55-9c3e-0242ac120002',
  field: 'reporter.name',
};
const name = '甲某';

const changed = (sealed: Sealed, change: Partial<Sealed['sealed']>): Sealed => ({
  sealed: { ...sealed.sealed, ...change },
});

describe('a sealed field', () => {
  it('opens where it was sealed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(open(seal(text, key, place), key, place)).toBe(text);
      }),
    );
  });

  it('has the form the events are checked against, and shows nothing of the text', () => {
    for (const text of ['', name, name.repeat(100)]) {
      const sealed = seal(text, key, place);
      expect(sealedSchema.parse(sealed)).toStrictEqual(sealed);
      expect(sealed.sealed.keyId).toBe(key.keyId);
      if (text !== '') expect(JSON.stringify(sealed)).not.toContain(text);
    }
  });

  it('is another one each time', () => {
    const seals = Array.from({ length: 200 }, () => seal(name, key, place).sealed);
    expect(new Set(seals.map(({ nonce }) => nonce)).size).toBe(200);
    expect(new Set(seals.map(({ ciphertext }) => ciphertext)).size).toBe(200);
  });

  it.each([
    ['stream', { stream: 'case-2' }],
    ['event', { eventId: '0190a5c2-7d1c-8a55-9c3e-0242ac120003' }],
    ['field', { field: 'reporter.contact' }],
  ])('does not open in another %s', (_, other) => {
    const sealed = seal(name, key, place);
    expect(() => open(sealed, key, { ...place, ...other })).toThrow(SealBroken);
  });

  it('does not open with another key, nor under another name of its key', () => {
    const sealed = seal(name, key, place);
    const other = aKey();
    expect(() => open(sealed, other, place)).toThrow(SealBroken);
    expect(() => open(sealed, { ...other, keyId: key.keyId }, place)).toThrow(SealBroken);
    const renamed = { ...key, keyId: other.keyId };
    expect(() => open(sealed, renamed, place)).toThrow(SealBroken);
    expect(() => open(changed(sealed, { keyId: other.keyId }), renamed, place)).toThrow(SealBroken);
  });

  it('does not open when any bit of it is flipped', () => {
    const sealed = seal(name, key, place);
    for (const part of ['nonce', 'ciphertext'] as const) {
      const bytes = Buffer.from(sealed.sealed[part], 'base64url');
      for (let bit = 0; bit < bytes.length * 8; bit += 1) {
        const flipped = Buffer.from(bytes);
        flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
        const forged = changed(sealed, { [part]: flipped.toString('base64url') });
        expect(() => open(forged, key, place)).toThrow(SealBroken);
      }
    }
  });

  it.each([
    ['cut short', (text: string) => text.slice(0, -4)],
    ['shorter than its tag', () => 'AAAA'],
    ['empty', () => ''],
    ['padded', (text: string) => `${text}==`],
    ['with a space in it', (text: string) => ` ${text}`],
  ])('does not open when it is %s', (_, change) => {
    const sealed = seal(name, key, place);
    for (const part of ['nonce', 'ciphertext'] as const) {
      const forged = changed(sealed, { [part]: change(sealed.sealed[part]) });
      expect(() => open(forged, key, place)).toThrow(SealBroken);
    }
  });

  it('names its place and not its content when it does not open', () => {
    const failure = (): unknown => open(seal(name, key, place), aKey(), place);
    expect(failure).toThrow(`reporter.name of event ${place.eventId} in case-1 does not open`);
  });
});
