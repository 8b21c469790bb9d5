// `wenze migrate` as an operator runs it: the built program, a data directory, and a KurrentDB (the
// double) in this very process. What the program says of both ledgers is computed again from what
// stands in them, by what an outsider has (test/support/outsider.ts).
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { RecordedEvent } from '../../src/ledger/event.js';
import { openKurrentDbLedger } from '../../src/ledger/kurrentdb-ledger.js';
import { openLedger } from '../../src/ledger/open-ledger.js';
import { ledgerAddress } from '../../src/ledger/address.js';
import { openSqliteLedger, openSqliteLedgerReader } from '../../src/ledger/sqlite-ledger.js';
import { record } from '../projections/history.js';
import { manyCases } from '../projections/many-cases.js';
import { everyEvent } from '../support/every-event.js';
import { KurrentDbDouble } from '../support/kurrentdb-double.js';
import { entryOf, leafHashOf, rootOf } from '../support/outsider.js';
import { act, acts } from '../support/recorded-acts.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { startWenze, type Said } from './command-line.js';

/** Cases as many desks write them, mixed. */
const history = manyCases(60, 5);
const told = history.told.length;

let directory: string;
let server: KurrentDbDouble;

function fail(error: Error): never {
  throw error;
}

const inFolder = (folder: string): string => `sqlite:${folder}`;

async function fill(folder: string): Promise<void> {
  const ledger = openSqliteLedger({ directory: folder, onFatal: fail });
  await record(ledger, history);
  await ledger.close();
}

/** What a ledger holds, as anybody reads it who is given its address. */
async function eventsAt(address: string): Promise<readonly RecordedEvent[]> {
  const place = ledgerAddress(address);
  if (place === undefined) throw new Error('bug: no address');
  const ledger = await openLedger(place, fail);
  const events = await everyEvent(ledger);
  await ledger.close();
  return events;
}

/** All of an event but its position, which is the engine's. */
const content = ({ position: _, ...event }: RecordedEvent) => event;

function treeOf(events: readonly RecordedEvent[]): string {
  return rootOf(events.map((event) => leafHashOf(entryOf(event)))).toString('base64');
}

function migrate(from: string, to: string, ...options: readonly string[]): Promise<Said> {
  return startWenze(['migrate', '--from', from, '--to', to, ...options]).said;
}

/** Kills the program by SIGKILL as soon as something holds. */
async function killed(from: string, to: string, holds: () => boolean): Promise<Said> {
  const { child, said } = startWenze(['migrate', '--from', from, '--to', to]);
  while (!holds() && child.exitCode === null) await setImmediate();
  child.kill('SIGKILL');
  return said;
}

/** How many events a ledger in a file holds by now, looked at beside whoever writes it. */
async function countedIn(folder: string): Promise<number> {
  if (!existsSync(join(folder, 'ledger.sqlite'))) return 0;
  try {
    const reader = openSqliteLedgerReader(folder);
    const head = await reader.head();
    await reader.close();
    return Number(head);
  } catch {
    // Made at this moment: it has no table yet.
    return 0;
  }
}

beforeEach(async () => {
  directory = temporaryDirectory();
  await fill(directory);
  server = await KurrentDbDouble.start();
});
afterEach(() => server.stop());

