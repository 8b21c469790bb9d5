// What stands in the ledger must be readable for ever. One golden file in test/golden per event
// type and version freezes the stored form; test/golden/write.ts makes those that are missing.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { decodeEvent, storedForms, UndecodableEvent } from '../../src/domain/catalogue.js';
import { acts } from '../support/office.js';

const goldenFile = z.strictObject({
  type: z.string(),
  schemaVersion: z.int().min(1),
  schema: z.record(z.string(), z.json()),
  events: z.array(z.record(z.string(), z.json())).min(1),
});
type Golden = z.infer<typeof goldenFile>;

const folder = join(import.meta.dirname, '..', 'golden');
const golden = new Map<string, Golden>(
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => [name, goldenFile.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')))]),
);
const fileOf = (type: string, version: number) => `${type}.v${String(version)}.json`;
const frozen = [...golden].filter(
  ([, { type, schemaVersion }]) => storedForms.get(type)?.version === schemaVersion,
);

const read = (type: string, data: unknown, schemaVersion = 1) =>
  decodeEvent({ type, data, metadata: { schemaVersion } });

describe('the golden files', () => {
  it('are there for every event type and every version up to the newest', () => {
    const expected = [...storedForms].flatMap(([type, { version }]) =>
      Array.from({ length: version }, (_, index) => fileOf(type, index + 1)),
    );
    const missing = expected.filter((name) => !golden.has(name));
    expect(
      missing.map((name) => `${name} is missing: test/golden/write.ts makes it`),
    ).toStrictEqual([]);
    expect([...golden.keys()].filter((name) => !expected.includes(name))).toStrictEqual([]);
  });

  it.each([...golden])('%s holds what its name says', (name, { type, schemaVersion }) => {
    expect(name).toBe(fileOf(type, schemaVersion));
  });

  it.each(frozen)('%s shows the form that is stored today', (name, { type, schema }) => {
    if (inOrder(z.toJSONSchema(storedForms.get(type)!.data)) === inOrder(schema)) return;
    throw new Error(
      `${name}: the stored form of ${type} has changed. Events of the old form stand in ledgers: ` +
        'make a new version in src/domain/catalogue.ts with an upcaster from this one, and its own ' +
        'golden file with test/golden/write.ts. This file stays as it is.',
    );
  });

  it.each([...golden])('%s is read today', (_, { type, schemaVersion, events }) => {
    for (const data of events) expect(read(type, data, schemaVersion).type).toBe(type);
  });

  it.each(frozen)('%s is read as exactly what is stored', (_, { type, schemaVersion, events }) => {
    for (const data of events) expect(read(type, data, schemaVersion).data).toStrictEqual(data);
  });

  it.each(frozen)('%s, spoilt anywhere, is read or not as zod itself says', (_, file) => {
    const { data: form } = storedForms.get(file.type)!;
    // A clone is not compiled.
    const asZodSays = form.clone();
    for (const data of file.events.flatMap((event) => [event, ...spoilt(event)])) {
      const [ours, theirs] = [form.safeParse(data), asZodSays.safeParse(data)];
      expect(ours).toStrictEqual(theirs);
      expect(JSON.stringify(ours.data)).toBe(JSON.stringify(theirs.data));
    }
  });

  it.each([...golden])('%s shows every field', (_, { schema, events }) => {
    expect(
      fieldsIn(schema).filter((field) => !events.some((data) => holds(data, field))),
    ).toStrictEqual([]);
  });
});

describe('what stands in the ledger and cannot be read', () => {
  const accepted = acts.accept;

  it('is an event of an unknown type', () => {
    expect(() => read('CaseForgotten', accepted)).toThrow(
      new UndecodableEvent('unknown event type CaseForgotten'),
    );
    expect(() => read('constructor', accepted)).toThrow(UndecodableEvent);
  });

  it('is an event of a version to come, or of none', () => {
    expect(() => read('CaseAccepted', accepted, 2)).toThrow(
      new UndecodableEvent('CaseAccepted version 2 is not known here'),
    );
    expect(() => read('CaseAccepted', accepted, 0)).toThrow(UndecodableEvent);
  });

  it.each<[string, unknown, string]>([
    ['lacks a field', { ...accepted, organId: undefined }, 'organId'],
    ['has a field too many', { ...accepted, mood: '保密' }, '(root)'],
    ['has a field of another type', { ...accepted, organId: 7 }, 'organId'],
    ['has a code nobody knows', { ...accepted, track: '保密' }, 'track'],
    [
      'is wrong deep inside',
      { ...accepted, tracks: [{ subjectId: 's1', track: '保密' }] },
      'tracks.0.track',
    ],
    ['is wrong in two places', { ...accepted, on: 1, organId: 2 }, 'on, organId'],
    ['is no object', '保密', '(root)'],
  ])('is an event that %s; the path is named, and no value', (_, data, path) => {
    const failure = failureOf(() => read('CaseAccepted', data));
    expect(failure).toBeInstanceOf(UndecodableEvent);
    expect(failure.message).toBe(`CaseAccepted does not fit its schema at ${path}`);
    expect(failure.message).not.toContain('保密');
    expect(failure.cause).toBeUndefined();
  });
});

describe('what stands in the ledger and would not be let in any more', () => {
  it.each<[string, string, object]>([
    [
      'a text longer than today allows',
      'CaseClosed',
      { on: '2015-11-30', reasons: '长'.repeat(100_000) },
    ],
    ['an empty text', 'CaseClosed', { on: '2015-11-30', reasons: '' }],
    ['an id of another form', 'CaseAccepted', { ...acts.accept, organId: 'organ/7' }],
    ['a date outside the years of today', 'CaseClosed', { on: '1899-12-31', reasons: '旧案。' }],
    ['nobody who investigates', 'InvestigatorsAssigned', { on: '2015-09-06', investigators: [] }],
    [
      'a method twice',
      'RecommendationMade',
      {
        ...acts.recommend,
        recommendations: [
          { ...acts.recommend.recommendations[0], methods: ['removal', 'removal'] },
        ],
      },
    ],
    [
      'an upheld appeal with changes',
      'AppealDecided',
      { ...acts['decide-appeal'], changes: { severity: 'minor' } },
    ],
    [
      'a team with a person',
      'CaseRegistered',
      {
        ...acts.register,
        subjects: [{ subjectId: 't1', kind: 'team', personId: 'jia' }],
      },
    ],
    ['a negative size', 'EvidenceAdded', { ...acts.evidence, size: -1 }],
  ])('is still read: %s', (_, type, data) => {
    expect(read(type, data)).toStrictEqual({ type, data });
  });
});

/** The value with one thing wrong with it, at every place there is. */
function spoilt(value: unknown): unknown[] {
  const wrong: unknown[] = [null, 7, '7', true, [], {}, undefined];
  if (typeof value !== 'object' || value === null) return wrong;
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    return [
      ...wrong,
      ...items.flatMap((item, index) => spoilt(item).map((bad) => items.with(index, bad))),
    ];
  }
  const fields = Object.entries<unknown>({ ...value });
  return [
    ...wrong,
    { ...value, mood: '' },
    { ...value, toString: '' },
    ...fields.flatMap(([name, field]) => [
      Object.fromEntries(fields.filter(([other]) => other !== name)),
      ...spoilt(field).map((bad) => ({ ...value, [name]: bad })),
    ]),
  ];
}

