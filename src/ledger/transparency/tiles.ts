// Tiles (c2sp.org/tlog-tiles): how the tree and its entries are published, as files that never
// change. A tile of level l holds up to 256 roots of complete subtrees of 256^l leaves: level 0
// the leaf hashes, level 1 the roots of full tiles of level 0, and so on. A bundle holds the
// entries under a tile of level 0.
import { hashBytes, nodeHash } from './merkle.js';
import { Malformed } from './refused.js';

/** Hashes of a full tile. */
export const tileWidth = 256;

/** One resource below `tile/`. */
export interface Tile {
  /** 0 to 63, or the entries themselves. */
  readonly level: number | 'entries';
  /** Counted from 0 within the level. */
  readonly index: number;
  /** 1 to 256; below 256 it is partial. */
  readonly width: number;
}

const what = 'tile path';
const pathForm =
  /^(entries|[0-9]{1,2})\/((?:x[0-9]{3}\/){0,5}[0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/;
const highestLevel = 63;

/** `0/x001/x234/067`, `1/000.p/17`, `entries/000.p/3`: what follows `tile/` in its address. */
export function printTilePath({ level, index, width }: Tile): string {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/.{3}/g) ?? [];
  const last = groups.pop() ?? '';
  const partial = width === tileWidth ? '' : `.p/${String(width)}`;
  return `${String(level)}/${groups.map((group) => `x${group}/`).join('')}${last}${partial}`;
}

/** @throws Malformed for every other spelling than the one `printTilePath` gives */
export function parseTilePath(path: string): Tile {
  const [, level = '', groups = '', width] = pathForm.exec(path) ?? [];
  if (level === '') throw new Malformed(what, 'is not <level>/<index>[.p/<width>]');
  if (level !== 'entries' && (String(Number(level)) !== level || Number(level) > highestLevel))
    throw new Malformed(what, 'has no level from 0 to 63');
  const index = Number(groups.replaceAll(/[x/]/g, ''));
  if (!Number.isSafeInteger(index)) throw new Malformed(what, 'has an index beyond 2^53-1');
  const tile: Tile = {
    level: level === 'entries' ? level : Number(level),
    index,
    width: width === undefined ? tileWidth : Number(width),
  };
  if (width !== undefined && tile.width >= tileWidth)
    throw new Malformed(what, 'has no width from 1 to 255');
  if (printTilePath(tile) !== path) throw new Malformed(what, 'has an index in another spelling');
  return tile;
}

/** Whether a text is the path of a tile or bundle. */
export function isTilePath(path: string): boolean {
  try {
    parseTilePath(path);
    return true;
  } catch (error) {
    if (error instanceof Malformed) return false;
    throw error;
  }
}

/** How many hashes a tile has in a tree of this size, 0 to 256. */
export function widthIn(size: number, { level, index }: Pick<Tile, 'level' | 'index'>): number {
  const hashes = Math.floor(size / tileWidth ** (level === 'entries' ? 0 : level));
  return Math.min(tileWidth, Math.max(0, hashes - index * tileWidth));
}

/** The tiles of one level of a tree of this size, from the first. */
export function* tilesOf(size: number, level: Tile['level']): Generator<Tile, void, undefined> {
  for (let index = 0; ; index += 1) {
    const width = widthIn(size, { level, index });
    if (width === 0) return;
    yield { level, index, width };
  }
}

/** Levels of a tree of this size that have a tile. */
export function levelsOf(size: number): number {
  let levels = 0;
  while (Math.floor(size / tileWidth ** levels) > 0) levels += 1;
  return levels;
}

/** The root over a number of hashes that is a power of two: of a full tile, or a part of one. */
export function rootOver(hashes: readonly Uint8Array[]): Uint8Array {
  let row = hashes;
  while (row.length > 1) {
    const above: Uint8Array[] = [];
    for (let at = 0; at < row.length; at += 2)
      above.push(nodeHash(pick(row, at), pick(row, at + 1)));
    row = above;
  }
  return pick(row, 0);
}

function pick(row: readonly Uint8Array[], at: number): Uint8Array {
  const found = row[at];
  if (found === undefined) throw new Error('bug: not a power of two');
  return found;
}

/** The bytes of a tile. */
export function printTile(hashes: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(hashes));
}

/** The hashes of a tile. @throws Malformed when it is not of this width */
export function parseTile(bytes: Uint8Array, width: number): Uint8Array[] {
  if (bytes.length !== width * hashBytes)
    throw new Malformed('tile', `${String(width * hashBytes)} bytes were expected`);
  return Array.from({ length: width }, (_, at) =>
    bytes.subarray(at * hashBytes, (at + 1) * hashBytes),
  );
}

const longestEntry = 65_535;

/** The bytes of a bundle: each entry after its length as a big-endian uint16. */
export function printBundle(entries: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(
    Buffer.concat(
      entries.flatMap((entry) => {
        if (entry.length > longestEntry)
          throw new Malformed('entry bundle', 'an entry is too long');
        return [Buffer.of(entry.length >> 8, entry.length & 0xff), entry];
      }),
    ),
  );
}

/** The entries of a bundle. @throws Malformed when it does not hold exactly this many */
export function parseBundle(bytes: Uint8Array, width: number): Uint8Array[] {
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    const [high, low] = [bytes[at], bytes[at + 1]];
    if (high === undefined || low === undefined) throw new Malformed('entry bundle', 'is cut off');
    const end = at + 2 + high * 256 + low;
    if (end > bytes.length) throw new Malformed('entry bundle', 'is cut off');
    if (entries.length === width) throw new Malformed('entry bundle', 'holds too many entries');
    entries.push(bytes.subarray(at + 2, end));
    at = end;
  }
  if (entries.length < width) throw new Malformed('entry bundle', 'holds too few entries');
  return entries;
}
