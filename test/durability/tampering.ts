// A data directory that was played, signed and left as a killed service leaves it, and what somebody
// who can write to its files may do to it. Whether anything was changed is decided here, by reading
// every row by itself; the verifier's word is only then asked.
import Database from 'better-sqlite3';
import { createHash, createPrivateKey } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { openEvidenceStore } from '../../src/evidence/evidence-store.js';
import { canonicalJson } from '../../src/ledger/canonical-json.js';
import { openCaseKeys } from '../../src/ledger/keys.js';
import { seal } from '../../src/ledger/sealing.js';
import { openSqliteLedger } from '../../src/ledger/sqlite-ledger.js';
import { dataDirOf } from '../cli/command-line.js';
import { noteOf, sign } from '../ledger/sequencer/signed-ledger.js';
import { History } from '../projections/history.js';

const fail = (error: unknown): never => {
  throw error;
};

/**
 * Plays a directory: some 300 events, evidence in clear and sealed, a sealed reporter, the log
 * signed twice, read models. The last events and leaves stand in `-wal` files only.
 */
export async function playedDirectory(target: string): Promise<void> {
  const history = new History();
  for (let n = 0; n < 44; n += 1) history.decided(`C-${n}`, 'jia', '2015-03-10');
  const bytes = Buffer.from('虚构的台账复印件 '.repeat(40));
  const size = bytes.length;
  const digest = `sha-256:${createHash('sha256').update(bytes).digest('hex')}`;
  const material = { title: '台账', digest, mediaType: 'text/plain', size };
  history.on('C-1', 'evidence', { on: '2015-09-08', ...material });
  const directory = await dataDirOf(history);

  const evidence = await openEvidenceStore(directory);
  await evidence.put(Readable.from([bytes]), 1_000_000);
  await evidence.keepPlain(digest);
  await sign(directory);

  // Open meanwhile, so that whoever closes these files leaves what he wrote in their logs.
  const held = ['ledger.sqlite', 'tree.sqlite', 'checkpoint.sqlite'].map((name) => {
    const open = new Database(join(directory, name), { readonly: true });
    open.prepare('SELECT count(*) FROM sqlite_schema').get();
    return open;
  });
  const keys = openCaseKeys({ directory, onFatal: fail });
  const key = keys.ensure('C-2');
  keys.close();
  await evidence.sealFor(digest, key);
  await evidence.removePlain(digest);
  const id = '00000000-0000-8000-8000-0000000000aa';
  const place = { stream: 'case-C-2', eventId: id, field: 'material' };
  const data = {
    on: '2015-09-08',
    sealed: 'reporter',
    material: { ...seal(canonicalJson(material), key, place) },
  };
  const last = history.told.at(-1);
  if (last === undefined) throw new Error('nothing is told');
  const metadata = {
    ...last.event.metadata,
    recordedAt: History.recordedAt(history.told.length + 1),
  };
  const ledger = openSqliteLedger({ directory, onFatal: fail });
  const revision = (await ledger.read('case-C-2')).length - 1;
  await ledger.append('case-C-2', revision, [{ id, type: 'EvidenceAdded', data, metadata }]);
  await ledger.close();
  await sign(directory);
  cpSync(directory, target, { recursive: true });
  for (const open of held) open.close();
}

/** Every file below a directory that holds anything for longer than a process lives, by its path in it. */
function filesOf(directory: string): string[] {
  return readdirSync(directory, { recursive: true })
    .map(String)
    .filter((name) => statSync(join(directory, name)).isFile())
    .filter((name) => !name.endsWith('-shm') && statSync(join(directory, name)).size > 0)
    .sort();
}

/** What a directory holds: rows by file, table and place in it, everything else by its bytes. */
export type Contents = ReadonlyMap<string, string>;

/** What could not be read stands under its file's name alone. */
export const unreadable = 'cannot be read';

