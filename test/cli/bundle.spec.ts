// A case as a file: made of a data directory that was signed, verified by what is in it alone, and
// found out wherever anything in it was changed.
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { verifyBundle } from '../../src/cli/verify-bundle.js';
import { canonicalJson, type JsonObject } from '../../src/ledger/canonical-json.js';
import { readVerifierKeys } from '../../src/ledger/sequencer/log-key.js';
import { copyOf, grow, noteOf, sign } from '../ledger/sequencer/signed-ledger.js';
import { History } from '../projections/history.js';
import { entryOf, receiptHolds } from '../support/outsider.js';
import { emptyDataDir } from '../support/running-service.js';
import { seeded } from '../support/seeded.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { dataDirOf, wenze } from './command-line.js';

const document = 'a document of the case\n';
const digest = `sha-256:${createHash('sha256').update(document).digest('hex')}`;

let directory: string;
let key: string;
let file: string;
let bundle: Bundle;

const json = z.custom<JsonObject>((value) => typeof value === 'object' && value !== null);
const bundled = z.strictObject({
  index: z.int(),
  hashes: z.array(z.string()),
  event: z.strictObject({
    id: z.string(),
    stream: z.string(),
    revision: z.int(),
    type: z.string(),
    data: json,
    metadata: json,
  }),
  digests: z.strictObject({ data: z.string(), metadata: z.string() }),
});
const bundles = z.strictObject({
  format: z.string(),
  caseId: z.string(),
  keys: z.array(z.string()),
  checkpoint: z.string(),
  events: z.array(bundled),
  policies: z.array(bundled),
  calendar: json,
});
type Bundled = z.infer<typeof bundled>;
type Bundle = z.infer<typeof bundles>;

beforeAll(async () => {
  const history = new History()
    .decided('C-1', 'jia', '2015-03-10')
    .decided('C-2', 'yi', '2015-04-10');
  directory = emptyDataDir();
  cpSync(await dataDirOf(history), directory, { recursive: true });
  await grow(directory, 300);
  await sign(directory);
  [key = ''] = readVerifierKeys(directory);
  file = join(emptyDataDir(), 'case.json');
  expect(wenze(['bundle', 'C-2', '--data', directory, '--out', file])).toEqual({
    code: 0,
    out: `${file}\n`,
    errors: '',
  });
  bundle = bundleIn(file);
});

const bundleIn = (path: string): Bundle => bundles.parse(JSON.parse(readFileSync(path, 'utf8')));

/** What is found in a bundle written to a file. */
async function foundIn(changed: object | string, verifierKeys: readonly string[] = [key]) {
  const path = join(temporaryDirectory(), 'changed.json');
  writeFileSync(
    path,
    typeof changed === 'string' ? changed : `${canonicalJson(json.parse(changed))}\n`,
  );
  const { holds, faults } = await verifyBundle({ file: path, verifierKeys, kept: [] });
  expect(holds).toBe(faults.length === 0);
  return faults;
}

const withEvents = (events: readonly Bundled[]): Bundle => ({ ...bundle, events: [...events] });
const withEvent = (n: number, change: (one: Bundled) => Bundled): Bundle =>
  withEvents(bundle.events.map((one, m) => (m === n ? change(one) : one)));

describe('wenze bundle', () => {
  it('writes a file for its owner alone, that holds with no server and no directory', () => {
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const { code, out, errors } = wenze(['verify', '--bundle', file, '--key', key]);
    expect(out).toMatch(
      /^case C-2: events 0 to 5, recorded \S+ to \S+; 0 pieces of evidence named\nlog test\.example\/ledger: 312 leaves, signed by [0-9a-f]{8}\n.*\neverything holds\n$/,
    );
    expect([code, errors]).toEqual([0, '']);
  });

  it('can be checked by whoever has the specifications and none of our code', () => {
    for (const { index, hashes, event } of bundle.events) {
      const entry = entryOf(event);
      const lines = [
        'c2sp.org/tlog-proof@v1',
        `extra ${entry.toString('base64')}`,
        `index ${String(index)}`,
        ...hashes,
      ];
      const receipt = `${lines.join('\n')}\n\n${bundle.checkpoint}`;
      expect(receiptHolds(receipt, key)).toMatchObject({ index, size: 312 });
    }
  });

  it('overwrites nothing, and knows which case there is none of', () => {
    expect(wenze(['bundle', 'C-2', '--data', directory, '--out', file])).toMatchObject({
      code: 2,
      errors: expect.stringContaining('is there already') as string,
    });
    expect(wenze(['bundle', 'C-9', '--data', directory])).toMatchObject({
      code: 1,
      errors: 'wenze: there is no case C-9\n',
    });
    expect(wenze(['bundle', '--data', directory]).code).toBe(2);
  });

  it('makes none of a case that the log does not cover yet, or that has no log', async () => {
    const unsigned = await dataDirOf(new History().decided('C-1', 'jia', '2015-03-10'));
    const out = join(temporaryDirectory(), 'none.json');
    expect(wenze(['bundle', 'C-1', '--data', unsigned, '--out', out])).toMatchObject({
      code: 1,
      errors: expect.stringContaining('the ledger has no log') as string,
    });
    expect(() => statSync(out)).toThrow();
  });
});