/** A JSON schema with its fields in order: in which order they are declared means nothing. */
function inOrder(schema: object): string {
  return JSON.stringify(schema, (key, value: unknown) => {
    if (key === 'required') return z.array(z.string()).parse(value).toSorted();
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** Paths of all fields of a JSON schema; `*` stands for any place in a list. */
function fieldsIn(schema: Golden['schema'], path: readonly string[] = []): string[] {
  const { properties, items, anyOf } = schemaParts.parse(schema);
  return [
    ...Object.entries(properties).flatMap(([name, field]) => {
      const here = [...path, name];
      return [here.join('.'), ...fieldsIn(field, here)];
    }),
    ...(items ? fieldsIn(items, [...path, '*']) : []),
    ...anyOf.flatMap((option) => fieldsIn(option, path)),
  ];
}

const part = z.record(z.string(), z.json());
const schemaParts = z.object({
  properties: z.record(z.string(), part).default({}),
  items: part.optional(),
  anyOf: z.array(part).default([]),
});

function holds(data: unknown, field: string): boolean {
  const [first, ...rest] = field.split('.');
  if (first === undefined) return true;
  if (first === '*') return Array.isArray(data) && data.some((item) => holdsRest(item, rest));
  if (typeof data !== 'object' || data === null || !(first in data)) return false;
  return holdsRest(new Map<string, unknown>(Object.entries(data)).get(first), rest);
}

function holdsRest(data: unknown, rest: readonly string[]): boolean {
  return rest.length === 0 || holds(data, rest.join('.'));
}

function failureOf(task: () => unknown): Error {
  try {
    task();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('expected an error');
}
