// The sequencer beside a real ledger: what it signs, what it will not sign, and that a death at any
// step leads to the same chain of checkpoints. An outsider's code (test/support) judges the notes.
import Database from 'better-sqlite3';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LedgerUnavailable, OutcomeUnknown } from '../../../src/ledger/ledger.js';
import type { CheckpointStore } from '../../../src/ledger/sequencer/checkpoint-store.js';
import {
  addLogKey,
  dropOldLogKeys,
  makeLogKey,
  readVerifierKeys,
} from '../../../src/ledger/sequencer/log-key.js';
import { PublishedLog } from '../../../src/ledger/sequencer/published-log.js';
import { openSqliteCheckpoints } from '../../../src/ledger/sequencer/sqlite-checkpoints.js';
import { openSqliteTree } from '../../../src/ledger/sequencer/sqlite-tree.js';
import { checkpointIn } from '../../support/outsider.js';
import { acts } from '../../support/recorded-acts.js';
import { temporaryDirectory } from '../../support/temporary-directory.js';
import { tamper } from '../../cli/command-line.js';
import {
  copyOf,
  entriesOf,
  grow,
  noteHolds,
  noteOf,
  origin,
  putInto,
  sign,
  type Run,
} from './signed-ledger.js';

async function signed(events: number): Promise<string> {
  const directory = temporaryDirectory();
  await grow(directory, events);
  await sign(directory);
  return directory;
}

const sizeIn = (note: string): number => Number(note.split('\n')[1]);
const why = ({ status }: Run) => [status.state, status.reason?.code];