describe('wenze verify --bundle', () => {
  it('holds it against a checkpoint that was kept, and says whose key it believes', () => {
    const kept = join(temporaryDirectory(), 'kept');
    writeFileSync(kept, noteOf(directory) ?? '');
    const { code, errors } = wenze(['verify', '--bundle', file, '--checkpoint', kept]);
    expect([code, errors]).toEqual([
      0,
      'no --key was given: the key in the bundle itself is believed\n',
    ]);
  });

  it('looks for the evidence that the case names', async () => {
    const history = new History()
      .decided('C-1', 'jia', '2015-03-10')
      .on('C-1', 'evidence', { digest, size: document.length });
    const home = await dataDirOf(history);
    await sign(home);
    const path = join(temporaryDirectory(), 'case.json');
    wenze(['bundle', 'C-1', '--data', home, '--out', path]);
    const evidence = join(temporaryDirectory(), 'of', 'the', 'case');
    mkdirSync(evidence, { recursive: true });
    const asked = ['verify', '--bundle', path, '--evidence', join(evidence, '../..')];
    expect(wenze(asked)).toMatchObject({
      code: 1,
      out: expect.stringContaining(`no file with the digest ${digest}`) as string,
    });
    writeFileSync(join(evidence, 'scan.txt'), document);
    expect(wenze(asked)).toMatchObject({ code: 0 });
  });

  it('finds every field of every event that was changed, and names the event', async () => {
    const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
    const random = seeded(seed);
    const pick = (below: number) => Math.floor(random() * below);
    for (const [n, { event }] of bundle.events.entries())
      for (const path of pathsIn(event)) {
        const changed = withEvent(n, (one) => ({ ...one, event: changedAt(event, path, pick) }));
        const faults = await foundIn(changed);
        expect([seed, path, faults.length > 0]).toEqual([seed, path, true]);
        const [top = ''] = path;
        if (!['stream', 'revision'].includes(top))
          expect(faults).toContainEqual({
            stream: 'case-C-2',
            revision: n,
            ...(['data', 'metadata'].includes(top) ? { field: top } : {}),
            reason: `is not what was logged as leaf ${String(bundle.events[n]?.index)}`,
          });
      }
  });

  it('finds each hash of each proof that was changed, left out or added', async () => {
    for (const [n, { hashes }] of bundle.events.entries())
      for (const [m, hash] of hashes.entries()) {
        const bytes = Buffer.from(hash, 'base64');
        bytes[m % 32]! ^= 1 << (m % 8);
        for (const changed of [
          hashes.with(m, bytes.toString('base64')),
          hashes.toSpliced(m, 1),
          hashes.toSpliced(m, 0, hash),
        ])
          expect(await foundIn(withEvent(n, (one) => ({ ...one, hashes: changed })))).toHaveLength(
            1,
          );
      }
  });

  it.each<[string, (events: readonly Bundled[]) => readonly Bundled[]]>([
    ['left out', (events) => events.toSpliced(2, 1)],
    ['left out at the beginning', (events) => events.slice(1)],
    ['put in twice', (events) => [...events, ...events.slice(-1)]],
    ['put in another order', (events) => events.toReversed()],
    ['left out altogether', () => []],
  ])('finds events that were %s', async (_, change) => {
    expect((await foundIn(withEvents(change(bundle.events)))).length).toBeGreaterThan(0);
  });

  it('cannot tell that the end was cut off, and says up to where it goes', async () => {
    expect(await foundIn(withEvents(bundle.events.slice(0, -1)))).toEqual([]);
  });

  it('finds events of another case, and a case under another name', async () => {
    const other = join(temporaryDirectory(), 'other.json');
    wenze(['bundle', 'C-1', '--data', directory, '--out', other]);
    const { events } = bundleIn(other);
    expect(await foundIn(withEvents(events))).toContainEqual({
      stream: 'case-C-1',
      revision: 0,
      field: 'stream',
      reason: 'does not belong in case-C-2',
    });
    expect(await foundIn({ ...bundle, caseId: 'C-1' })).toHaveLength(bundle.events.length);
  });

  it('finds policies that were left out, or adopted only afterwards, and instants that go back', async () => {
    const history = new History()
      .decided('C-1', 'jia', '2015-03-10')
      .adopts('P-1', '2015-04-01', { priorsForAggravation: 1 })
      .on('C-1', 'evidence', { digest, on: '2015-04-02' });
    const home = await dataDirOf(history);
    await sign(home);
    const path = join(temporaryDirectory(), 'case.json');
    expect(wenze(['bundle', 'C-1', '--data', home, '--out', path]).code).toBe(0);
    const whole = bundleIn(path);
    expect(whole.policies).toHaveLength(1);
    const keys = readVerifierKeys(home);
    expect(await foundIn(whole, keys)).toEqual([]);
    const nobody = { field: 'metadata', reason: 'of a policy that nobody had adopted' };
    expect(await foundIn({ ...whole, policies: [] }, keys)).toMatchObject([nobody]);
    const [policy] = whole.policies;
    const later = { ...whole, policies: [{ ...policy, index: 999 }] };
    expect(await foundIn(later, keys)).toContainEqual(expect.objectContaining(nobody));
    const events = whole.events.map((one) => structured(one));
    Reflect.set(events[2]?.event.metadata ?? {}, 'recordedAt', '2000-01-01T00:00:00.000Z');
    expect(await foundIn({ ...whole, events }, keys)).toContainEqual(
      expect.objectContaining({ revision: 2, reason: 'was recorded before the event it follows' }),
    );
  });

  it('hands nothing to a terminal that it obeys, and takes nothing that might never end', () => {
    const path = join(temporaryDirectory(), 'changed.json');
    const caseId = 'C\u001b[2J\neverything holds';
    writeFileSync(path, canonicalJson(json.parse({ ...bundle, caseId })));
    const { code, out } = wenze(['verify', '--bundle', path, '--key', key]);
    expect(code).toBe(1);
    expect(out).not.toContain('\u001b');
    expect(out.split('\n').filter((line) => line === 'everything holds')).toEqual([]);
    expect(wenze(['verify', '--bundle', temporaryDirectory()]).code).toBe(2);
    expect(wenze(['verify', '--bundle', '/dev/zero']).code).toBe(2);
  });

  it('finds a checkpoint that was edited, or signed with another key', async () => {
    expect(
      await foundIn({ ...bundle, checkpoint: bundle.checkpoint.replace('312', '313') }),
    ).toEqual([{ reason: expect.stringContaining('the checkpoint: ') as string }]);
    const forged = copyOf(directory, 'ledger');
    await sign(forged);
    const path = join(temporaryDirectory(), 'forged.json');
    wenze(['bundle', 'C-2', '--data', forged, '--out', path]);
    const given = { file: path, kept: [] };
    expect((await verifyBundle({ ...given, verifierKeys: [] })).holds).toBe(true);
    expect((await verifyBundle({ ...given, verifierKeys: [key] })).holds).toBe(false);
  });
});

