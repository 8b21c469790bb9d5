// A process of its own: appends of 60 kB in crowds while the connection is cut again and again.
// Tells on stdout what nobody handled, and whether everything is stored, each once.
import { setTimeout as delay } from 'node:timers/promises';
import { openKurrentDbLedger } from '../../src/ledger/kurrentdb-ledger.js';
import { KurrentDbDouble } from '../support/kurrentdb-double.js';
import { act } from '../support/recorded-acts.js';

const unhandled: string[] = [];
process.on('unhandledRejection', (reason) => void unhandled.push(String(reason)));
process.on('uncaughtException', (error) => void unhandled.push(String(error)));

const double = await KurrentDbDouble.start();
const ledger = await openKurrentDbLedger({ url: double.url, timeoutMs: 20_000 });
const crowd = Array.from({ length: 600 }, (_, n) => act({ n, facts: 'x'.repeat(60_000) }));
const following = (async () => {
  const told: string[] = [];
  for await (const batch of ledger.follow('0', AbortSignal.timeout(60_000))) {
    told.push(...batch.map(({ id }) => id));
    if (told.length >= crowd.length) return told;
  }
  return told;
})();
const appending = Promise.all(crowd.map((event, n) => ledger.append(`case-${n}`, 'none', [event])));
for (let cuts = 0; cuts < 8; cuts += 1) {
  await delay(60);
  double.way.cut();
}
await appending;
const told = await following;
await ledger.close();
await double.stop();
await delay(100);

const missing = crowd.filter(({ id }) => !told.includes(id)).length;
const twice = told.length - new Set(told).size;
process.stdout.write(JSON.stringify({ unhandled, stored: told.length, missing, twice }));
process.exit();
