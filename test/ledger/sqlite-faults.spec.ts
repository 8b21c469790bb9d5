// What the SQLite ledger does when the process is killed and when the disk fails. The short form;
// the exhaustive sweep over every system call is not part of `npm test`.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { RecordedEvent } from '../../src/ledger/event.js';
import { openSqliteLedgerReader } from '../../src/ledger/sqlite-ledger.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { startWriter, type ChildWriter } from './child-writer.js';
import { collect } from './following.contract.js';

jest.setTimeout(120_000);

/** What a child acknowledged and what then stands in the ledger. */
async function compared(directory: string, child: ChildWriter) {
  const acknowledged = child
    .lines()
    .filter(([word]) => word === 'ack')
    .map(([, stream, revision, id]) => `${stream} ${revision} ${id}`);
  const reader = openSqliteLedgerReader(directory);
  const head = await reader.head();
  const events: RecordedEvent[] =
    head === '0' ? [] : await collect(reader, '0', Number.parseInt(head, 10));
  await reader.close();
  const standing = new Set(events.map(({ stream, revision, id }) => `${stream} ${revision} ${id}`));
  return {
    events,
    acknowledged,
    lost: acknowledged.filter((line) => !standing.has(line)),
    ids: new Set(events.map(({ id }) => id)),
  };
}

/** Positions and revisions without a gap, whatever was cut short. */
function expectWhole(events: readonly RecordedEvent[]): void {
  const next = new Map<string, number>();
  for (const [index, { position, stream, revision }] of events.entries()) {
    expect(position).toBe(String(index + 1));
    expect(revision).toBe(next.get(stream) ?? 0);
    next.set(stream, revision + 1);
  }
}

/** Lets a crowd of writers work for a moment, kills it, and counts what it lost. */
async function killedAtWork(what: string, kills: number) {
  const directory = temporaryDirectory();
  let acknowledged = 0;
  let lost = 0;
  for (let kill = 0; kill < kills; kill += 1) {
    const report = join(directory, `report-${kill}`);
    const child = startWriter(directory, report, [what]);
    await child.said('ack');
    await delay(10 + 13 * kill);
    await child.kill();
    const result = await compared(directory, child);
    expectWhole(result.events);
    acknowledged += result.acknowledged.length;
    lost += result.lost.length;
  }
  return { acknowledged, lost };
}

describe('a ledger killed at work', () => {
  it('has every event it acknowledged, and no gap, after each of 10 kills', async () => {
    const { acknowledged, lost } = await killedAtWork('crowd', 10);
    expect(acknowledged).toBeGreaterThan(640);
    expect(lost).toBe(0);
  });

  it('would be caught if it acknowledged before the commit', async () => {
    expect((await killedAtWork('crowd-early', 2)).lost).toBeGreaterThan(0);
  });
});

describe('a ledger whose file cannot grow', () => {
  it('stops for good, says so once, and loses nothing it acknowledged', async () => {
    const directory = temporaryDirectory();
    // Files of at most 256 kB: the WAL hits that in the middle of a commit. SQLite answers an I/O
    // error there and not "full".
    const around = ['/bin/bash', '-c', 'ulimit -f 256; trap "" XFSZ; exec "$@"', 'bash'];
    const child = startWriter(directory, join(directory, 'report'), ['single', '400'], around);
    expect(await child.ended()).toBe(1);

    const words = child.lines().map(([word]) => word);
    expect(words.filter((word) => word === 'fatal')).toHaveLength(1);
    const refusals = child
      .lines()
      .flatMap(([word, , error]) => (word === 'refused' ? [error] : []));
    expect(refusals[0]).toBe('OutcomeUnknown');
    expect(new Set(refusals.slice(1))).toStrictEqual(new Set(['LedgerUnavailable']));
    expect(words.lastIndexOf('ack')).toBeLessThan(words.indexOf('refused'));

    const { events, acknowledged, lost } = await compared(directory, child);
    expectWhole(events);
    expect(acknowledged.length).toBeGreaterThan(0);
    expect(lost).toStrictEqual([]);
    // At most the one whose outcome is unknown stands besides.
    expect(events.length - acknowledged.length).toBeLessThanOrEqual(1);
  });
});

// strace gives a chosen system call a chosen error. Not every machine lets a process be traced;
// .ci/run installs it.
const tracing = spawnSync('strace', ['-e', 'trace=none', 'true']).status === 0;
const whereTraced = tracing ? describe : () => undefined;

whereTraced('a ledger whose disk fails in one system call', () => {
  const failing = (call: string, error: string, when: string) => [
    ...['strace', '-f', '-qq', '-o', '/dev/null', '-e', `trace=${call}`],
    ...['-e', `inject=${call}:error=${error}:when=${when}`],
  ];

  it.each([40, 43, 50])('refuses and goes on when write %d finds no space', async (when) => {
    const directory = temporaryDirectory();
    const around = failing('pwrite64', 'ENOSPC', String(when));
    const child = startWriter(directory, join(directory, 'report'), ['single', '30'], around);
    expect(await child.ended()).toBe(0);
    const refused = child.lines().filter(([word]) => word === 'refused');
    expect(refused.map(([, , error]) => error)).toStrictEqual(['LedgerUnavailable']);

    const { events, acknowledged, lost, ids } = await compared(directory, child);
    expectWhole(events);
    expect(lost).toStrictEqual([]);
    expect(acknowledged).toHaveLength(29);
    // The one refused is not there: "nothing was written" was true.
    expect(ids.has(refused[0]?.[1] ?? '')).toBe(false);
    expect(events).toHaveLength(29);
  });

  it.each(['fsync', 'pwrite64'])('stops for good when %s fails', async (call) => {
    const directory = temporaryDirectory();
    const when = call === 'pwrite64' ? '40' : '15';
    const around = failing(call, 'EIO', when);
    const child = startWriter(directory, join(directory, 'report'), ['single', '30'], around);
    expect(await child.ended()).toBe(1);
    const { events, acknowledged, lost } = await compared(directory, child);
    expectWhole(events);
    expect(acknowledged.length).toBeGreaterThan(0);
    expect(lost).toStrictEqual([]);
    expect(events.length - acknowledged.length).toBeLessThanOrEqual(1);
    expect(child.lines().find(([word]) => word === 'refused')?.[2]).toBe('OutcomeUnknown');
  });
});
