import { leafHash, nodeHash } from '../../../src/ledger/transparency/merkle.js';
import { Malformed } from '../../../src/ledger/transparency/refused.js';
import {
  levelsOf,
  parseBundle,
  parseTile,
  parseTilePath,
  printBundle,
  printTile,
  printTilePath,
  rootOver,
  tilesOf,
  widthIn,
  type Tile,
} from '../../../src/ledger/transparency/tiles.js';

const bytes = (of: Uint8Array): number[] => [...of];

describe('the address of a tile', () => {
  it.each([
    ['0/000', { level: 0, index: 0, width: 256 }],
    ['0/999', { level: 0, index: 999, width: 256 }],
    ['1/x001/000', { level: 1, index: 1000, width: 256 }],
    ['63/x001/x234/067', { level: 63, index: 1_234_067, width: 256 }],
    ['0/273.p/112', { level: 0, index: 273, width: 112 }],
    ['0/x001/273.p/1', { level: 0, index: 1273, width: 1 }],
    ['entries/000.p/255', { level: 'entries', index: 0, width: 255 }],
    ['entries/x001/x234/067', { level: 'entries', index: 1_234_067, width: 256 }],
  ] as const satisfies [string, Tile][])('%s is read and written', (path, tile) => {
    expect(parseTilePath(path)).toEqual(tile);
    expect(printTilePath(tile)).toBe(path);
  });

  it('is read back for every index', () => {
    for (let index = 1; index < 2 ** 53; index = index * 3 + 1)
      for (const width of [1, 256]) {
        const tile: Tile = { level: 0, index, width };
        expect(parseTilePath(printTilePath(tile))).toEqual(tile);
      }
  });

  it.each([
    '',
    '0',
    '0/',
    '/000',
    '0/0',
    '0/00',
    '0/0000',
    '0/1000',
    '00/000',
    '01/000',
    '64/000',
    '-1/000',
    '0/x000/001',
    '0/x001',
    '0/001/x001',
    '0/001/001',
    '0/X001/000',
    '0/000.p/0',
    '0/000.p/00',
    '0/000.p/01',
    '0/000.p/256',
    '0/000.p/300',
    '0/000.p/1000',
    '0/000.p/',
    '0/000.p',
    '0/000.P/1',
    '0/000.p/1/',
    '0/000.p/1.5',
    '0/000/',
    ' 0/000',
    '0/000\n',
    '0/٣٣٣',
    'data/000',
    'Entries/000',
    'entries/../000',
    '../checkpoint',
    '0/%30%30%30',
    '0/x999/x999/x999/x999/x999/999',
  ])('%j is none', (path) => {
    expect(() => parseTilePath(path)).toThrow(Malformed);
  });
});

describe('the tiles of a tree', () => {
  const shown = (size: number): string[] =>
    Array.from({ length: levelsOf(size) }, (_, level) => {
      const tiles = [...tilesOf(size, level)];
      const full = tiles.filter(({ width }) => width === 256).length;
      const part = tiles.find(({ width }) => width < 256);
      return `${String(full)} full, ${String(part?.width ?? 0)}`;
    });

  it('are those of the examples of the specification', () => {
    expect(shown(70_000)).toEqual(['273 full, 112', '1 full, 17', '0 full, 1']);
    expect(shown(256)).toEqual(['1 full, 0', '0 full, 1']);
    expect(shown(255)).toEqual(['0 full, 255']);
    expect(shown(1)).toEqual(['0 full, 1']);
    expect(shown(0)).toEqual([]);
  });

  it('have the width floor(s / 256^l) mod 256 where they are partial', () => {
    for (const size of [1, 255, 256, 257, 65_535, 65_536, 65_537, 70_000, 2 ** 40 + 7])
      for (let level = 0; level < levelsOf(size); level += 1) {
        const hashes = Math.floor(size / 256 ** level);
        const last = Math.floor(hashes / 256);
        expect(widthIn(size, { level, index: last })).toBe(hashes % 256);
        expect(widthIn(size, { level, index: last + 1 })).toBe(0);
        if (last > 0) expect(widthIn(size, { level, index: last - 1 })).toBe(256);
      }
    expect(widthIn(300, { level: 'entries', index: 1 })).toBe(44);
  });

  it('hash to the root of what stands below them', () => {
    const leaves = [0, 1, 2, 3].map((n) => leafHash(Buffer.of(n)));
    const [a, b, c, d] = leaves as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
    expect(rootOver(leaves)).toEqual(nodeHash(nodeHash(a, b), nodeHash(c, d)));
    expect(rootOver([a])).toEqual(a);
  });
});

describe('the bytes of a tile or bundle', () => {
  const hashes = [0, 1, 2].map((n) => leafHash(Buffer.of(n)));
  const entries = [Buffer.alloc(0), Buffer.from('entry'), Buffer.alloc(65_535, 7)];

  it('are read back', () => {
    expect(parseTile(printTile(hashes), 3).map(bytes)).toEqual(hashes.map(bytes));
    expect(printBundle([Buffer.from('ab')])).toEqual(Uint8Array.of(0, 2, 97, 98));
    expect(parseBundle(printBundle(entries), 3).map(bytes)).toEqual(entries.map(bytes));
  });

  it.each([
    ['a tile cut off', () => parseTile(printTile(hashes).subarray(1), 3)],
    ['a tile of another width', () => parseTile(printTile(hashes), 2)],
    ['an empty tile', () => parseTile(new Uint8Array(0), 1)],
    ['a bundle cut in an entry', () => parseBundle(printBundle(entries).subarray(0, -1), 3)],
    ['a bundle cut in a length', () => parseBundle(Uint8Array.of(0, 1, 9, 0), 2)],
    ['a bundle with too few', () => parseBundle(printBundle(entries), 4)],
    ['a bundle with too many', () => parseBundle(printBundle(entries), 2)],
    ['a bundle of a length beyond its end', () => parseBundle(Uint8Array.of(255, 255, 1), 1)],
    ['an entry longer than 65,535 bytes', () => printBundle([new Uint8Array(65_536)])],
  ])('are refused: %s', (_, reading) => {
    expect(reading).toThrow(Malformed);
  });
});
