// A process of its own that opens a ledger and appends, for tests that kill it or let its writes
// fail. Reports line by line into a file, which survives kill -9:
//   open | ack <stream> <revision> <id> | refused <stream> <error> | fatal
// Arguments: data directory, report file, what to do:
//   crowd         64 writers without end
//   crowd-early   the same, but acknowledges before the commit: what the kill test must catch
//   single <n>    n appends, one after the other
//   idle          nothing
import { randomUUID } from 'node:crypto';
import { openSync, writeSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { openSqliteLedger } from '../../src/ledger/sqlite-ledger.js';
import { act } from '../support/recorded-acts.js';

const [directory = '', reportPath = '', what, count] = process.argv.slice(2);
const report = openSync(reportPath, 'a');
const say = (...words: (string | number)[]) => void writeSync(report, `${words.join(' ')}\n`);

const ledger = openSqliteLedger({
  directory,
  onFatal: () => {
    say('fatal');
    process.exitCode = 1;
  },
});
say('open');

switch (what) {
  case 'crowd':
  case 'crowd-early':
    for (let writer = 0; writer < 64; writer += 1) void write(Infinity, what === 'crowd-early');
    break;
  case 'single':
    await write(Number(count), false);
    // Without closing: what is on disk is what the commits put there.
    process.exit();
    break;
  case 'idle':
    setInterval(() => undefined, 1000);
    break;
  case undefined:
  default:
    throw new Error(`what is ${String(what)}?`);
}

async function write(events: number, early: boolean): Promise<void> {
  const stream = `case-${randomUUID()}`;
  let last: number | 'none' = 'none';
  for (let written = 0; written < events; written += 1) {
    const event = act();
    if (early) {
      say('ack', stream, last === 'none' ? 0 : last + 1, event.id);
      // Long enough that a kill falls between the word and the deed on any machine.
      await delay(50);
    }
    try {
      const { revision } = await ledger.append(stream, last, [event]);
      last = revision;
      if (!early) say('ack', stream, revision, event.id);
    } catch (error) {
      say('refused', event.id, error instanceof Error ? error.name : 'unknown');
    }
  }
}
