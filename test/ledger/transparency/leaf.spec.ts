import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';
import type { JsonObject } from '../../../src/ledger/canonical-json.js';
import {
  entryBytes,
  entryOf,
  entryOfTexts,
  type LoggedEvent,
} from '../../../src/ledger/transparency/leaf.js';

const event: LoggedEvent = {
  id: '6f1d2c3b-0000-8000-8000-000000000001',
  stream: 'case-C-1',
  revision: 3,
  type: 'DecisionMade',
  data: { on: '2025-04-18', reasons: '首次，且工程已复工。', n: 1.5e-9, b: [true, null, {}] },
  metadata: { salt: 'ab'.repeat(32), recordedAt: '2025-04-18T08:00:00.000Z', schemaVersion: 2 },
};

/** By another canonicaliser, from the words of the format alone. */
function asWritten({ id, stream, revision, type, data, metadata }: LoggedEvent): string {
  const canonical = canonicalize({ type, stream, revision, metadata, id, data });
  return createHash('sha256')
    .update(`wenze/event/v1\n${String(canonical)}`, 'utf8')
    .digest('hex');
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('the entry of an event', () => {
  it('is the SHA-256 of its name and its canonical JSON, as another program computes it', () => {
    expect(entryOf(event)).toHaveLength(entryBytes);
    expect(hex(entryOf(event))).toBe(asWritten(event));
  });

  it('stays what it was in the first release', () => {
    expect(hex(entryOf(event))).toBe(
      'cb1c358ff84d6a0070fb806e79d49fd5201fb79bc820ddcd08680d901527d616',
    );
  });

  it('is the same from the texts as they are stored', () => {
    const texts = {
      ...event,
      data: String(canonicalize(event.data)),
      metadata: String(canonicalize(event.metadata)),
    };
    expect(entryOfTexts(texts)).toEqual(entryOf(event));
  });

  it('is the same rule for an event of any length, and for names that JSON escapes', () => {
    const longer = [20_000, 22_000, 70_000].map((length) => ({
      ...event,
      data: { reasons: '经'.repeat(length) },
    }));
    for (const one of [...longer, { ...event, id: 'a"b\\', stream: '案件 1\n', type: '' }])
      expect(hex(entryOf(one))).toBe(asWritten(one));
  });

  it('is another one when any of its six fields is', () => {
    const others: LoggedEvent[] = [
      { ...event, id: '6f1d2c3b-0000-8000-8000-000000000002' },
      { ...event, stream: 'case-C-2' },
      { ...event, revision: 4 },
      { ...event, type: 'DecisionMade2' },
      { ...event, data: { ...event.data, n: 2 } },
      { ...event, metadata: { ...event.metadata, salt: 'ac'.repeat(32) } },
    ];
    const all = [event, ...others].map((one) => hex(entryOf(one)));
    expect(new Set(all).size).toBe(7);
  });

  it('is not made of what could not have been stored', () => {
    const unstorable: JsonObject[] = [{ a: '\ud800' }, { a: 2 ** 53 }, { a: -0 }];
    for (const data of unstorable)
      expect(() => entryOf({ ...event, data })).toThrow(
        expect.objectContaining({ name: 'NotCanonical' }) as Error,
      );
  });
});
