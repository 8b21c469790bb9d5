// `wenze backup`: a copy of a data directory beside the running service, from which it can be put
// back, verified before it takes the place of an earlier one.
//
// The order makes that everything a part refers to is in the copy: what witnesses cosigned before
// the checkpoint that continues it, that before the leaves it covers, these before the events they
// are of, events before the evidence and the keys that stood before they did. So the copy is never
// behind its own checkpoint, and never lacks a key.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import { readConfig } from '../config.js';
import {
  copyEvidence,
  dropSealedEvidence,
  hasEvidence,
  type CopiedEvidence,
} from '../evidence/evidence-copy.js';
import { flush } from '../ledger/durable-file.js';
import { KeyUnusable, readLogKeys } from '../ledger/sequencer/log-key.js';
import { logNamedIn } from '../ledger/sequencer/log-names.js';
import { readSignedNote } from '../ledger/sequencer/sqlite-checkpoints.js';
import { openSqliteTreeReader } from '../ledger/sequencer/sqlite-tree.js';
import { LogVerification, type VerifiedLog } from '../ledger/sequencer/verify-log.js';
import { copySqliteFile } from '../ledger/sqlite-copy.js';
import { readOrReported } from '../ledger/sqlite-integrity.js';
import { holdsLedger } from '../ledger/sqlite-schema.js';
import { verifySqliteLedger, type Fault } from '../ledger/sqlite-verify.js';
import { openCheckpoint } from '../ledger/transparency/checkpoint.js';
import { sameHash } from '../ledger/transparency/merkle.js';
import { ed25519Verifier } from '../ledger/transparency/note.js';
import { DoesNotHold, Malformed } from '../ledger/transparency/refused.js';
import { takeWriterLock } from '../ledger/writer-lock.js';
import { BackupFolder, checkpointFile } from './backup-folder.js';
import { endedLogsIn } from './log-restarts.js';
import { allIn, type Places } from './read-models.js';
import { Misused, positionalOf, type Subcommand } from './subcommand.js';
import { readableInOrder, toldOfFault } from './verify-directory.js';

export const backupCommand: Subcommand = {
  name: 'backup',
  purpose: 'copy ledger, evidence and keys of a running service',
  help: `wenze backup DIR [--apart DIR] [--data DIR] [--json]

Copies a data directory, also while the service runs: into DIR the ledger, the tree of its log, the
cosignatures and the evidence; into the directory of --apart (DIR/apart when left out) the keys of
the cases, the key of the log and its last signed checkpoint. Keep the two apart: together they open
what is sealed. DIR is empty or holds an earlier backup, which is replaced, evidence that it has
already being kept. Ledger and log are verified in the copy before it takes an earlier one's place,
and manifest.json says at the very end that it is whole.

A ledger on a server (LEDGER_URL=esdb://…) is not part of it, which is said: back it up by the means
of that server, after this. Read models and the key of development tokens are made anew, and not
part of it. How to put a backup back: docs/backup.md.

Exit 1 when ledger, log or keys do not hold: then nothing was backed up, and an earlier backup stays as
it was. Exit 1 too when evidence that the ledger names is missing or damaged; all else is backed up then.
`,
  async run(options) {
    const { positional: directory, values } = positionalOf(options, 'directory to copy to', {
      apart: { type: 'string' },
      data: { type: 'string' },
      json: { type: 'boolean' },
    });
    const places: Places = values.data === undefined ? readConfig() : allIn(values.data);
    const { ledger, dataDir } = places;
    if (ledger.engine === 'sqlite' && !holdsLedger(ledger.directory))
      throw new Misused(`there is no ledger in ${ledger.directory}`);
    if (!existsSync(dataDir)) throw new Misused(`there is no data directory ${dataDir}`);
    const found = await backUp(places, directory, values.apart ?? join(directory, 'apart'));
    process.stdout.write(values.json ? `${JSON.stringify(found)}\n` : told(found));
    return found.whole && found.evidence.missing.length === 0 ? 0 : 1;
  },
};