describe('a log', () => {
  it('begins with a checkpoint of the empty tree, and has one that covers all there is', async () => {
    const directory = temporaryDirectory();
    await grow(directory, 0);
    const first = await sign(directory);
    expect(first.notes.map(sizeIn)).toEqual([0]);
    expect(noteHolds(directory)).toBe(0);
    await grow(directory, 300);
    const { notes } = await sign(directory);
    expect(sizeIn(notes.at(-1)!)).toBe(300);
    expect(noteHolds(directory)).toBe(300);
  });

  it('has a root that the RFC gives for the entries, for every size it was signed at', async () => {
    const directory = temporaryDirectory();
    const notes: string[] = [];
    for (const more of [1, 1, 1, 3, 250, 1, 255, 1, 600]) {
      await grow(directory, more);
      notes.push(...(await sign(directory)).notes);
    }
    expect(notes.map((note) => noteHolds(directory, note))).toEqual(notes.map(sizeIn));
    expect(sizeIn(notes.at(-1)!)).toBe(1_113);
  });

  it('has the same notes whoever makes the tree again', async () => {
    const directory = await signed(700);
    const note = noteOf(directory);
    for (const file of ['tree.sqlite', 'tree.sqlite-wal', 'tree.sqlite-shm'])
      rmSync(join(directory, file), { force: true });
    const again = await sign(directory);
    expect([again.status.state, again.notes, noteOf(directory)]).toEqual(['signing', [], note]);
  });

  it('mends a tree that is not the ledger’s, as long as the ledger is what was signed', async () => {
    const directory = await signed(700);
    const other = await signed(400);
    for (const spoil of [
      () => putInto(directory, other, 'tree.sqlite'),
      () =>
        spoilTree(
          directory,
          `UPDATE leaves SET entries = zeroblob(length(entries)) WHERE first_index = 512`,
        ),
      () => spoilTree(directory, `UPDATE tile SET hashes = zeroblob(length(hashes))`),
      () => spoilTree(directory, `UPDATE tile SET hashes = substr(hashes, 33)`),
      () => spoilTree(directory, `DELETE FROM leaves WHERE first_index = 256`),
      () => spoilTree(directory, `DELETE FROM leaf_of_event WHERE leaf_index = 300`),
      () => spoilTree(directory, `DELETE FROM leaves WHERE first_index >= 512`),
      () => spoilTree(directory, `UPDATE leaves SET events = '[' || events || ']'`),
      () => spoilTree(directory, `UPDATE leaves SET last_position = last_position + 9`),
    ]) {
      spoil();
      await grow(directory, 1);
      expect((await sign(directory)).status.state).toBe('signing');
      noteHolds(directory);
    }
    expect(noteHolds(directory)).toBe(709);
  });

  it('makes a tree of another release again', async () => {
    const directory = await signed(300);
    const note = noteOf(directory);
    const old = new Database(join(directory, 'tree.sqlite'));
    old.exec('DROP TABLE tile; CREATE TABLE full_tile (root BLOB); PRAGMA user_version = 1');
    old.close();
    expect(() => PublishedLog.of(directory)).toThrow('tree.sqlite is of another release');
    const again = await sign(directory);
    expect([again.status.state, again.notes, noteOf(directory)]).toEqual(['signing', [], note]);
    const log = PublishedLog.of(directory);
    expect((await log.inclusionAt('7'))?.index).toBe(6);
    await log.close();
  });

  it('keeps its key and its lock from others', async () => {
    const directory = await signed(1);
    expect(readFileSync(join(directory, 'log-key.pem'), 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY/);
    const [key = ''] = readVerifierKeys(directory);
    expect(key.startsWith(`${origin}+`)).toBe(true);
  });
});

function spoilTree(directory: string, statement: string): void {
  const tree = new Database(join(directory, 'tree.sqlite'));
  const { changes } = tree.prepare(statement).run();
  tree.close();
  if (changes === 0) throw new Error(`it changed nothing: ${statement}`);
}

describe('a log will not sign', () => {
  it('when an older copy of the ledger was put back', async () => {
    const directory = await signed(10);
    const older = copyOf(directory);
    await grow(directory, 5);
    await sign(directory);
    const note = noteOf(directory);
    for (const files of [['ledger.sqlite'], ['ledger.sqlite', 'tree.sqlite']]) {
      putInto(directory, older, ...files);
      const run = await sign(directory);
      expect([...why(run), noteOf(directory)]).toEqual(['refused', 'ledger-behind', note]);
      expect(run.status.reason?.words.en).toContain('covers 15 events and the ledger has 10');
      expect(run.status.reason?.words.zh).toContain('15');
    }
  });

  it('when the ledger has gone another way since, however far', async () => {
    const directory = await signed(10);
    const older = copyOf(directory);
    await grow(directory, 5);
    await sign(directory);
    const note = noteOf(directory);
    putInto(directory, older, 'ledger.sqlite', 'tree.sqlite');
    await grow(directory, 5);
    expect(why(await sign(directory))).toEqual(['refused', 'ledger-differs']);
    await grow(directory, 500);
    expect(why(await sign(directory))).toEqual(['refused', 'ledger-differs']);
    expect(noteOf(directory)).toBe(note);
  });

  it('when an event among the last was changed under it', async () => {
    const directory = await signed(10);
    tamper(directory, `UPDATE event SET type = 'CaseForgotten' WHERE position = 4`);
    expect(why(await sign(directory))).toEqual(['refused', 'ledger-differs']);
  });

  it('when the ledger itself is damaged', async () => {
    const directory = await signed(10);
    tamper(directory, `UPDATE event SET metadata = '{}' WHERE position = 4`);
    expect(why(await sign(directory))).toEqual(['refused', 'ledger-damaged']);
  });

  it('without the key that signed last, and says nothing in its place', async () => {
    const directory = await signed(3);
    const note = noteOf(directory);
    rmSync(join(directory, 'log-key.pem'));
    expect(why(await sign(directory))).toEqual(['refused', 'key-missing']);
    makeLogKey(directory);
    expect(why(await sign(directory))).toEqual(['refused', 'key-unknown']);
    writeFileSync(join(directory, 'log-key.pem'), 'no key at all');
    expect(why(await sign(directory))).toEqual(['refused', 'key-unusable']);
    expect(noteOf(directory)).toBe(note);
  });

  it('under another name, nor when its last checkpoint is gone or is none', async () => {
    const directory = await signed(3);
    const renamed = await sign(directory, { origin: 'another.example/log' });
    expect(why(renamed)).toEqual(['refused', 'origin-changed']);
    const spoiled = copyOf(directory);
    const store = openSqliteCheckpoints(spoiled);
    await store.swap(noteOf(spoiled), 'a note\n');
    await store.close();
    expect(why(await sign(spoiled))).toEqual(['refused', 'checkpoint-damaged']);
    rmSync(join(directory, 'checkpoint.sqlite'));
    expect(why(await sign(directory))).toEqual(['refused', 'checkpoint-missing']);
  });

  it('what does not go on from its last checkpoint: a tree changed meanwhile is made again first', async () => {
    const directory = temporaryDirectory();
    await grow(directory, 3);
    let spoilt = false;
    const run = await sign(directory, {
      lock: (store, ledger) => ({
        ...store,
        async swap(expected, next) {
          const swapped = await store.swap(expected, next);
          if (next === '' || spoilt) return swapped;
          spoilt = true;
          spoilTree(directory, `UPDATE leaves SET entries = zeroblob(length(entries))`);
          await ledger.append('case-later', 'none', acts(1));
          return swapped;
        },
      }),
      until: ({ notes }) => notes.length === 2,
    });
    expect(run.failures).toEqual([expect.stringContaining('does not continue')]);
    expect(run.notes.map(sizeIn)).toEqual([3, 4]);
    expect(noteHolds(directory)).toBe(4);
  });

  it('for a reason of which docs/transparency.md says what to do', () => {
    const read = (path: string) => readFileSync(join(__dirname, '../../..', path), 'utf8');
    const codes = (text: string, form: RegExp) => [...text.matchAll(form)].map(([, code]) => code);
    const told = codes(read('docs/transparency.md'), /^\| `([a-z-]+)` \|/gm);
    expect(told).toEqual(
      codes(read('src/ledger/sequencer/will-not-sign.ts'), /^ {2}\| '([a-z-]+)'/gm),
    );
  });

  it('beside another one: the second finds the lock changed and stops', async () => {
    const directory = await signed(3);
    await grow(directory, 1);
    const second = await sign(directory, {
      lock: (store) => ({
        ...store,
        async swap(expected, next) {
          // Another process was faster.
          await store.swap(expected, next.replace('\n4\n', '\n5\n'));
          return store.swap(expected, next);
        },
      }),
    });
    expect(why(second)).toEqual(['refused', 'another-sequencer']);
    expect(second.notes).toEqual([]);
  });
});

/** The lock fails at its n-th swap, before or after it is on disk. */
function failingAt(n: number, when: 'before' | 'after', error: Error) {
  let swaps = 0;
  return (store: CheckpointStore): CheckpointStore => ({
    ...store,
    async swap(expected, next) {
      swaps += 1;
      if (swaps === n && when === 'before') throw error;
      const swapped = await store.swap(expected, next);
      if (swaps === n) throw error;
      return swapped;
    },
  });
}

describe('a death of the sequencer', () => {
  const unknown = new OutcomeUnknown('the disk is gone');

  it.each([
    [1, 'before'],
    [1, 'after'],
    [2, 'before'],
    [2, 'after'],
    [3, 'before'],
    [3, 'after'],
  ] as const)('at swap %d, %s it is on disk, leads to the same chain', async (n, when) => {
    const directory = temporaryDirectory();
    await grow(directory, 3);
    if (n === 3) {
      await sign(directory);
      await grow(directory, 2);
    }
    // A log that stands has one swap to make.
    const dead = await sign(directory, { lock: failingAt(n === 3 ? 1 : n, when, unknown) });
    expect([dead.fatal, dead.notes]).toEqual([String(unknown), []]);
    const afterwards = noteOf(directory);
    if (afterwards !== undefined && afterwards !== '') noteHolds(directory);
    const again = await sign(directory);
    expect(again.status.state).toBe('signing');
    expect(noteHolds(directory)).toBe(n === 3 ? 5 : 3);
    // What had reached the disk was not signed a second time.
    const toSign = when === 'after' && n > 1 ? 0 : 1;
    expect(again.notes).toHaveLength(toSign);
    await grow(directory, 1);
    await sign(directory);
    expect(noteHolds(directory)).toBe(n === 3 ? 6 : 4);
  });

  it('is told when the lock could not be written for now: it tries again', async () => {
    const directory = temporaryDirectory();
    await grow(directory, 3);
    const busy = new LedgerUnavailable('the disk is full');
    const run = await sign(directory, { lock: failingAt(2, 'before', busy) });
    expect([run.status.state, run.failures, run.notes.map(sizeIn)]).toEqual([
      'signing',
      [String(busy)],
      [3],
    ]);
  });

  it('between its leaves and its checkpoint takes nothing away', async () => {
    const directory = await signed(300);
    await grow(directory, 400);
    const tree = openSqliteTree(directory);
    const before = tree.size();
    tree.close();
    // Leaves of events beyond the checkpoint stand, as after a death before the swap.
    await sign(directory, { lock: failingAt(1, 'before', unknown) });
    const standing = openSqliteTree(directory);
    expect([before, standing.size()]).toEqual([300, 700]);
    standing.close();
    const { notes } = await sign(directory);
    expect(notes.map(sizeIn)).toEqual([700]);
    expect(noteHolds(directory)).toBe(700);
  });
});

describe('a rotation of the key', () => {
  it('has both keys sign until it is over, so that nobody loses the thread', async () => {
    const directory = await signed(3);
    const [old = ''] = readVerifierKeys(directory);
    addLogKey(directory);
    await grow(directory, 1);
    await sign(directory);
    const [young = '', ...others] = readVerifierKeys(directory);
    expect(others).toEqual([old]);
    expect(young).not.toBe(old);
    const both = noteOf(directory) ?? '';
    expect([checkpointIn(both, old).size, checkpointIn(both, young).size]).toEqual([4, 4]);

    dropOldLogKeys(directory);
    await grow(directory, 1);
    expect((await sign(directory)).status.state).toBe('signing');
    expect(readVerifierKeys(directory)).toEqual([young]);
    const after = noteOf(directory) ?? '';
    expect(checkpointIn(after, young).size).toBe(5);
    expect(() => checkpointIn(after, old)).toThrow('not signed by this key');
    expect(entriesOf(directory)).toHaveLength(5);
  });
});
