// `wenze verify --bundle FILE`: a case bundle by what is in it alone. Uses nothing of the service
// but its verifying code; the file may be hostile.
import { createHash } from 'node:crypto';
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  parseCaseBundle,
  verifyCaseBundle,
  type BundleFault,
  type VerifiedBundle,
} from '../ledger/transparency/case-bundle.js';
import { Malformed } from '../ledger/transparency/refused.js';

/** Larger files are refused unread: a case of some 5,000 events. */
const mostBytes = 16 * 1024 * 1024;

export interface BundleToVerify {
  readonly file: string;
  /** The bundle's own word when empty. */
  readonly verifierKeys: readonly string[];
  readonly kept: readonly { readonly name: string; readonly note: string }[];
  /** A folder of files, under whatever names, that evidence is looked for in. */
  readonly evidence?: string | undefined;
}

export interface BundleVerification extends Omit<VerifiedBundle, 'caseId'> {
  readonly holds: boolean;
  /** Null when the file is no bundle. */
  readonly caseId: string | null;
}

/** @throws Error when the file cannot be read; it must be a file, not a pipe */
export async function verifyBundle({
  file,
  evidence: folder,
  ...given
}: BundleToVerify): Promise<BundleVerification> {
  try {
    if (statSync(file).size > mostBytes) throw new Malformed('bundle', 'is too long');
    const verified = verifyCaseBundle(parseCaseBundle(readFileSync(file, 'utf8')), given);
    const missing = folder === undefined ? [] : await notIn(folder, verified.evidence);
    const faults = [...verified.faults, ...missing];
    return { ...verified, faults, holds: faults.length === 0 };
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    const faults = [{ reason: error.message }];
    const nothing = {
      caseId: null,
      events: 0,
      recorded: null,
      evidence: [],
      log: null,
      notTold: [],
    };
    return { ...nothing, faults, holds: false };
  }
}

/** What was found, and what a bundle cannot show. */
export function toldOfBundle(found: BundleVerification): string {
  const { caseId, events, recorded, evidence, log, notTold, holds, faults } = found;
  const told = faults.map(toldOfBundleFault);
  if (caseId !== null) {
    const [from, to] = recorded ?? ['?', '?'];
    told.push(
      `case ${caseId}: events 0 to ${String(events - 1)}, recorded ${from} to ${to}; ` +
        `${String(evidence.length)} pieces of evidence named`,
    );
    for (const name of notTold)
      told.push(
        `${name} is of another size, or of a log before this one: whether they agree, only the log can tell`,
      );
    if (log !== null)
      told.push(
        `log ${log.origin}: ${String(log.size)} leaves, signed by ${log.keyId}`,
        'whether events were recorded after the last one, only a newer bundle or the log can tell',
      );
  }
  told.push(holds ? 'everything holds' : 'does NOT hold');
  return `${told.map(harmless).join('\n')}\n`;
}

function toldOfBundleFault({ stream, revision, field, reason }: BundleFault): string {
  if (stream === undefined) return reason;
  return `${stream} @ ${String(revision)}${field === undefined ? '' : ` ${field}`}: ${reason}`;
}

/** A file could hold what a terminal obeys. */
function harmless(line: string): string {
  return line.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\ufffd');
}

async function notIn(folder: string, digests: readonly string[]): Promise<BundleFault[]> {
  const found = new Set<string>();
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true }))
    if (entry.isFile()) found.add(await digestOf(join(entry.parentPath, entry.name)));
  return digests
    .filter((digest) => !found.has(digest))
    .map((digest) => ({ reason: `no file with the digest ${digest} is among the evidence` }));
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return `sha-256:${hash.digest('hex')}`;
}
