// The complete subtrees within one tile, from its own hashes up to the root over all of them: what
// proofs are made of, hashed once for all that are asked of the tile.
import { hashBytes, nodesAbove } from './merkle.js';

export class TileNodes {
  /** One row for each height, each the hashes of its subtrees one after the other. */
  readonly #rows: readonly Uint8Array[];

  /** @param hashes the tile's, one after the other, as they are published: all 256 or fewer */
  constructor(hashes: Uint8Array) {
    const rows = [hashes];
    for (let row = hashes; row.length >= 2 * hashBytes;) {
      row = nodesAbove(row);
      rows.push(row);
    }
    this.#rows = rows;
  }

  /**
   * The root over 2^height of the hashes, the `index`-th such run, counted from 0.
   * @returns undefined when the tile has not that many
   */
  root(height: number, index: number): Uint8Array | undefined {
    const row = this.#rows[height];
    const at = index * hashBytes;
    if (row === undefined || at + hashBytes > row.length) return undefined;
    return row.subarray(at, at + hashBytes);
  }
}
