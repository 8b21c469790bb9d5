// The built command line as a process of its own, on data directories made for a test.
import Database from 'better-sqlite3';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { openSqliteLedger } from '../../src/ledger/sqlite-ledger.js';
import { Projector } from '../../src/projections/projector.js';
import { openSqliteReadStore } from '../../src/projections/sqlite-read-store.js';
import { storeDefinition } from '../../src/projections/streams.js';
import { History, record } from '../projections/history.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

/** What `npm test` has built before any test runs. */
export const builtProgram = join(__dirname, '../../dist/cli/wenze.js');

export interface Said {
  readonly code: number | null;
  readonly out: string;
  readonly errors: string;
}

/** Runs `wenze` with these arguments to its end. */
export function wenze(args: readonly string[], environment: Record<string, string> = {}): Said {
  const { status, stdout, stderr } = spawnSync(process.execPath, [builtProgram, ...args], {
    env: { ...inherited(), ...environment },
    encoding: 'utf8',
    timeout: 120_000,
  });
  return { code: status, out: stdout, errors: stderr };
}

/** Starts `wenze` beside a test that goes on, as one must whose own process is the server asked. */
export function startWenze(
  args: readonly string[],
  environment: Record<string, string> = {},
): { readonly child: ChildProcess; readonly said: Promise<Said> } {
  const child = spawn(process.execPath, [builtProgram, ...args], {
    env: { ...inherited(), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts = { out: '', errors: '' };
  child.stdout.on('data', (chunk: Buffer) => (texts.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (texts.errors += chunk.toString()));
  const said = once(child, 'close').then(() => ({ code: child.exitCode, ...texts }));
  return { child, said };
}

function inherited(): NodeJS.ProcessEnv {
  const { NODE_ENV: _, NODE_OPTIONS: __, ...rest } = process.env;
  return rest;
}

/** Two cases decided on one person: 12 events. */
export function twoCases(): History {
  return new History().decided('C-1', 'jia', '2015-03-10').decided('C-2', 'jia', '2015-06-01');
}

/** A data directory as a service leaves it that recorded this history and projected it all. */
export async function dataDirOf(history: History, projectedTo = history): Promise<string> {
  const directory = temporaryDirectory();
  const fail = (error: unknown): never => {
    throw error;
  };
  const ledger = openSqliteLedger({ directory, onFatal: fail });
  const store = openSqliteReadStore(directory, storeDefinition);
  const projector = new Projector(ledger, store, { halted: fail, failed: fail });
  projector.start();
  await record(ledger, history, 0, projectedTo.told.length);
  await projector.reached(await ledger.head(), 30_000);
  await projector.stop();
  await record(ledger, history, projectedTo.told.length);
  await store.close();
  await ledger.close();
  return directory;
}

/**
 * Changes what stands in a ledger as somebody does who knows SQLite: takes the triggers away,
 * writes, and puts them back to the letter.
 */
export function tamper(directory: string, ...statements: readonly string[]): void {
  const database = new Database(join(directory, 'ledger.sqlite'));
  const triggers = database
    .prepare<[], { name: string; sql: string }>(
      "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid",
    )
    .all();
  for (const { name } of triggers) database.exec(`DROP TRIGGER ${name}`);
  for (const statement of statements)
    if (database.prepare(statement).run().changes === 0)
      throw new Error(`it changed nothing: ${statement}`);
  for (const { sql } of triggers) database.exec(sql);
  database.close();
}
