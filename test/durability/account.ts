// What a child has promised (its report), and whether a data directory keeps it.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { openEvidenceStore, type EvidenceStore } from '../../src/evidence/evidence-store.js';
import type { RecordedEvent } from '../../src/ledger/event.js';
import { openCaseKeys, type CaseKeys } from '../../src/ledger/keys.js';
import { openSqliteLedger, type SqliteLedger } from '../../src/ledger/sqlite-ledger.js';
import { verifySqliteLedger } from '../../src/ledger/sqlite-verify.js';
import { act } from '../support/recorded-acts.js';
import { digestOfEvent } from './digest-of-event.js';
import { everyEvent } from '../support/every-event.js';

interface Tried {
  readonly stream: string;
  readonly revision: number;
  readonly digest: string;
}

/** The report, read. The forms of its lines are those of office.child.ts. */
export class Account {
  /** Every event that was handed to the ledger, by its id. */
  readonly tried = new Map<string, Tried>();
  /** Ids of events that were promised, or shown as recorded by a start. */
  readonly promised = new Set<string>();
  /** Ids of events that were refused with "nothing was written". */
  readonly unwritten = new Set<string>();
  readonly keys = new Map<string, { keyId: string; digest: string }>();
  readonly kept = new Set<string>();
  /** `<digest> <caseId>` of evidence that was to be sealed under the key of a case, and its bytes. */
  readonly sealing = new Map<string, number>();
  readonly sealed = new Set<string>();
  readonly gone = new Set<string>();
  /** Answers that no write may get. */
  readonly impossible: string[] = [];
  /**
   * @param goesOn whether the same data is audited again: then what an audit does itself is promised
   */
  constructor(readonly goesOn = false) {}

  /** Whether the present process has its stores open. */
  started = false;

  /** Whether the present process has said that it must end. */
  fatal = false;

  add(line: string): void {
    const [word = '', one = '', two = '', three = '', four = ''] = line.split(' ');
    if (this.fatal && word !== 'start') this.impossible.push(`after the end: ${line}`);
    switch (word) {
      case 'start':
        this.fatal = false;
        this.started = false;
        return;
      case 'try':
        this.tried.set(three, { stream: one, revision: Number(two), digest: four });
        return;
      case 'ack':
        this.promised.add(one);
        // Refused before and sent again.
        this.unwritten.delete(one);
        return;
      case 'open':
        this.started = true;
        return;
      case 'read':
        this.promised.add(three);
        return;
      case 'refused':
        if (two === 'LedgerUnavailable') this.unwritten.add(one);
        else if (two !== 'OutcomeUnknown') this.impossible.push(line);
        return;
      case 'key':
        this.keys.set(one, { keyId: two, digest: three });
        return;
      case 'take':
        this.gone.delete(one);
        return;
      case 'kept':
        this.kept.add(one);
        return;
      case 'seal':
        this.sealing.set(`${one} ${two}`, Number(three));
        return;
      case 'sealed':
        this.sealed.add(`${one} ${two}`);
        return;
      case 'gone':
        this.kept.delete(one);
        this.gone.add(one);
        return;
      case 'no-evidence':
        return;
      case 'fatal':
        this.fatal = true;
        return;
    }
    throw new Error(`the report says ${line}`);
  }

  /** Ids of events whose writers were told nothing, or that nobody knows. */
  get unknown(): string[] {
    return [...this.tried.keys()].filter((id) => !this.promised.has(id) && !this.unwritten.has(id));
  }

  get size(): number {
    return this.promised.size + this.keys.size + this.kept.size + this.sealed.size;
  }
}

/** What is wrong with a data directory; nothing of it is if the list is empty. */
export interface Audit {
  /** Ids of the events that are there. */
  readonly standing: ReadonlySet<string>;
  /** What was promised and is not there. */
  readonly lost: readonly string[];
  /** Everything else: it does not start, something is there that should not be, is changed, or out of order. */
  readonly wrong: readonly string[];
}

/**
 * Starts on a data directory as the service does, holds what is there against what was promised,
 * and goes on.
 * @param thoroughly whether keys and evidence are added to and `verify` reads every row once more
 */
