// Which witnesses a log asks for their cosignatures: where each is, and the key it is known by.
import { cosignatureVerifier } from '../transparency/cosignature.js';
import { Malformed } from '../transparency/refused.js';

/** A witness that the operator has chosen (c2sp.org/tlog-witness). */
export interface WitnessAddress {
  /** Of its key. */
  readonly name: string;
  /** `name+id+key`: the only key whose word is taken. */
  readonly verifierKey: string;
  /** Its submission prefix, without a slash at the end. */
  readonly url: string;
}

const mostWitnesses = 8;

/** What a list of witnesses looks like. */
export const witnessForms =
  'KEY ADDRESS pairs separated by spaces: a verifier key (name+id+key) of type 4, then the https ' +
  `address of the witness; no name twice, at most ${mostWitnesses}`;

/** Reads a list of witnesses; undefined where it is none. */
export function witnessAddresses(text: string): readonly WitnessAddress[] | undefined {
  const words = text.trim().split(/\s+/);
  const found: WitnessAddress[] = [];
  for (let at = 0; at < words.length; at += 2) {
    const verifierKey = words[at] ?? '';
    const name = nameOf(verifierKey);
    const url = prefixIn(words[at + 1] ?? '');
    if (name === undefined || url === undefined) return undefined;
    found.push({ name, verifierKey, url });
  }
  // A witness is asked for by its name: two keys of one name could not be told apart.
  const names = new Set(found.map(({ name }) => name));
  return names.size === found.length && found.length <= mostWitnesses ? found : undefined;
}

function nameOf(verifierKey: string): string | undefined {
  try {
    return cosignatureVerifier(verifierKey).name;
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

const loopback = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/** An https address, or an http one of this machine, that says nothing but where. */
function prefixIn(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, hostname, origin, pathname, username, password, search, hash } = new URL(text);
  const safe = protocol === 'https:' || (protocol === 'http:' && loopback.test(hostname));
  if (!safe || `${username}${password}${search}${hash}` !== '') return undefined;
  return `${origin}${pathname}`.replace(/\/+$/, '');
}