describe('a file that is no bundle', () => {
  const text = () => readFileSync(file, 'utf8');
  const without = (field: string) =>
    canonicalJson(Object.fromEntries(Object.entries(bundle).filter(([name]) => name !== field)));
  const cases: [string, () => string | object, string][] = [
    ['nothing', () => '', 'bundle: is not JSON'],
    ['no JSON', () => 'bundle', 'bundle: is not JSON'],
    ['a list', () => '[]', 'bundle: is not an object'],
    ['a number', () => '1', 'bundle: is not an object'],
    ['null', () => 'null', 'bundle: is not an object'],
    ['an empty object', () => '{}', 'bundle/format: is missing'],
    ['half a bundle', () => text().slice(0, 1000), 'bundle: is not JSON'],
    ['two', () => text() + text(), 'bundle: is not JSON'],
    ['a byte order mark before it', () => `\uFEFF${text()}`, 'bundle: is not JSON'],
    ['spaces in it', () => JSON.stringify(bundle, null, 1), 'bundle: is JSON in another spelling'],
    [
      'a key twice',
      () => text().replace('{', '{"caseId":"C-1",'),
      'bundle: is JSON in another spelling',
    ],
    ['1e400', () => text().replace(/"index":\d+/, '"index":1e400'), 'bundle/events/0/index'],
    [
      'a number that is rounded',
      () => text().replace(/"index":\d+/, '"index":9007199254740993'),
      'bundle/events/0/index',
    ],
    ['-0', () => text().replace(/"index":\d+/, '"index":-0'), 'bundle/events/0/index'],
    [
      'a lone surrogate',
      () => text().replace('"caseId":"C-2"', '"caseId":"\\ud800"'),
      'bundle/caseId',
    ],
    [
      'a text not in NFC',
      () => text().replace('"caseId":"C-2"', '"caseId":"e\u0301"'),
      'bundle/caseId',
    ],
    ['__proto__', () => text().replace('{', '{"__proto__":1,'), 'bundle/__proto__'],
    ['10,000 levels', () => '{"a":'.repeat(10_000) + '1' + '}'.repeat(10_000), 'bundle/a'],
    ['another version', () => ({ ...bundle, format: 'wenze-case-bundle/v2' }), 'bundle/format'],
    ['a further field', () => ({ ...bundle, note: 'x' }), 'bundle/note: is not a field'],
    ['events that are none', () => ({ ...bundle, events: {} }), 'bundle/events: expected a list'],
    [
      'an event that is none',
      () => ({ ...bundle, events: [1] }),
      'bundle/events/0: expected an object',
    ],
    ['policies that are none', () => ({ ...bundle, policies: 'all' }), 'bundle/policies'],
    ['a key that is none', () => ({ ...bundle, keys: ['anything'] }), 'bundle/keys/0'],
    ['keys that are none', () => ({ ...bundle, keys: [1] }), 'bundle/keys/0: expected a text'],
    ['a case without a name', () => ({ ...bundle, caseId: '' }), 'bundle/caseId: expected a text'],
    ['a checkpoint that is none', () => ({ ...bundle, checkpoint: 312 }), 'bundle/checkpoint'],
    [
      'a hash too short',
      () => withEvent(0, (one) => ({ ...one, hashes: ['AAAA'] })),
      'bundle/events/0/hashes/0',
    ],
    [
      'a hash that is no base64',
      () => withEvent(0, (one) => ({ ...one, hashes: ['*'] })),
      'bundle/events/0/hashes/0',
    ],
    [
      'too many hashes',
      () => withEvent(0, (one) => ({ ...one, hashes: Array<string>(99).fill('AAAA') })),
      'bundle/events/0/hashes',
    ],
    [
      'an index below 0',
      () => withEvent(0, (one) => ({ ...one, index: -1 })),
      'bundle/events/0/index',
    ],
    [
      'half an index',
      () => withEvent(0, (one) => ({ ...one, index: 0.5 })),
      'bundle/events/0/index',
    ],
    [
      'an event without data',
      () => ({
        ...bundle,
        events: [{ ...bundle.events[0], event: { ...bundle.events[0]?.event, data: [] } }],
      }),
      'bundle/events/0/event/data',
    ],
    [
      'a revision that is a text',
      () => text().replace('"revision":0', '"revision":"0"'),
      'bundle/events/0/event/revision',
    ],
  ];

  it.each(cases)('is told by its place: %s', async (_, made, reason) => {
    const faults = await foundIn(made());
    expect(faults).toEqual([{ reason: expect.stringContaining(reason) as string }]);
  });

  it.each(['format', 'caseId', 'keys', 'checkpoint', 'events', 'policies', 'calendar'])(
    'is told by what is missing: %s',
    async (field) => {
      expect(await foundIn(without(field))).toEqual([{ reason: `bundle/${field}: is missing` }]);
    },
  );

  it('is told without a stack, with exit 1; a file that is not there with exit 2', () => {
    const path = join(temporaryDirectory(), 'no.json');
    expect(wenze(['verify', '--bundle', path]).code).toBe(2);
    writeFileSync(path, 'no bundle');
    expect(wenze(['verify', '--bundle', path, '--key', key])).toEqual({
      code: 1,
      out: 'bundle: is not JSON\ndoes NOT hold\n',
      errors: '',
    });
  });
});

/** Every place in a value that holds no other. */
function pathsIn(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [[...path]];
  return Object.entries(value).flatMap(([name, one]) => pathsIn(one, [...path, name]));
}

/** A copy with one place changed to something of its kind. */
function changedAt<T extends object>(
  value: T,
  path: readonly string[],
  pick: (below: number) => number,
): T {
  const copy = structured(value);
  const holder = path
    .slice(0, -1)
    .reduce<object>((at, name) => Reflect.get(at, name) as object, copy);
  const name = path.at(-1) ?? '';
  const at: unknown = Reflect.get(holder, name);
  const other = (text: string) => `${text.slice(0, pick(text.length + 1))}x`;
  Reflect.set(
    holder,
    name,
    typeof at === 'number' ? at + 1 + pick(5) : typeof at === 'string' ? other(at) : !at,
  );
  return copy;
}

/** A copy; not by structuredClone, whose objects are of another realm than this file's. */
function structured<T extends object>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
