// The file of the tree: what is kept of it between questions, and where the leaf of an event is.
import Database from 'better-sqlite3';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { leavesIn, runOf } from '../../../src/ledger/sequencer/leaf-run.js';
import type { LoggedLeaf } from '../../../src/ledger/sequencer/logged-leaf.js';
import {
  openSqliteTree,
  openSqliteTreeReader,
  TreeIncomplete,
} from '../../../src/ledger/sequencer/sqlite-tree.js';
import {
  GrowingTree,
  includes,
  inclusionProof,
  leafHash,
  sha256,
} from '../../../src/ledger/transparency/merkle.js';
import { temporaryDirectory } from '../../support/temporary-directory.js';

/** Ids of one origin that begin and end alike, and positions with gaps, as another engine gives them. */
function leaf(index: number): LoggedLeaf {
  return {
    position: String(3 * index + 5),
    eventId: `${randomUUID().slice(0, 24)}${String(index % 300).padStart(12, '0')}`,
    stream: `case-C-${String(index)}`,
    revision: 0,
    type: 'CaseRegistered',
    entry: sha256(String(index)),
    dataCheck: index,
  };
}

function treeOf(...batches: readonly number[]) {
  const directory = temporaryDirectory();
  const tree = openSqliteTree(directory);
  const leaves: LoggedLeaf[] = [];
  for (const batch of batches) {
    const more = Array.from({ length: batch }, (_, at) => leaf(leaves.length + at));
    tree.append(more);
    tree.commit();
    leaves.push(...more);
  }
  tree.close();
  const reader = openSqliteTreeReader(directory);
  if (reader === undefined) throw new Error('there is no tree');
  return { directory, leaves, reader };
}

const batches = [1, 2, 300, 1, 256, 700, 37];

describe('a tree in its file', () => {
  it('gives back every leaf, wherever the batches ended', () => {
    const { leaves, reader } = treeOf(...batches);
    const indexed = leaves.map((one, index) => ({ ...one, index }));
    expect(reader.size()).toBe(leaves.length);
    expect(reader.lastPosition()).toBe(leaves.at(-1)?.position);
    expect([...reader.leavesFrom(0)]).toEqual(indexed);
    expect([...reader.leavesFrom(900)]).toEqual(indexed.slice(900));
    expect([...reader.leavesFrom(leaves.length)]).toEqual([]);
    for (const one of indexed) expect(reader.leaf(one.index)).toEqual(one);
    expect(reader.entries(250, 600)).toEqual(leaves.slice(250, 850).map(({ entry }) => entry));
    reader.close();
  });

  it('finds a leaf by its event and by its position, and none where there is none', () => {
    const { leaves, reader } = treeOf(...batches);
    for (const [index, { eventId, position }] of leaves.entries()) {
      if (index % 7 > 0) continue;
      expect(reader.indexOfEvent(eventId)).toBe(index);
      expect(reader.indexOfPosition(position)).toBe(index);
      expect(reader.indexOfPosition(String(Number(position) + 1))).toBeUndefined();
    }
    for (const none of [leaf(7).eventId, 'nothing', '', leaf(7).eventId.toUpperCase()])
      expect(reader.indexOfEvent(none)).toBeUndefined();
    for (const none of ['0', '4', '99999999']) expect(reader.indexOfPosition(none)).toBeUndefined();
    reader.close();
  });

  it('has the root and the proofs of every size, whatever was asked before', () => {
    const { leaves, reader } = treeOf(...batches);
    const grown = new GrowingTree();
    for (const [index, { entry }] of leaves.entries()) {
      grown.add(leafHash(entry));
      const root = reader.rootAt(index + 1);
      expect(root).toEqual(grown.root());
      for (const at of [0, index >> 1, index]) {
        const proof = inclusionProof(at, index + 1, reader.subtreesOf(index + 1));
        const known = leaves[at]?.entry ?? new Uint8Array(0);
        expect(includes(at, index + 1, leafHash(known), proof, root)).toBe(true);
      }
    }
    reader.close();
  });

  it('answers from what stands, also when that is not what stood when it was asked last', () => {
    const { directory, reader } = treeOf(700);
    const root = reader.rootAt(700);
    const database = new Database(join(directory, 'tree.sqlite'));
    const entries = Buffer.concat(reader.entries(512, 188));
    const put = database.prepare('UPDATE leaves SET entries = ? WHERE first_index = 512');
    put.run(Buffer.alloc(entries.length));
    expect(reader.rootAt(700)).not.toEqual(root);
    put.run(entries);
    expect(reader.rootAt(700)).toEqual(root);
    put.run(entries.subarray(32));
    expect(() => reader.rootAt(700)).toThrow(TreeIncomplete);
    expect(() => reader.leaf(600)).toThrow(TreeIncomplete);
    database.close();
    reader.close();
  });
});

describe('a row of leaves', () => {
  const run = runOf(512, [leaf(512), leaf(513)]);

  it('is read to the letter, or not at all', () => {
    expect(leavesIn(run)).toHaveLength(2);
    for (const spoilt of [
      { ...run, events: `${run.events} ` },
      { ...run, events: run.events.slice(1) },
      { ...run, events: '[]' },
      { ...run, events: run.events.replace('"CaseRegistered"', '7') },
      { ...run, entries: run.entries.subarray(1) },
      { ...run, last_position: run.last_position + 1 },
    ])
      expect(leavesIn(spoilt)).toBeUndefined();
  });
});
