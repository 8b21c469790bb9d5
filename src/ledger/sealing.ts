// Seals a field of an event under the key of its case (DESIGN.md, Confidentiality): AES-256-GCM
// with a random 96-bit nonce (NIST SP 800-38D 8.2.2), bound to the one place it belongs to.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { canonicalJson } from './canonical-json.js';
import type { CaseKey } from './keys.js';

/** What stands in place of the text; the schema of the same form is src/domain/sealed.ts. */
export interface Sealed {
  readonly sealed: {
    readonly alg: 'A256GCM';
    readonly keyId: string;
    /** base64url, 96 bits. */
    readonly nonce: string;
    /** base64url, the 16-byte tag at its end. */
    readonly ciphertext: string;
  };
}

/** Where a sealed field stands. It opens there and nowhere else. */
export interface SealedPlace {
  readonly stream: string;
  readonly eventId: string;
  /** Name of the field in the event's data, as `reporter.name`. */
  readonly field: string;
}

/** Wrong key, wrong place or changed bytes; which of them cannot be told. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';
  constructor(place: SealedPlace) {
    super(`${place.field} of event ${place.eventId} in ${place.stream} does not open`);
  }
}

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/** Seals a text for one place. Its length can be told from the ciphertext's. */
export function seal(plaintext: string, key: CaseKey, place: SealedPlace): Sealed {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key.key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(boundTo(place, key.keyId));
  const ciphertext = Buffer.concat([
    cipher.update(plaintext, 'utf8'),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
  return {
    sealed: {
      alg: 'A256GCM',
      keyId: key.keyId,
      nonce: nonce.toString('base64url'),
      ciphertext: ciphertext.toString('base64url'),
    },
  };
}

/**
 * The text that was sealed for this place.
 * @throws SealBroken
 */
export function open({ sealed }: Sealed, key: CaseKey, place: SealedPlace): string {
  const bytes = Buffer.from(sealed.ciphertext, 'base64url');
  const nonce = Buffer.from(sealed.nonce, 'base64url');
  const lost =
    sealed.keyId !== key.keyId ||
    nonce.length !== nonceBytes ||
    bytes.length < tagBytes ||
    // Node's decoder skips what it does not know: two spellings must not open as one.
    bytes.toString('base64url') !== sealed.ciphertext ||
    nonce.toString('base64url') !== sealed.nonce;
  if (lost) throw new SealBroken(place);
  const decipher = createDecipheriv(algorithm, key.key, nonce, { authTagLength: tagBytes });
  decipher.setAAD(boundTo(place, key.keyId));
  decipher.setAuthTag(bytes.subarray(bytes.length - tagBytes));
  const text = decipher.update(bytes.subarray(0, bytes.length - tagBytes));
  try {
    return Buffer.concat([text, decipher.final()]).toString('utf8');
  } catch {
    throw new SealBroken(place);
  }
}

/** The additional authenticated data: canonical JSON of the place and the key's id. */
function boundTo({ stream, eventId, field }: SealedPlace, keyId: string): Buffer {
  return Buffer.from(canonicalJson({ stream, eventId, field, keyId }), 'utf8');
}
