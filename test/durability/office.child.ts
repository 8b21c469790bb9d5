// A process of its own that does what the service does with its stores: makes keys, takes in
// evidence, seals it, appends. It says line by line in a report what it is about to do and what it
// has promised; the report is what the audit holds the disk against (account.ts reads it).
//   start                             a process begins
//   open                              its stores are open
//   read <stream> <revision> <id>     a start shows this event as recorded
//   try <stream> <revision> <id> <digest>   is about to be appended
//   ack <id>                          was promised
//   refused <id> <error>              was answered with an error
//   key <caseId> <keyId> <digest>     was handed out
//   take <digest>                     evidence is about to be taken in
//   kept <digest>                     evidence was taken in
//   seal <digest> <caseId> <size>     is about to be sealed under the key of a case
//   sealed <digest> <caseId>          was sealed
//   gone <digest>                     its plain bytes were taken away
//   no-evidence <error>               evidence was refused
//   fatal <error>                     the outcome of a write is unknown; the process ends
// Arguments: data directory, report file, name of this session, rounds, characters of an event,
// `close` to end in order or `exit` to end without a word. A session that is run a second time
// sends the same commands again, as somebody does who does not know what became of them.
import crypto, { createHash } from 'node:crypto';
import { openSync, readFileSync, writeSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { Readable } from 'node:stream';
import { openEvidenceStore } from '../../src/evidence/evidence-store.js';
import { openCaseKeys } from '../../src/ledger/keys.js';
import { openSqliteLedger } from '../../src/ledger/sqlite-ledger.js';
import { act } from '../support/recorded-acts.js';
import { digestOfEvent } from './digest-of-event.js';

const [directory = '', reportPath = '', session = '', rounds, characters, end] =
  process.argv.slice(2);
const report = openSync(reportPath, 'a');
const say = (...words: (string | number)[]) => void writeSync(report, `${words.join(' ')}\n`);

// Chance that is the same whenever this run is played, so that a call can be told by the file it
// concerns; another in each run on the same data.
const runs = readFileSync(reportPath, 'utf8').split('start\n').length;
let drawn = 0;
const chance = () =>
  createHash('sha512')
    .update(`${runs} ${(drawn += 1)}`)
    .digest();
Object.assign(crypto, {
  randomUUID: () => chance().toString('hex', 0, 16),
  randomBytes: (size: number) => chance().subarray(0, size),
});
syncBuiltinESMExports();

/** As the service does (main.ts): nothing is answered after it, and a new start reads what is there. */
const onFatal = (error: Error): void => {
  say('fatal', error.name);
  process.exit(1);
};

say('start');
const ledger = openSqliteLedger({ directory, onFatal });
const keys = openCaseKeys({ directory, onFatal });
const evidence = await openEvidenceStore(directory);

say('open');

/** The newest revision of each stream. */
const revisions = new Map<string, number>();
/** Where the events stand that were there at the start. */
const places = new Map<string, number>();
const head = await ledger.head();
if (head !== '0')
  for await (const batch of ledger.follow('0', new AbortController().signal)) {
    for (const { stream, revision, id } of batch) {
      revisions.set(stream, revision);
      places.set(id, revision);
      say('read', stream, revision, id);
    }
    if (batch.at(-1)?.position === head) break;
  }

for (let round = 0; round < Number(rounds); round += 1) {
  const caseId = `case-${session}-${round}`;
  await attempt('no-evidence', () => work(caseId, round));
}

if (end === 'close') {
  await ledger.close();
  keys.close();
}
process.exit();

/** What is refused is said so, and the work goes on; a failed key or ledger has said so itself. */
async function attempt(word: string, task: () => Promise<unknown>): Promise<void> {
  try {
    await task();
  } catch (error) {
    say(word, nameOf(error));
  }
}

async function work(caseId: string, round: number): Promise<void> {
  const key = keys.ensure(caseId);
  say('key', caseId, key.keyId, sha256(key.key.export()));
  if (round % 4 === 0) {
    // The same in each session: what one has left half done, the next does again.
    const bytes = Buffer.alloc(1_000 + 700 * (round % 7), `evidence of round ${round} `);
    say('take', `sha-256:${sha256(bytes)}`);
    const { digest, size } = await evidence.put(Readable.from([bytes]), 1_000_000);
    say('kept', digest);
    if (round % 8 === 0) {
      say('seal', digest, caseId, size);
      await evidence.sealFor(digest, key);
      say('sealed', digest, caseId);
      await evidence.removePlain(digest);
      say('gone', digest);
    } else {
      await evidence.keepPlain(digest);
    }
  }
  // Three streams in one commit, one of them new.
  await Promise.all(
    [caseId, `long-${round % 3}`, 'accesses'].map((stream) => append(stream, round)),
  );
}

async function append(stream: string, round: number): Promise<void> {
  // Now and then one that takes several pages.
  const content = '述'.repeat(Math.max(Number(characters), round % 10 === 3 ? 6_000 : 0));
  // As ids are derived from a key: the same command has the same id, whenever it is sent.
  const id = `00000000-0000-4000-8000-${sha256(`${session} ${stream} ${round}`).slice(0, 12)}`;
  const event = act({ round, content }, id);
  const newest = revisions.get(stream) ?? -1;
  const revision = places.get(id) ?? newest + 1;
  say('try', stream, revision, event.id, digestOfEvent(event));
  try {
    await ledger.append(stream, revision === 0 ? 'none' : revision - 1, [event]);
    say('ack', event.id);
    revisions.set(stream, Math.max(newest, revision));
  } catch (error) {
    say('refused', event.id, nameOf(error));
  }
}

function sha256(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}