interface BackedUp {
  /** False when nothing was backed up. */
  readonly whole: boolean;
  /** Null when the ledger is on a server. */
  readonly events: number | null;
  /** What the log had signed when the backup began; null when nothing. */
  readonly signed: (VerifiedLog & { readonly origin: string }) | null;
  readonly evidence: CopiedEvidence & {
    /** Digests that the ledger names in clear and the backup has no bytes of. */
    readonly missing: readonly string[];
    /** Those that the backup has, and the data directory no more. */
    readonly lost: readonly string[];
  };
  readonly faults: readonly Fault[];
}

async function backUp(places: Places, directory: string, apartFrom: string): Promise<BackedUp> {
  const { dataDir, ledger } = places;
  const taken = [directory, apartFrom, dataDir].map((one) => resolve(one));
  if (new Set(taken).size < taken.length)
    throw new Misused('the directories of backup, --apart and data: expected three');
  const main = await BackupFolder.at(directory, [
    'ledger.sqlite',
    'tree.sqlite',
    'cosignatures.sqlite',
  ]);
  const apart = await BackupFolder.at(apartFrom, [
    checkpointFile,
    'keys.sqlite',
    'log-key.pem',
    'log-key.pub',
  ]);
  // Two backups at once into one directory would take each other's files for their own.
  const lock = takeWriterLock(directory, 0);
  try {
    await main.begin();
    await apart.begin();
    const takenAt = new Date().toISOString();
    copySqliteFile(dataDir, 'cosignatures.sqlite', main.incoming);
    const note = await readSignedNote(dataDir);
    if (note !== undefined) writeNew(join(apart.incoming, checkpointFile), note);
    copySqliteFile(dataDir, 'tree.sqlite', main.incoming);
    if (ledger.engine === 'sqlite')
      copySqliteFile(ledger.directory, 'ledger.sqlite', main.incoming);
    const copied = await copyEvidence(dataDir, directory);
    copySqliteFile(dataDir, 'keys.sqlite', apart.incoming);
    for (const name of ['log-key.pem', 'log-key.pub']) copyWhole(dataDir, name, apart.incoming);

    const { faults, events, signed, inClear } = await verify(main, apart, note, ledger.engine);
    const [missing, lost]: [string[], string[]] = [[], []];
    for (const digest of inClear)
      if (!(await hasEvidence(directory, digest))) missing.push(digest);
      else if (!(await hasEvidence(dataDir, digest))) lost.push(digest);
    const found = { events, signed, evidence: { ...copied, missing, lost }, faults };
    if (faults.length > 0) {
      await main.abandon();
      await apart.abandon();
      return { whole: false, ...found };
    }
    const facts = { id: randomUUID(), takenAt };
    // The keys first: with a ledger that is older than they are nothing is lost.
    await apart.change();
    await main.change();
    if (events !== null) await dropSealedEvidence(dataDir, directory, inClear);
    apart.finish(facts);
    main.finish({ ...facts, events, signed, evidence: found.evidence });
    return { whole: true, ...found };
  } finally {
    lock.release();
  }
}

/** A small file, for its owner alone and on disk when this returns; nothing where there is none. */
function copyWhole(from: string, name: string, to: string): void {
  if (!existsSync(join(from, name))) return;
  writeNew(join(to, name), readFileSync(join(from, name)));
}

function writeNew(path: string, bytes: string | Uint8Array): void {
  writeFileSync(path, bytes, { mode: 0o600, flag: 'wx' });
  flush(path);
}

interface VerifiedCopy extends Pick<BackedUp, 'events' | 'signed' | 'faults'> {
  /** Digests of evidence that the ledger names in clear. */
  readonly inClear: ReadonlySet<string>;
}