describe('wenze migrate', () => {
  it('copies ids, metadata and times to a KurrentDB, and says the root that both have', async () => {
    const from = inFolder(directory);
    const { code, out, errors } = await migrate(from, server.url);
    const original = await eventsAt(from);
    const copy = await eventsAt(server.url);
    expect(original).toHaveLength(told);
    expect(copy.map(content)).toStrictEqual(original.map(content));
    expect(treeOf(copy)).toBe(treeOf(original));
    expect({ code, out, errors }).toEqual({
      code: 0,
      out:
        `copied ${String(told)} of ${String(told)} events; both hold the same leaves\n` +
        `root ${treeOf(original)}\n`,
      errors: '',
    });
  });

  it('comes back into an empty folder, and finds nothing to do the second time', async () => {
    await migrate(inFolder(directory), server.url);
    const back = inFolder(temporaryDirectory());
    const original = await eventsAt(inFolder(directory));
    const root = treeOf(original);
    for (const copied of [told, 0]) {
      const { code, out } = await migrate(server.url, back, '--json');
      expect([code, JSON.parse(out)]).toEqual([0, { events: told, copied, root }]);
    }
    // In a file the positions are the same too: the one thing that engines may say otherwise.
    expect(await eventsAt(back)).toStrictEqual(original);
  });

  it('goes on where it was killed on the way to a KurrentDB, and doubles nothing', async () => {
    const original = await eventsAt(inFolder(directory));
    const stored = (): number => server.log.events.filter(({ type }) => /^[A-Z]/.test(type)).length;
    let stood = 0;
    for (const part of [0.1, 0.5, 0.8]) {
      const enough = Math.floor(part * told);
      const died = await killed(inFolder(directory), server.url, () => stored() >= enough);
      expect([died.code, died.out]).toEqual([null, '']);
      stood = (await eventsAt(server.url)).length;
      expect(stood).toBeGreaterThanOrEqual(enough);
      expect(stood).toBeLessThan(told);
    }
    const { code, out } = await migrate(inFolder(directory), server.url, '--json');
    expect([code, JSON.parse(out)]).toEqual([
      0,
      { events: told, copied: told - stood, root: treeOf(original) },
    ]);
    expect((await eventsAt(server.url)).map(content)).toStrictEqual(original.map(content));
  });

  it('goes on where it was killed on the way into a folder, and doubles nothing', async () => {
    await migrate(inFolder(directory), server.url);
    const ledger = await openKurrentDbLedger({ url: server.url });
    for (let more = 0; more < 30; more += 1)
      await ledger.append(`case-more-${String(more)}`, 'none', acts(100));
    await ledger.close();
    const original = await eventsAt(server.url);
    const folder = temporaryDirectory();
    const { child, said } = startWenze([
      ...['migrate', '--from', server.url],
      ...['--to', inFolder(folder)],
    ]);
    let stood = 0;
    while (child.exitCode === null && stood === 0) {
      stood = await countedIn(folder);
      await setImmediate();
    }
    child.kill('SIGKILL');
    expect((await said).code).toBeNull();
    stood = await countedIn(folder);
    expect(stood).toBeLessThan(original.length);
    const { code, out } = await migrate(server.url, inFolder(folder), '--json');
    expect([code, JSON.parse(out)]).toEqual([
      0,
      { events: original.length, copied: original.length - stood, root: treeOf(original) },
    ]);
    const copy = await eventsAt(inFolder(folder));
    expect(copy.map(content)).toStrictEqual(original.map(content));
  });

  it('refuses a server that holds other events, writes nothing there, and exits 1', async () => {
    const ledger = await openKurrentDbLedger({ url: server.url });
    const other = act({ another: 'office' });
    await ledger.append('case-C-9', 'none', [other]);
    await ledger.close();
    const stood = await eventsAt(server.url);
    const { code, out, errors } = await migrate(inFolder(directory), server.url);
    expect([code, out]).toEqual([1, '']);
    expect(errors).toMatch(
      new RegExp(
        `^wenze: the copy holds event ${other.id} \\(case-C-9 @ 0, .*where the original has`,
      ),
    );
    expect(errors).toMatch(/^[^\n]+\n$/);
    expect(await eventsAt(server.url)).toStrictEqual(stood);
  });

  it('refuses a folder that holds one event more, names it, and exits 1', async () => {
    await migrate(inFolder(directory), server.url);
    const ledger = openSqliteLedger({ directory, onFatal: fail });
    const [more] = acts(1);
    if (more === undefined) throw new Error('bug: no act');
    await ledger.append('case-C-99', 'none', [more]);
    await ledger.close();
    const { code, errors } = await migrate(server.url, inFolder(directory));
    expect([code, errors]).toEqual([1, expect.stringContaining(`the copy holds event ${more.id}`)]);
    expect(errors).toContain('which the original does not');
    expect(await eventsAt(inFolder(directory))).toHaveLength(told + 1);
  });

  it('tells a copy from which one digit of one salt differs', async () => {
    const [first] = history.told;
    if (first === undefined) throw new Error('bug: no event');
    const { stream, event } = first;
    const ledger = await openKurrentDbLedger({ url: server.url });
    await ledger.append(stream, 'none', [
      { ...event, metadata: { ...event.metadata, salt: `1${'0'.repeat(63)}` } },
    ]);
    await ledger.close();
    const { code, errors } = await migrate(inFolder(directory), server.url);
    expect([code, errors]).toEqual([
      1,
      expect.stringContaining(`the copy holds event ${event.id}`),
    ]);
  });

  it('does not copy out of a folder to which a service writes, nor into one', async () => {
    const service = openSqliteLedger({ directory, onFatal: fail });
    try {
      for (const [from, to] of [
        [inFolder(directory), server.url],
        [server.url, inFolder(directory)],
      ] as const) {
        const { code, errors } = await migrate(from, to);
        expect([code, errors]).toEqual([
          1,
          `wenze: another process writes to the data directory ${directory}\n`,
        ]);
      }
    } finally {
      await service.close();
    }
    expect(await eventsAt(server.url)).toEqual([]);
  });

  it('says that the server is away, without its address, and exits 1', async () => {
    const { code, errors } = await migrate(
      inFolder(directory),
      'esdb://clerk:secret@127.0.0.1:9?tls=false',
    );
    expect(code).toBe(1);
    expect(errors).toMatch(/^wenze: [^\n]+\n$/);
    expect(errors).not.toMatch(/secret|127\.0\.0\.1/);
  });

  it.each([
    ['without a source', (to: string) => ['--to', to]],
    ['with an address that is none', (to: string) => ['--from', 'mysql://secret', '--to', to]],
    [
      'with a folder that holds no ledger',
      (to: string) => ['--from', inFolder(temporaryDirectory()), '--to', to],
    ],
  ])('is called wrongly %s: exit 2, and nothing quoted', async (_, options) => {
    const { code, out, errors } = await startWenze(['migrate', ...options(server.url)]).said;
    expect([code, out]).toEqual([2, '']);
    expect(errors).toMatch(/^wenze: --from: [^\n]+\n$/);
    expect(errors).not.toContain('secret');
  });
});
