// The key that signs checkpoints: `log-key.pem` in the data directory, Ed25519 in PKCS#8, readable
// by its owner alone. It may hold more than one: the first is the present one, the others were
// before it and sign too until a rotation is over. `log-key.pub` beside it tells the verifier keys.
import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../durable-file.js';
import { ed25519Signer, type NoteSigner } from '../transparency/note.js';

const privateFile = 'log-key.pem';
const publicFile = 'log-key.pub';

/** The key file is there and is not one. */
export class KeyUnusable extends Error {
  override readonly name = 'KeyUnusable';
}

/**
 * The signers of a log, the present one first; `undefined` when no key was ever made here.
 * @param origin the name of the log, which its keys bear
 * @throws KeyUnusable
 */
export function readLogKeys(directory: string, origin: string): NoteSigner[] | undefined {
  const keys = readKeys(directory);
  return keys?.map((key) => ed25519Signer(origin, key));
}

/** Whether a key was ever made here, usable or not. */
export function hasLogKey(directory: string): boolean {
  return existsSync(join(directory, privateFile));
}

/** Makes the first key of a log. It is on disk when this returns. */
export function makeLogKey(directory: string): void {
  writeKeys(directory, [newKey()]);
}

/**
 * Begins a rotation: a new key in front of those that stand, which go on signing beside it.
 * @throws KeyUnusable when there is none yet
 */
export function addLogKey(directory: string): void {
  const keys = readKeys(directory);
  if (keys === undefined) throw new KeyUnusable(`there is no ${privateFile} yet`);
  writeKeys(directory, [newKey(), ...keys]);
}

/** Ends a rotation: only the present key goes on. @throws KeyUnusable */
export function dropOldLogKeys(directory: string): void {
  const [present] = readKeys(directory) ?? [];
  if (present === undefined) throw new KeyUnusable(`there is no ${privateFile} yet`);
  writeKeys(directory, [present]);
}

/** Tells the verifier keys to those who may not read the private ones. */
export function writeVerifierKeys(directory: string, verifierKeys: readonly string[]): void {
  const text = verifierKeys.map((key) => `${key}\n`).join('');
  const path = join(directory, publicFile);
  if (readIfThere(path) !== text) writeWhole(path, text);
}

/** The verifier keys of the log of a data directory, the present one first; empty when there is none. */
export function readVerifierKeys(directory: string): string[] {
  const text = readIfThere(join(directory, publicFile)) ?? '';
  return text.split('\n').filter((line) => line !== '');
}

function newKey(): KeyObject {
  return generateKeyPairSync('ed25519').privateKey;
}

function readKeys(directory: string): KeyObject[] | undefined {
  const text = readPrivate(directory);
  if (text === undefined) return undefined;
  const blocks = text.match(/-----BEGIN PRIVATE KEY-----[^-]+-----END PRIVATE KEY-----/g) ?? [];
  try {
    const keys = blocks.map((pem) => createPrivateKey(pem));
    if (keys.length > 0 && keys.every((key) => key.asymmetricKeyType === 'ed25519')) return keys;
  } catch {
    // Without the decoder's error as its cause: it may quote the file.
  }
  throw new KeyUnusable(`${privateFile} holds no Ed25519 key`);
}

/** @throws KeyUnusable when it is there and may not be read */
function readPrivate(directory: string): string | undefined {
  try {
    return readIfThere(join(directory, privateFile));
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined || !unreadable.has(code)) throw error;
    throw new KeyUnusable(`${privateFile} cannot be read (${code})`);
  }
}

const unreadable: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EISDIR']);

function writeKeys(directory: string, keys: readonly KeyObject[]): void {
  const pem = keys.map((key) => String(key.export({ format: 'pem', type: 'pkcs8' })));
  writeWhole(join(directory, privateFile), pem.join(''));
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
