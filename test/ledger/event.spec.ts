import fc from 'fast-check';
import {
  comparePositions,
  isMetadata,
  isEventId,
  isEventType,
  isPosition,
  isStreamName,
  metadataSchema,
} from '../../src/ledger/event.js';
import { act } from '../support/recorded-acts.js';

describe('a position', () => {
  it('is compared as a number, of any length', () => {
    const inOrder = ['0', '1', '9', '10', '99', '100', '12345678901234567', '100000000000000000'];
    expect(inOrder.toReversed().toSorted(comparePositions)).toStrictEqual(inOrder);
    expect(comparePositions('7', '7')).toBe(0);
  });

  it.each(['', '-1', '+1', '01', '1.0', '1e3', ' 1', '0x1', '1234567890123456789'])(
    'is not spelled %j',
    (text) => expect(isPosition(text)).toBe(false),
  );
});

describe('names in the ledger', () => {
  it.each(['case-2024_7.b', 'access-2024-03-01', 'organ-1'])('a stream may be %s', (name) =>
    expect(isStreamName(name)).toBe(true),
  );
  it.each(['', '$all', '-a', 'a b', 'case/1', '案件-1', 'a\n', 'a'.repeat(256)])(
    'a stream may not be %j',
    (name) => expect(isStreamName(name)).toBe(false),
  );
  it.each(['', 'caseAccepted', 'Case-Accepted', '案', 'A\n'])('a type may not be %j', (name) =>
    expect(isEventType(name)).toBe(false),
  );
  it('an id is a UUID in lower case', () => {
    expect(isEventId('0190a5c2-7d1c-8a55-9c3e-0242ac120002')).toBe(true);
    expect(isEventId('0190A5C2-7d1c-8a55-9c3e-0242ac120002')).toBe(false);
    expect(isEventId('0190a5c2-7d1c-8a55-9c3e-0242ac12000')).toBe(false);
  });
});

describe('metadata', () => {
  const { metadata } = act();
  const all = {
    ...metadata,
    irregularities: [{ code: 'late', clause: 'M1-18' }],
    justification: 'because',
  };

  it('is taken whole', () => {
    for (const each of [metadata, all]) {
      expect(metadataSchema.parse(each)).toStrictEqual(each);
      expect(isMetadata(each)).toBe(true);
    }
  });

  const required = Object.keys(metadata);

  it.each(required)('is refused without %s, when written and when read', (field) => {
    const { [field as keyof typeof metadata]: _, ...rest } = metadata;
    expect(metadataSchema.safeParse(rest).success).toBe(false);
    expect(isMetadata(rest)).toBe(false);
    const wrong = { ...metadata, [field]: { another: 'type' } };
    expect(metadataSchema.safeParse(wrong).success).toBe(false);
    expect(isMetadata(wrong)).toBe(false);
  });

  it.each([
    ['a salt too short', { salt: 'ab' }],
    ['a salt in upper case', { salt: metadata.salt.toUpperCase() }],
    ['no UUID', { commandId: 'x' }],
    ['a time without milliseconds', { recordedAt: '2024-03-01T01:02:03Z' }],
    ['a time in another zone', { recordedAt: '2024-03-01T01:02:03.004+08:00' }],
    ['version 0', { schemaVersion: 0 }],
    ['an empty list of irregularities', { irregularities: [] }],
    ['an undefined justification', { justification: undefined }],
    ['an unknown field', { extra: 1 }],
    ['an actor with more', { actor: { ...metadata.actor, name: '甲某' } }],
  ])('is refused with %s when written', (_, change) => {
    expect(metadataSchema.safeParse({ ...metadata, ...change }).success).toBe(false);
    expect(isMetadata({ ...metadata, ...change })).toBe(false);
  });

  it('is what the schema says also when checked by hand', () => {
    const strange = fc.oneof(
      fc.constantFrom<unknown>(undefined, null, '', 'x', 0, 1, -1, 1.5, 2 ** 53, NaN, [], {}, true),
      fc.constantFrom<unknown>([''], ['a', 'b'], ['a', 1], [[]], { issuer: 'i', sub: 's' }),
      fc.constantFrom<unknown>({ issuer: '', sub: 's' }, { issuer: 'i', sub: 's', name: 'n' }),
      fc.constantFrom<unknown>(
        [{ code: 'c', clause: 'M1-1' }],
        [{ code: 'c' }],
        [{ code: '', clause: '' }],
      ),
      fc.constantFrom<unknown>(
        'a'.repeat(64),
        'A'.repeat(64),
        `${'a'.repeat(64)}\n`,
        'g'.repeat(64),
      ),
      fc.constantFrom<unknown>(
        '2024-03-01T01:02:03.004Z',
        '2024-03-01T01:02:03.004Z\n',
        '2024-03-01',
      ),
      fc.uuid(),
      fc.constantFrom('0'.repeat(8) + '-0000-0000-0000-' + '0'.repeat(12)),
      fc.uuid().map((id) => id.toUpperCase()),
      fc.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      fc.string({ maxLength: 3 }),
    );
    const field = fc.constantFrom(...Object.keys(metadataSchema.shape), 'another', 'toString');
    const changes = fc.array(fc.tuple(field, strange), { minLength: 1, maxLength: 3 });
    let taken = 0;
    fc.assert(
      fc.property(changes, (each) => {
        const value = { ...metadata, ...Object.fromEntries(each) };
        const holds = metadataSchema.safeParse(value).success;
        if (holds) taken += 1;
        expect(isMetadata(value)).toBe(holds);
      }),
      { numRuns: 20_000 },
    );
    expect(taken).toBeGreaterThan(500);
    for (const other of [null, undefined, 'text', 7, [], [metadata]]) {
      expect(isMetadata(other)).toBe(false);
    }
  });
});
