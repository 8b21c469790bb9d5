// A PostgreSQL server of the tests' own, from Debian's binaries: in a temporary folder, on a free
// port, for this worker of this run; gone when the run is over.
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';

/** Whether this run asks its questions of PostgreSQL: said by the project in jest.config.js. */
export const onPostgres = process.env['READ_STORE_ENGINE'] === 'postgres';

const installed = '/usr/lib/postgresql';

function binaries(): string {
  const newest = existsSync(installed) ? readdirSync(installed).toSorted().at(-1) : undefined;
  if (newest === undefined)
    throw new Error('no PostgreSQL is installed (Debian: apt-get install postgresql)');
  return join(installed, newest, 'bin');
}

/** PostgreSQL refuses to be run by root. */
function asServerUser(program: string, args: readonly string[]): string {
  const command = [join(binaries(), program), ...args];
  const [first = '', ...rest] =
    process.getuid?.() === 0 ? ['runuser', '-u', 'postgres', '--', ...command] : command;
  const { status, stdout, stderr } = spawnSync(first, rest, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} failed: ${stderr}${stdout}`);
  return stdout;
}

function idOf(what: '-u' | '-g'): number {
  return Number(spawnSync('id', [what, 'postgres'], { encoding: 'utf8' }).stdout);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export interface ServerOptions {
  /** Whether commits reach the disk: only for tests that kill the server. */
  readonly durable?: boolean;
  readonly mostConnections?: number;
}

export class PostgresServer {
  private constructor(
    readonly directory: string,
    readonly port: number,
  ) {}

  /** @param home the folder to make its own in */
  static async start(home: string, options: ServerOptions = {}): Promise<PostgresServer> {
    const directory = mkdtempSync(join(home, 'postgres-'));
    if (process.getuid?.() === 0) chownSync(directory, idOf('-u'), idOf('-g'));
    asServerUser('initdb', [
      ...['--pgdata', directory, '--username', 'wenze', '--auth', 'trust'],
      ...['--encoding', 'UTF8', '--locale', 'C', '--no-sync'],
    ]);
    const port = await freePort();
    const unsafe = options.durable
      ? []
      : ['fsync = off', 'full_page_writes = off', 'synchronous_commit = off'];
    writeFileSync(
      join(directory, 'postgresql.auto.conf'),
      [
        `port = ${String(port)}`,
        "listen_addresses = '127.0.0.1'",
        "unix_socket_directories = ''",
        `max_connections = ${String(options.mostConnections ?? 60)}`,
        ...unsafe,
      ].join('\n'),
    );
    const server = new PostgresServer(directory, port);
    server.startAgain();
    return server;
  }

  /** A server that is running already. */
  static at(directory: string, port: number): PostgresServer {
    return new PostgresServer(directory, port);
  }

  startAgain(): void {
    this.control('start', '--log', join(this.directory, 'log'));
  }

  /** @param mode `immediate` is as a crash: connections are cut, and the next start recovers */
  stop(mode: 'fast' | 'immediate' = 'fast'): void {
    this.control('stop', '--mode', mode);
  }

  /** kill -9 of the server and all its processes. */
  kill(): void {
    const [pid = ''] = readFileSync(join(this.directory, 'postmaster.pid'), 'utf8').split('\n');
    const children = spawnSync('pgrep', ['-P', pid], { encoding: 'utf8' }).stdout.split('\n');
    spawnSync('kill', ['-9', pid, ...children.filter((child) => child !== '')]);
  }

  private control(action: 'start' | 'stop', ...options: readonly string[]): void {
    asServerUser('pg_ctl', ['--pgdata', this.directory, '--wait', '--silent', action, ...options]);
  }

  url(database: string, user = 'wenze'): string {
    return `postgres://${user}@127.0.0.1:${String(this.port)}/${database}`;
  }

  /** Makes a database and answers its address. */
  async database(): Promise<string> {
    const name = `t_${randomUUID().replaceAll('-', '')}`;
    await this.ask('postgres', `CREATE DATABASE ${name}`);
    return this.url(name);
  }

  /** One statement on a connection of its own. */
  async ask(database: string, statement: string): Promise<readonly Record<string, unknown>[]> {
    const client = new pg.Client({
      connectionString: database.startsWith('postgres:') ? database : this.url(database),
    });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(statement)).rows;
    } finally {
      await client.end();
    }
  }
}

/** The server of this worker, started by the first test that needs it and stopped when the run is over. */
export async function testServer(): Promise<PostgresServer> {
  const home = process.env['WENZE_TEST_RUN'];
  if (home === undefined) throw new Error('bug: jest.config.js sets up no run');
  const told = join(home, `server-${process.env['JEST_WORKER_ID'] ?? '1'}`);
  if (existsSync(told)) {
    const [directory = '', port = ''] = readFileSync(told, 'utf8').split('\n');
    return PostgresServer.at(directory, Number(port));
  }
  const server = await PostgresServer.start(home);
  writeFileSync(told, `${server.directory}\n${String(server.port)}`);
  return server;
}
