// A witness's word (c2sp.org/tlog-cosignature, Ed25519, note signature type 0x04): at this time
// this was the largest consistent tree it had seen of the log. Signed is
//
//   cosignature/v1
//   time <POSIX seconds>
//   <the text of the checkpoint>
//
// and the signature is u64 big-endian time || 64 bytes.
import { sign, verify, type KeyObject } from 'node:crypto';
import {
  keyIdOf,
  openNote,
  parseVerifierKey,
  printVerifierKey,
  publicKeyObject,
  rawPublicKey,
  signatureBytes,
  type NoteSignature,
  type NoteVerifier,
} from './note.js';
import { DoesNotHold, Malformed } from './refused.js';

/** Type of a timestamped Ed25519 cosignature. */
const cosignatureType = 0x04;

const timeBytes = 8;

/** Signs checkpoints with a time. */
export interface Cosigner {
  readonly name: string;
  readonly keyId: string;
  readonly verifierKey: string;
  /** @param seconds since 1970 */
  sign(text: string, seconds: number): NoteSignature;
}

/** The verifier of a witness's key. @throws Malformed */
export function cosignatureVerifier(verifierKey: string): NoteVerifier {
  const { name, keyId, publicKey } = parseVerifierKey(verifierKey, cosignatureType);
  const key = publicKeyObject(publicKey);
  return {
    name,
    keyId,
    verifies(text, signature) {
      if (signature.length !== timeBytes + signatureBytes) return false;
      const time = Buffer.from(signature).readBigUInt64BE();
      if (time > 0x7fff_ffff_ffff_ffffn) return false;
      return verify(null, messageOf(text, time), key, signature.subarray(timeBytes));
    },
  };
}

/** When a cosignature says it was made, in seconds since 1970. Meaningless until it is verified. @throws Malformed */
export function cosignedAt({ signature }: NoteSignature): bigint {
  if (signature.length !== timeBytes + signatureBytes)
    throw new Malformed('cosignature', 'has another length');
  return Buffer.from(signature).readBigUInt64BE();
}

/** A witness's word under a checkpoint, verified. */
export interface Cosignature {
  readonly signature: NoteSignature;
  /** When it was given, by the witness's clock: seconds since 1970. */
  readonly seconds: number;
}

/** 9999-12-31: no clock of a witness is beyond it. */
const lastSecond = 253_402_300_799n;

/**
 * What a witness says of a checkpoint.
 * @param signed the note with all its signature lines
 * @throws Malformed; DoesNotHold when it says nothing, something of another checkpoint, or no time
 */
export function openCosignature(signed: string, witness: NoteVerifier): Cosignature {
  const { signatures } = openNote(signed, [witness]).note;
  const signature = signatures.find(
    ({ name, keyId }) => name === witness.name && keyId === witness.keyId,
  );
  if (signature === undefined) throw new Error('bug: a note was opened without a signature');
  const time = cosignedAt(signature);
  if (time === 0n || time > lastSecond)
    throw new DoesNotHold(`${witness.name} has cosigned at a time that is none`);
  return { signature, seconds: Number(time) };
}

/** A signer of cosignatures. @param privateKey an Ed25519 key, used for nothing else */
export function cosigner(name: string, privateKey: KeyObject): Cosigner {
  const publicKey = rawPublicKey(privateKey);
  const keyId = keyIdOf(name, cosignatureType, publicKey);
  return {
    name,
    keyId,
    verifierKey: printVerifierKey(name, cosignatureType, publicKey),
    sign(text, seconds) {
      const time = Buffer.alloc(timeBytes);
      time.writeBigUInt64BE(BigInt(seconds));
      const bytes = sign(null, messageOf(text, BigInt(seconds)), privateKey);
      return { name, keyId, signature: new Uint8Array(Buffer.concat([time, bytes])) };
    },
  };
}

function messageOf(text: string, time: bigint): Buffer {
  return Buffer.from(`cosignature/v1\ntime ${String(time)}\n${text}`, 'utf8');
}
