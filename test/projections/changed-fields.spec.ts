// Which rows an event derives anew: those made of a field it changed, and no others.
import { changedFields, touches } from '../../src/projections/changed-fields.js';
import { partsOfAll, partsOfEach, table } from '../../src/projections/rows.js';

interface Item {
  readonly id: string;
  readonly weight: number;
  readonly note: string;
}
interface State {
  readonly name: string;
  readonly closed?: boolean;
  readonly items: readonly Item[];
}

const [first, second]: Item[] = [
  { id: 'a', weight: 1, note: 'x' },
  { id: 'b', weight: 2, note: 'y' },
];
const before: State = { name: 'one', items: [first!, second!] };

describe('the fields an event changed', () => {
  it('are those that differ, those that came and those that went', () => {
    const closed: State = { ...before, closed: true };
    expect([...changedFields(before, { ...before, name: 'two' })]).toStrictEqual(['name']);
    expect([...changedFields(before, closed)]).toStrictEqual(['closed']);
    expect([...changedFields(closed, before)]).toStrictEqual(['closed']);
    const { name: _, ...nameless } = closed;
    expect([...changedFields(before, nameless)].sort()).toStrictEqual(['closed', 'name']);
  });

  it('are none where nothing differs, and one and the same set for the same names', () => {
    expect(changedFields(before, { ...before }).size).toBe(0);
    expect(changedFields(before, before).size).toBe(0);
    const renamed = changedFields(before, { ...before, name: 'two' });
    expect(changedFields({ name: 'three' }, { name: 'four' })).toBe(renamed);
  });

  it('touch what reads any of them, and everything where any changed', () => {
    const renamed = changedFields(before, { ...before, name: 'two' });
    expect(touches(['items', 'name'])(renamed)).toBe(true);
    expect(touches(['items'])(renamed)).toBe(false);
    expect(touches('everything')(renamed)).toBe(true);
    expect(touches('everything')(changedFields(before, { ...before }))).toBe(false);
  });
});

describe('a part made of the items of a list', () => {
  const rows = table({
    name: 'weights',
    columns: { id: 'text', weight: 'integer' },
    keyLength: 1,
    indexes: [],
  });
  const all = partsOfAll<State, 'items'>('items')(rows, ['id', 'weight'], ['name'], (items) =>
    items.map(({ id, weight }) => ({ id, weight })),
  );
  const each = partsOfEach<State, 'items'>('items')(
    rows,
    ['id', 'weight'],
    ['name'],
    ({ id, weight }) => [{ id, weight }],
  );
  const derivedAnew = (after: State) => {
    const changed = changedFields(before, after);
    return [all, each].map((part) =>
      part.isTouched(changed)
        ? [...Array(part.pieces(after)).keys()].filter(
            (index) => part.isAnew(changed) || !part.isSamePiece(before, after, index),
          )
        : [],
    );
  };

  it('is derived anew when an item changed in what it reads, piece by piece where it has pieces', () => {
    const after = { ...before, items: [first!, { ...second!, weight: 3 }] };
    expect(derivedAnew(after)).toStrictEqual([[0], [1]]);
  });

  it('stays as it is when an item changed in what it does not read', () => {
    const after = { ...before, items: [first!, { ...second!, note: 'z' }] };
    expect(derivedAnew(after)).toStrictEqual([[], []]);
    expect(derivedAnew({ ...before, closed: true })).toStrictEqual([[], []]);
  });

  it('is derived anew when an item came or went, or when what it reads besides changed', () => {
    expect(derivedAnew({ ...before, items: [first!] })[0]).toStrictEqual([0]);
    const one = { ...first!, id: 'c' };
    expect(derivedAnew({ ...before, items: [first!, second!, one] })).toStrictEqual([[0], [2]]);
    expect(derivedAnew({ ...before, name: 'two' })).toStrictEqual([[0], [0, 1]]);
  });
});