/** Reads all the content of a directory, or of some of its files. */
export function contentsOf(directory: string, files = filesOf(directory)): Contents {
  const contents = new Map<string, string>();
  const databases = new Set(files.map((name) => name.replace(/-wal$/, '')));
  for (const name of databases)
    if (!name.endsWith('.sqlite')) contents.set(name, bytesOf(join(directory, name)));
    else
      try {
        for (const [place, row] of rowsOf(join(directory, name)))
          contents.set(`${name} ${place}`, row);
      } catch {
        contents.set(name, unreadable);
      }
  return contents;
}

/** A private key is what it signs with, however it is written and whatever comes after it. */
function bytesOf(path: string): string {
  const bytes = readFileSync(path);
  if (!path.endsWith('log-key.pem')) return bytes.toString('hex');
  try {
    const [pem = ''] =
      /^-{5}BEGIN [^-]+-{5}[^-]+-{5}END [^-]+-{5}/.exec(bytes.toString('latin1')) ?? [];
    const key = createPrivateKey(`${pem}\n`);
    return key.export({ format: 'der', type: 'pkcs8' }).toString('hex');
  } catch {
    return unreadable;
  }
}

/** Every row of every table, in the order they stand in, each value with its type. */
function* rowsOf(path: string): Generator<[string, string]> {
  const database = new Database(path, { readonly: true });
  try {
    const tables = database
      .prepare<[], string>(
        `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`,
      )
      .pluck()
      .all();
    for (const table of tables) {
      const columns = database.pragma(`table_info(${table})`) as { name: string }[];
      const values = columns.map(({ name }) => `typeof(${name}) || hex(${name})`);
      const rows = database
        .prepare<[], string>(`SELECT ${values.join(` || ' ' || `)} FROM ${table} NOT INDEXED`)
        .pluck()
        .all();
      // Of an event its position is what names it.
      const named = table === 'event' ? 'SELECT position FROM event NOT INDEXED' : undefined;
      const positions = named && database.prepare<[], number>(named).pluck().all();
      for (const [at, row] of rows.entries()) yield [`${table} ${positions?.[at] ?? at}`, row];
    }
  } finally {
    database.close();
  }
}

/** The places in which two contents differ. */
export function changesIn(before: Contents, after: Contents): string[] {
  const places = new Set([...before.keys(), ...after.keys()]);
  return [...places].filter((place) => before.get(place) !== after.get(place)).sort();
}

/** A directory that alterations are made in, one after the other, each taken back. */
export class Stage {
  readonly contents: Contents;
  readonly files: readonly string[];

  constructor(
    private readonly original: string,
    readonly directory: string,
  ) {
    cpSync(original, directory, { recursive: true });
    this.files = filesOf(original);
    this.contents = contentsOf(directory);
    this.restore();
  }

  /** Bytes of a file. */
  sizeOf(name: string): number {
    return statSync(join(this.original, name)).size;
  }

  /** Flips one bit of a file. */
  flip(name: string, bit: number): void {
    const bytes = readFileSync(join(this.directory, name));
    bytes[bit >> 3]! ^= 1 << (bit & 7);
    writeFileSync(join(this.directory, name), bytes);
  }

  /** As it was; what SQLite has made beside its files goes. */
  restore(...names: readonly string[]): void {
    for (const name of readdirSync(this.directory, { recursive: true }).map(String))
      if (
        /-(shm|wal)$/.test(name) ||
        (/\.sqlite$|^log-key/.test(name) && !this.files.includes(name))
      )
        rmSync(join(this.directory, name), { force: true });
    for (const name of this.files) {
      if (names.length > 0 && !names.includes(name) && !name.endsWith('-wal')) continue;
      mkdirSync(dirname(join(this.directory, name)), { recursive: true });
      cpSync(join(this.original, name), join(this.directory, name));
    }
  }

  /** The last checkpoint, as somebody kept it outside. */
  kept(): string {
    const note = noteOf(this.directory) ?? '';
    this.restore();
    return note;
  }
}