/** Holds the copied ledger against its own rules and against the copied log; where the ledger is on a server, the tree against the checkpoint. */
async function verify(
  main: BackupFolder,
  apart: BackupFolder,
  note: string | undefined,
  engine: Places['ledger']['engine'],
): Promise<VerifiedCopy> {
  const faults: Fault[] = [];
  const report = (fault: Fault): void => void faults.push(fault);
  const verifierKeys = keysIn(apart, note, report);
  const inClear = new Set<string>();
  if (engine !== 'sqlite') {
    const signed = note === undefined ? null : signedBy(main, note, verifierKeys, report);
    return { faults, events: null, signed, inClear };
  }
  const verification = await LogVerification.begin({
    dataDir: main.incoming,
    verifierKeys,
    kept: note === undefined ? [] : [{ name: 'the signed checkpoint', note }],
    ended: await endedLogsIn(main.incoming),
    report,
  });
  const { events } = verifySqliteLedger(
    main.incoming,
    readableInOrder((_, event) => {
      if (event.type === 'EvidenceAdded' && 'digest' in event.data) inClear.add(event.data.digest);
    }),
    report,
    undefined,
    (row) => verification?.take(row),
  );
  const log = verification?.finish();
  const signed = log && note !== undefined ? { origin: logNamedIn(note), ...log } : null;
  return { faults, events, signed, inClear };
}

/** What a checkpoint says, where the copied tree says the same. */
function signedBy(
  main: BackupFolder,
  note: string,
  verifierKeys: readonly string[],
  report: (fault: Fault) => void,
): BackedUp['signed'] {
  const tree = readOrReported('tree.sqlite', report, () => openSqliteTreeReader(main.incoming));
  try {
    const { origin, size, root } = openCheckpoint(note, verifierKeys.map(ed25519Verifier));
    const holds = readOrReported(
      'tree.sqlite',
      report,
      () => tree !== undefined && tree.size() >= size && sameHash(tree.rootAt(size), root),
    );
    if (holds === false) report({ reason: 'tree.sqlite is not what the signed checkpoint says' });
    return { origin, size, root: Buffer.from(root).toString('hex') };
  } catch (error) {
    if (!(error instanceof DoesNotHold || error instanceof Malformed)) throw error;
    report({ reason: `the signed checkpoint: ${error.message}` });
    return null;
  } finally {
    tree?.close();
  }
}

/** The verifier keys of the copied log key, under the name that the checkpoint gives. */
function keysIn(
  apart: BackupFolder,
  note: string | undefined,
  report: (fault: Fault) => void,
): string[] {
  try {
    const keys = note === undefined ? [] : readLogKeys(apart.incoming, logNamedIn(note));
    if (keys === undefined) report({ reason: 'log-key.pem is missing' });
    return (keys ?? []).map(({ verifierKey }) => verifierKey);
  } catch (error) {
    if (!(error instanceof KeyUnusable || error instanceof Malformed)) throw error;
    report({ reason: error.message });
    return [];
  }
}

function told({ whole, events, signed, evidence, faults }: BackedUp): string {
  if (!whole)
    return `${faults.map(toldOfFault).join('')}${String(faults.length)} faults: NOT backed up\n`;
  const { files, copied, missing, lost } = evidence;
  const ledger =
    events === null
      ? 'the ledger is on a server and NOT in this backup: back it up by the means of that server, now'
      : `${String(events)} events, ${String(signed?.size ?? 0)} signed`;
  return [
    ...missing.map((digest) => `evidence ${digest} is missing or damaged, and not in the backup`),
    ...lost.map(
      (digest) => `evidence ${digest} is in the backup, and missing in the data directory`,
    ),
    ledger,
    `${String(files)} files of evidence, ${String(copied)} of them new`,
    missing.length === 0 ? 'backed up, everything holds' : 'backed up, but for what is missing',
  ]
    .map((line) => `${line}\n`)
    .join('');
}