export async function audit(
  directory: string,
  account: Account,
  thoroughly = true,
): Promise<Audit> {
  const lost: string[] = [];
  const wrong: string[] = [...account.impossible];
  const onFatal = (error: Error): void => void wrong.push(`the start: ${error.message}`);
  const standing = new Set<string>();
  let ledger: SqliteLedger | undefined;
  let keys: CaseKeys | undefined;
  try {
    ledger = openSqliteLedger({ directory, onFatal });
    keys = openCaseKeys({ directory, onFatal });
    const evidence = await openEvidenceStore(directory);
    const events = await everyEvent(ledger);
    for (const { id } of events) standing.add(id);
    auditEvents(events, account, lost, wrong);
    auditKeys(keys, account, lost);
    await auditEvidence(directory, evidence, keys, account, lost, wrong);
    await goOn(ledger, account);
    if (!thoroughly) return { standing, lost, wrong };
    keys.ensure('the next case');
    await evidence.put(Readable.from([Buffer.from('the next evidence')]), 1_000);
    verifySqliteLedger(
      directory,
      () => undefined,
      (fault) => wrong.push(JSON.stringify(fault)),
    );
  } catch (error) {
    wrong.push(`does not start: ${error instanceof Error ? error.message : String(error)}`);
    if (account.size > 0) lost.push('everything');
  } finally {
    await ledger?.close();
    keys?.close();
  }
  return { standing, lost, wrong };
}

function auditEvents(
  events: readonly RecordedEvent[],
  { tried, promised, unwritten }: Account,
  lost: string[],
  wrong: string[],
): void {
  const next = new Map<string, number>();
  for (const [index, event] of events.entries()) {
    const { position, stream, revision, id } = event;
    const at = `${id} at ${position}`;
    const meant = tried.get(id);
    if (position !== String(index + 1)) wrong.push(`${at}: position ${index + 1} was expected`);
    if (revision !== (next.get(stream) ?? 0))
      wrong.push(`${at}: revision ${revision} of ${stream}`);
    next.set(stream, revision + 1);
    if (meant === undefined) wrong.push(`${at}: nobody wrote it`);
    else if (meant.stream !== stream || meant.revision !== revision)
      wrong.push(`${at}: stands elsewhere than it was written`);
    else if (meant.digest !== digestOfEvent(event)) wrong.push(`${at}: is changed`);
    if (unwritten.has(id)) wrong.push(`${at}: was refused as not written`);
  }
  const ids = new Set(events.map(({ id }) => id));
  if (ids.size < events.length) wrong.push('an event stands twice');
  for (const id of promised) if (!ids.has(id)) lost.push(`event ${id}`);
}

function auditKeys(keys: CaseKeys, account: Account, lost: string[]): void {
  for (const [caseId, { keyId, digest }] of account.keys) {
    const key = keys.get(caseId);
    const found = key && createHash('sha256').update(key.key.export()).digest('hex');
    if (key?.keyId !== keyId || found !== digest) lost.push(`key of ${caseId}`);
  }
}

async function auditEvidence(
  directory: string,
  evidence: EvidenceStore,
  keys: CaseKeys,
  { kept, sealing, sealed, gone }: Account,
  lost: string[],
  wrong: string[],
): Promise<void> {
  const standing = new Set<string>();
  const sealedDigests = new Set<string>();
  for (const [place, size] of sealing) {
    const [digest = '', caseId = ''] = place.split(' ');
    const key = keys.get(caseId);
    if (key === undefined || (await evidence.sealedSize(digest, key)) !== size) continue;
    standing.add(place);
    sealedDigests.add(digest);
  }
  for (const place of sealed) if (!standing.has(place)) lost.push(`sealed evidence ${place}`);
  // On its way out, the sealed copy may be all there is.
  for (const digest of kept)
    if (!standsPlain(directory, digest) && !sealedDigests.has(digest))
      lost.push(`evidence ${digest}`);
  for (const digest of gone)
    if ((await evidence.size(digest)) !== undefined) wrong.push(`${digest} is readable again`);
}

/** Whether the bytes of a digest are where the evidence store keeps them. */
function standsPlain(directory: string, digest: string): boolean {
  const [, hex = ''] = digest.split(':');
  const path = join(directory, 'evidence', hex.slice(0, 2), hex.slice(2, 4), hex);
  return existsSync(path) && createHash('sha256').update(readFileSync(path)).digest('hex') === hex;
}

/** The next command is carried out, and is a promise like any other. @throws whatever keeps it from that */
async function goOn(ledger: SqliteLedger, account: Account): Promise<void> {
  const event = act();
  const stream = 'the-next-case';
  const revision = (await ledger.read(stream)).length;
  await ledger.append(stream, revision === 0 ? 'none' : revision - 1, [event]);
  if (account.goesOn) {
    account.tried.set(event.id, { stream, revision, digest: digestOfEvent(event) });
    account.promised.add(event.id);
  }
}
