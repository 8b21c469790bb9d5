// `wenze backup`: a copy of a data directory beside the running service, from which it can be put
// back, verified before it takes the place of an earlier one.
//
// The order makes that everything a part refers to is in the copy: the checkpoint before the leaves
// that it covers, these before the events they are of, and events before the evidence and the keys
// that stood before they did. So the copy is never behind its own checkpoint.
import { randomUUID } from 'node:crypto';
import { closeSync, copyFileSync, existsSync, fsyncSync, openSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../config.js';
import { decodeEvent, UndecodableEvent } from '../domain/catalogue.js';
import { copyEvidence, dropGoneEvidence, hasEvidence } from '../evidence/evidence-copy.js';
import { begun } from '../ledger/sequencer/checkpoint-store.js';
import { readLogKeys } from '../ledger/sequencer/log-key.js';
import { logNamedIn } from '../ledger/sequencer/log-names.js';
import { openSqliteCheckpointReader } from '../ledger/sequencer/sqlite-checkpoints.js';
import { LogVerification } from '../ledger/sequencer/verify-log.js';
import { copySqliteFile } from '../ledger/sqlite-copy.js';
import type { EventRow } from '../ledger/sqlite-schema.js';
import { verifySqliteLedger, type Fault } from '../ledger/sqlite-verify.js';
import { takeWriterLock } from '../ledger/writer-lock.js';
import { BackupFolder } from './backup-folder.js';
import { Misused, type Subcommand } from './subcommand.js';
import { readableInOrder, toldOfFault } from './verify-directory.js';

export const backupCommand: Subcommand = {
  name: 'backup',
  purpose: 'copy ledger, evidence and keys of a running service',
  help: `wenze backup DIR [--secrets DIR] [--data DIR] [--json]

Copies a data directory, also while the service runs: into DIR the ledger, the tree of its log and
the evidence; into the directory of --secrets (DIR/apart when left out) the keys of the cases, the
key of the log and the last signed checkpoint. Keep the two apart: together they open what is sealed.
DIR is empty or holds an earlier backup, which is replaced, evidence that it has already being kept.
The copy is verified before it takes an earlier one's place, and manifest.json says at the very end
that it is whole. Exit 1 when something in it does not hold: an earlier backup then stays as it was.
Read models and the key of development tokens are not part of it: they are made anew. A ledger on a
server is backed up by the means of that server. How to put it back: docs/backup.md.
`,
  async run(options) {
    const { directory, secrets, data, json } = askedFor(options);
    const config = readConfig();
    if (data === undefined && config.ledger.engine !== 'sqlite')
      throw new Misused('the ledger is on a server: back it up by the means of that server');
    const dataDir = data ?? config.dataDir;
    if (!existsSync(join(dataDir, 'ledger.sqlite')))
      throw new Misused(`there is no ledger in ${dataDir}`);
    const found = await backUp(dataDir, directory, secrets ?? join(directory, 'apart'));
    if (json) process.stdout.write(`${JSON.stringify(found)}\n`);
    else {
      for (const fault of found.faults) process.stdout.write(toldOfFault(fault));
      process.stdout.write(told(found));
    }
    return found.whole ? 0 : 1;
  },
};

/** @throws Misused */
function askedFor(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: {
        secrets: { type: 'string' },
        data: { type: 'string' },
        json: { type: 'boolean' },
      },
      allowPositionals: true,
      strict: true,
    });
    const [directory, ...more] = positionals;
    if (directory === undefined || more.length > 0)
      throw new Misused('expected one directory to copy to');
    return { directory, ...values };
  } catch (error) {
    if (error instanceof Misused) throw error;
    throw new Misused(error instanceof Error ? error.message : String(error));
  }
}

interface BackedUp {
  readonly whole: boolean;
  readonly events: number;
  readonly streams: number;
  /** What the log had signed when it began; null when nothing. */
  readonly signed: { readonly origin: string; readonly size: number; readonly root: string } | null;
  readonly evidence: { readonly files: number; readonly copied: number; readonly bytes: number };
  readonly faults: readonly Fault[];
}

