// What the KurrentDB adapter costs beside its floor: the bare client doing the same against the
// same server, in turns. The server is the double of the tests, in a process of its own: it keeps
// its log in memory, so these figures say nothing of a real one. The two processes share the cores.
//   npm run bench -- kurrentdb
// Goal: 0.85 of the bare client.
import { EventStoreDBClient, START, eventTypeFilter, jsonEvent } from '@eventstore/db-client';
import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { beforeAll, type EventToAppend } from '../src/ledger/event.js';
import { openKurrentDbLedger, type KurrentDbLedger } from '../src/ledger/kurrentdb-ledger.js';
import { anEvent, bytesOf, compete, rounds } from './contest.js';

const goal = 0.85;
const followed = 10_000;

/** Runs all contests and prints them; false when a goal is missed. */
export async function run(): Promise<boolean> {
  const double = fork(
    fileURLToPath(new URL('../test/support/kurrentdb-double.child.js', import.meta.url)),
  );
  const [url] = (await once(double, 'message')) as [string];
  const ledger = await openKurrentDbLedger({ url });
  const bare = EventStoreDBClient.connectionString(url);
  console.log(
    `payload ${String(bytesOf(anEvent(0)))} bytes, ${String(rounds)} rounds in turns; ` +
      'the server is a double in memory, in another process',
  );
  let held = true;
  try {
    // First, while the log holds nothing else: every round follows the same events.
    for (let written = 0; written < followed; written += 500) {
      const events = Array.from({ length: 500 }, (_, n) => anEvent(written + n));
      await ledger.append(`case-${randomUUID()}`, 'none', events);
    }
    held = await compete({
      name: 'follow',
      unit: 'events',
      goal,
      size: followed,
      ours: () => followOurs(ledger),
      floor: () => followBare(bare),
    });
    for (const writers of [1, 64]) {
      const contest = {
        name: `append, ${String(writers)} writer${writers === 1 ? '' : 's'}`,
        unit: 'events',
        goal,
        size: writers === 1 ? 500 : 6_400,
        ours: (events: readonly EventToAppend[]) =>
          shared(events, writers, async (stream, revision, event) => {
            await ledger.append(stream, revision === 0 ? 'none' : revision - 1, [event]);
          }),
        floor: (events: readonly EventToAppend[]) =>
          shared(events, writers, async (stream, revision, { id, type, data, metadata }) => {
            await bare.appendToStream(stream, [jsonEvent({ id, type, data, metadata })], {
              expectedRevision: revision === 0 ? 'no_stream' : BigInt(revision - 1),
            });
          }),
      };
      held = (await compete(contest)) && held;
    }
    return held;
  } finally {
    await ledger.close();
    await bare.dispose();
    double.kill();
  }
}

/** Each writer fills a stream of its own, the next event when the last one is answered. */
async function shared(
  events: readonly EventToAppend[],
  writers: number,
  append: (stream: string, revision: number, event: EventToAppend) => Promise<void>,
): Promise<void> {
  const share = events.length / writers;
  await Promise.all(
    Array.from({ length: writers }, async (_, writer) => {
      const stream = `case-${randomUUID()}`;
      const own = events.slice(writer * share, (writer + 1) * share);
      for (const [revision, event] of own.entries()) await append(stream, revision, event);
    }),
  );
}

async function followOurs(ledger: KurrentDbLedger): Promise<void> {
  const enough = new AbortController();
  let seen = 0;
  for await (const batch of ledger.follow(beforeAll, enough.signal)) {
    seen += batch.length;
    if (seen >= followed) enough.abort();
  }
}

async function followBare(client: EventStoreDBClient): Promise<void> {
  const subscription = client.subscribeToAll({
    fromPosition: START,
    filter: eventTypeFilter({ regex: '^[A-Z]' }),
  });
  let seen = 0;
  for await (const { event } of subscription) {
    if (event !== undefined) seen += 1;
    if (seen >= followed) break;
  }
  await subscription.unsubscribe();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.exitCode = (await run()) ? 0 : 1;
}
