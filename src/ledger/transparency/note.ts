// Signed notes (c2sp.org/signed-note v1.0.0) and the keys that sign and verify them. A note is
//
//   text that ends with a newline
//
//   — key.name base64(key id, 4 bytes big-endian || signature)
//
// The text may hold empty lines: the last one of the note separates it from the signatures. What
// is signed is the text with its final newline, without the empty line.
//
// Key id: the first 4 bytes of SHA-256(name || 0x0A || type || public key). Type 0x01 is Ed25519
// over the text itself; cosignature.ts adds 0x04. A verifier key, made for configuration files, is
// `name+hex(key id)+base64(type || public key)`.
import { createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { fromBase64, toBase64 } from './base64.js';
import { sha256 } from './merkle.js';
import { DoesNotHold, Malformed } from './refused.js';

/** One line under a note. */
export interface NoteSignature {
  readonly name: string;
  /** 8 hexadecimal digits. */
  readonly keyId: string;
  readonly signature: Uint8Array;
}

/** A note taken apart; nothing of it is verified. */
export interface Note {
  /** Ends with a newline. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** Signs texts under a name. */
export interface NoteSigner {
  readonly name: string;
  readonly keyId: string;
  /** What others verify with: the verifier key. */
  readonly verifierKey: string;
  sign(text: string): NoteSignature;
}

/** A key that somebody has reason to trust. */
export interface NoteVerifier {
  readonly name: string;
  readonly keyId: string;
  /** Whether the signature is this key's over this text. */
  verifies(text: string, signature: Uint8Array): boolean;
}

/** Larger notes are refused before anything is read of them. */
const mostBytes = 256 * 1024;
const mostSignatures = 64;

/** Type of a plain Ed25519 signature. */
const ed25519Type = 0x01;
export const signatureBytes = 64;
const publicKeyBytes = 32;

// SubjectPublicKeyInfo of an Ed25519 key up to its 32 bytes (RFC 8410 section 4).
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex');

// U+0000 to U+001F but the newline; U+FEFF would be swallowed by readers.
const forbiddenInNote = /[\x00-\x09\x0b-\x1f]/;
const forbiddenInName = /[\p{White_Space}\p{Cc}+]/u;

/** Whether a text can name a key: not empty, no Unicode space, no plus. */
export function isKeyName(name: string): boolean {
  return name !== '' && name.isWellFormed() && !forbiddenInName.test(name);
}

/**
 * Takes a note apart.
 * @throws Malformed when it is not one, to the last character
 */
export function parseNote(note: string): Note {
  if (note.length > mostBytes) throw malformed('is too long');
  if (!note.isWellFormed()) throw malformed('is not UTF-8');
  if (forbiddenInNote.test(note)) throw malformed('holds a control character');
  const split = note.lastIndexOf('\n\n');
  if (split === -1) throw malformed('has no empty line before its signatures');
  const under = note.slice(split + 2);
  if (!under.endsWith('\n')) throw malformed('does not end with a signature line');
  const lines = under.slice(0, -1).split('\n');
  if (lines.length > mostSignatures) throw malformed('has too many signatures');
  return { text: note.slice(0, split + 1), signatures: lines.map(parseSignature) };
}

function parseSignature(line: string): NoteSignature {
  const [dash, name, encoded, ...more] = line.split(' ');
  if (dash !== '—' || name === undefined || encoded === undefined || more.length > 0)
    throw malformed('has a line under it that is no signature');
  if (!isKeyName(name)) throw malformed('is signed by a name that cannot be one');
  const bytes = fromBase64(encoded, 'signature');
  if (bytes.length <= 4) throw malformed('has an empty signature');
  return { name, keyId: toHex(bytes.subarray(0, 4)), signature: bytes.subarray(4) };
}

function malformed(reason: string): Malformed {
  return new Malformed('note', reason);
}

/** The note of a text and its signatures. @throws Malformed when the text cannot be one of a note */
export function printNote({ text, signatures }: Note): string {
  const lines = signatures.map(({ name, keyId, signature }) => {
    const bytes = Buffer.concat([Buffer.from(keyId, 'hex'), signature]);
    return `— ${name} ${toBase64(bytes)}\n`;
  });
  const note = `${text}\n${lines.join('')}`;
  // What could not be read back must not be given away.
  if (parseNote(note).text !== text || !text.endsWith('\n')) throw malformed('cannot be printed');
  return note;
}

/** Signs a text with each of the keys, in their order. */
export function signNote(text: string, signers: readonly NoteSigner[]): string {
  return printNote({ text, signatures: signers.map((signer) => signer.sign(text)) });
}

/**
 * The text of a note and which of the keys have signed it: at least one. Signatures of other keys
 * are passed over; a known key's that fails condemns the note.
 * @throws Malformed, DoesNotHold
 */
export function openNote<V extends NoteVerifier>(
  note: string,
  verifiers: readonly V[],
): { readonly text: string; readonly by: readonly [V, ...V[]]; readonly note: Note } {
  const parsed = parseNote(note);
  const { text, signatures } = parsed;
  const by = new Set<V>();
  for (const { name, keyId, signature } of signatures) {
    const known = verifiers.find((one) => one.name === name && one.keyId === keyId);
    if (known === undefined) continue;
    if (!known.verifies(text, signature))
      throw new DoesNotHold(`the signature of ${name} does not hold`);
    by.add(known);
  }
  const [first, ...others] = by;
  if (first === undefined) throw new DoesNotHold('no key that is trusted has signed the note');
  return { text, by: [first, ...others], note: parsed };
}

/** The id of a key under a name, as 8 hexadecimal digits. */
export function keyIdOf(name: string, type: number, publicKey: Uint8Array): string {
  const bytes = Buffer.concat([Buffer.from(`${name}\n`, 'utf8'), Buffer.of(type), publicKey]);
  return toHex(sha256(bytes).subarray(0, 4));
}

/** `name+hex+base64` of a public key. */
export function printVerifierKey(name: string, type: number, publicKey: Uint8Array): string {
  if (!isKeyName(name)) throw new Malformed('verifier key', 'the name cannot be one of a key');
  const material = toBase64(Buffer.concat([Buffer.of(type), publicKey]));
  return `${name}+${keyIdOf(name, type, publicKey)}+${material}`;
}

/**
 * Takes a verifier key apart.
 * @throws Malformed for another form, another type, or an id that is not the key's
 */
export function parseVerifierKey(
  verifierKey: string,
  type: number,
): { readonly name: string; readonly keyId: string; readonly publicKey: Uint8Array } {
  const what = 'verifier key';
  // base64 may itself hold a plus, hence no split at every one.
  const [, name = '', keyId = '', encoded = ''] =
    /^([^+]*)\+([0-9a-f]{8})\+(.+)$/s.exec(verifierKey) ?? [];
  if (!isKeyName(name)) throw new Malformed(what, 'is not name+id+key');
  const bytes = fromBase64(encoded, what, 1 + publicKeyBytes);
  if (bytes[0] !== type) throw new Malformed(what, 'is of another type than is asked for');
  const publicKey = bytes.subarray(1);
  if (keyIdOf(name, type, publicKey) !== keyId) throw new Malformed(what, 'has another id');
  return { name, keyId, publicKey };
}

/** The verifier of a key of type 0x01. @throws Malformed */
export function ed25519Verifier(verifierKey: string): NoteVerifier & { verifierKey: string } {
  const { name, keyId, publicKey } = parseVerifierKey(verifierKey, ed25519Type);
  const key = publicKeyObject(publicKey);
  return {
    name,
    keyId,
    verifierKey,
    verifies: (text, signature) =>
      signature.length === signatureBytes &&
      verify(null, Buffer.from(text, 'utf8'), key, signature),
  };
}

/** A signer of type 0x01. @param privateKey an Ed25519 key */
export function ed25519Signer(name: string, privateKey: KeyObject): NoteSigner {
  const publicKey = rawPublicKey(privateKey);
  const keyId = keyIdOf(name, ed25519Type, publicKey);
  return {
    name,
    keyId,
    verifierKey: printVerifierKey(name, ed25519Type, publicKey),
    sign: (text) => ({
      name,
      keyId,
      signature: new Uint8Array(sign(null, Buffer.from(text, 'utf8'), privateKey)),
    }),
  };
}

/** Node's form of 32 bytes of an Ed25519 public key. */
export function publicKeyObject(publicKey: Uint8Array): KeyObject {
  const der = Buffer.concat([spkiPrefix, publicKey]);
  return createPublicKey({ key: der, format: 'der', type: 'spki' });
}

/** The 32 bytes of the public half of an Ed25519 private key. */
export function rawPublicKey(key: KeyObject): Uint8Array {
  const der = createPublicKey(key).export({ format: 'der', type: 'spki' });
  return new Uint8Array(der.subarray(spkiPrefix.length));
}

/** Bytes in hexadecimal, lower case. */
function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}