async function backUp(dataDir: string, directory: string, secrets: string): Promise<BackedUp> {
  if (resolve(directory) === resolve(secrets))
    throw new Misused('--secrets: expected a directory of its own');
  const main = await BackupFolder.at(directory);
  const apart = await BackupFolder.at(secrets);
  // Two backups at once into one directory would take each other's files for their own.
  const lock = takeWriterLock(directory, 0);
  try {
    await main.begin();
    await apart.begin();
    const takenAt = new Date().toISOString();
    copySqliteFile(dataDir, 'checkpoint.sqlite', apart.incoming);
    const note = await noteIn(apart.incoming);
    copySqliteFile(dataDir, 'tree.sqlite', main.incoming);
    copySqliteFile(dataDir, 'ledger.sqlite', main.incoming);
    const { damaged, ...evidence } = await copyEvidence(dataDir, directory);
    copySqliteFile(dataDir, 'keys.sqlite', apart.incoming);
    copyWhole(dataDir, 'log-key.pem', apart.incoming);
    const faults: Fault[] = damaged.map((digest) => ({
      reason: `the bytes of ${digest} are not those of that digest`,
    }));
    const verified = await verify(main, apart, note, faults);
    const found = { ...verified, evidence, faults };
    if (faults.length > 0) {
      await main.abandon();
      await apart.abandon();
      return { whole: false, ...found };
    }
    const facts = { id: randomUUID(), takenAt };
    await main.change();
    await apart.change();
    await dropGoneEvidence(dataDir, directory);
    await apart.finish(facts);
    await main.finish({ ...facts, ...verified, evidence });
    return { whole: true, ...found };
  } finally {
    lock.release();
  }
}

async function noteIn(directory: string): Promise<string | undefined> {
  const reader = openSqliteCheckpointReader(directory);
  const note = await reader?.read();
  await reader?.close();
  return note === begun ? undefined : note;
}

/** A small file, on disk when this returns; nothing where there is none. */
function copyWhole(from: string, name: string, to: string): void {
  if (!existsSync(join(from, name))) return;
  const target = join(to, name);
  // It keeps the mode of a file that is there.
  closeSync(openSync(target, 'wx', 0o600));
  copyFileSync(join(from, name), target);
  const file = openSync(target, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Holds the copied ledger against its own rules, the copied log and the copied evidence. */
async function verify(
  main: BackupFolder,
  apart: BackupFolder,
  note: string | undefined,
  faults: Fault[],
): Promise<Pick<BackedUp, 'events' | 'streams' | 'signed'>> {
  const report = (fault: Fault): void => void faults.push(fault);
  const origin = note === undefined ? undefined : logNamedIn(note);
  const keys = origin === undefined ? undefined : readLogKeys(apart.incoming, origin);
  const verification = await LogVerification.begin({
    dataDir: main.incoming,
    verifierKeys: (keys ?? []).map(({ verifierKey }) => verifierKey),
    kept: note === undefined ? [] : [{ name: 'the signed checkpoint', note }],
    report,
  });
  const referred: { digest: string; at: Fault }[] = [];
  const { events, streams } = verifySqliteLedger(
    main.incoming,
    readableInOrder(),
    report,
    undefined,
    (row) => {
      verification?.take(row);
      const digest = evidenceIn(row);
      if (digest !== undefined) referred.push({ digest, at: placeOf(row) });
    },
  );
  const log = verification?.finish();
  for (const { digest, at } of referred)
    if (!(await hasEvidence(main.directory, digest)))
      report({ ...at, reason: `its evidence ${digest} is missing` });
  return { events, streams, signed: log && origin !== undefined ? { origin, ...log } : null };
}

/** The digest of the plain evidence that an event brings. */
function evidenceIn({ type, data, metadata }: EventRow): string | undefined {
  if (type !== 'EvidenceAdded') return undefined;
  try {
    const stored = {
      type,
      data: json(data),
      metadata: json(metadata) as { schemaVersion: number },
    };
    const event = decodeEvent(stored);
    return event.type === 'EvidenceAdded' && 'digest' in event.data ? event.data.digest : undefined;
  } catch (error) {
    // Verification says what is wrong with the row.
    if (error instanceof UndecodableEvent || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function json(text: string): unknown {
  return JSON.parse(text);
}

function placeOf({ position, stream, revision }: EventRow): Omit<Fault, 'reason'> {
  return { position, stream, revision };
}

function told({ whole, events, streams, signed, evidence, faults }: BackedUp): string {
  if (!whole) return `${String(faults.length)} faults: NOT backed up\n`;
  return (
    `${String(events)} events in ${String(streams)} streams, ` +
    `${signed === null ? 'none' : String(signed.size)} signed; ` +
    `${String(evidence.files)} files of evidence, ${String(evidence.copied)} of them new: ` +
    'backed up, everything holds\n'
  );
}
