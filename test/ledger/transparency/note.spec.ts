// Signed notes, checkpoints on them, and the word of witnesses: the examples of the specifications,
// and everything that is none.
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import {
  openCheckpoint,
  parseCheckpoint,
  printCheckpoint,
} from '../../../src/ledger/transparency/checkpoint.js';
import {
  cosignatureVerifier,
  cosignedAt,
  cosigner,
} from '../../../src/ledger/transparency/cosignature.js';
import { emptyRoot } from '../../../src/ledger/transparency/merkle.js';
import {
  ed25519Signer,
  ed25519Verifier,
  openNote,
  parseNote,
  printNote,
  signNote,
} from '../../../src/ledger/transparency/note.js';
import { DoesNotHold, Malformed } from '../../../src/ledger/transparency/refused.js';

const exampleKey = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
const exampleLine =
  '— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n';
const example = `This is an example message.\n\n${exampleLine}`;
const exampleVerifier = ed25519Verifier(exampleKey);

const log = ed25519Signer('log.example/a', generateKeyPairSync('ed25519').privateKey);
const logVerifier = ed25519Verifier(log.verifierKey);
const witness = cosigner('witness.example/w', generateKeyPairSync('ed25519').privateKey);
const witnessVerifier = cosignatureVerifier(witness.verifierKey);

describe('a signed note', () => {
  it('of the specification is opened with its key', () => {
    const { text, by } = openNote(example, [exampleVerifier]);
    expect(text).toBe('This is an example message.\n');
    expect(by).toEqual([exampleVerifier]);
  });

  it('is printed as it was read', () => {
    expect(printNote(parseNote(example))).toBe(example);
  });

  it('may hold empty lines: the last one parts it from its signatures', () => {
    const text = 'trafitto da un raggio di sole:\n\ned è subito sera.\n\n';
    const note = signNote(text, [log]);
    expect(openNote(note, [logVerifier]).text).toBe(text);
  });

  it('is opened by any one of the keys that are trusted, whoever else signed it', () => {
    const other = ed25519Signer('log.example/a', generateKeyPairSync('ed25519').privateKey);
    const note = signNote('text\n', [other, log, other]);
    expect(openNote(note, [exampleVerifier, logVerifier]).by).toEqual([logVerifier]);
    expect(openNote(note, [ed25519Verifier(other.verifierKey), logVerifier]).by).toHaveLength(2);
  });

  it('may carry 16 signatures of unknown algorithms, as long as those of 2030', () => {
    const unknown = Array.from({ length: 15 }, (_, index) => ({
      name: `other.example/${String(index)}`,
      keyId: '0badcafe',
      signature: new Uint8Array(5_000),
    }));
    const note = printNote({ text: 'text\n', signatures: [...unknown, log.sign('text\n')] });
    expect(openNote(note, [logVerifier]).by).toEqual([logVerifier]);
  });

  it('is refused when nobody trusted has signed it', () => {
    expect(() => openNote(example, [logVerifier])).toThrow(DoesNotHold);
    expect(() => openNote(example, [])).toThrow(DoesNotHold);
    // The same name with another id, and the same id with another name, are strangers.
    for (const stranger of [
      { ...exampleVerifier, keyId: '530d903b' },
      { ...exampleVerifier, name: 'example.com/fop' },
    ])
      expect(() => openNote(example, [stranger])).toThrow(DoesNotHold);
  });

  it('is refused when a key that is trusted has not signed this text, even beside one that has', () => {
    const [good, bad] = [log.sign('text\n'), log.sign('tezt\n')];
    for (const signatures of [[bad], [good, bad], [bad, good]])
      expect(() => openNote(printNote({ text: 'text\n', signatures }), [logVerifier])).toThrow(
        DoesNotHold,
      );
  });

  const line = exampleLine.slice(0, -1);
  it.each([
    ['empty', ''],
    ['without a signature', 'text\n\n'],
    ['without an empty line', `text\n${exampleLine}`],
    ['without the last newline', `text\n\n${line}`],
    ['with a second empty line at its end', `${example}\n`],
    ['with text after the signatures', `${example}more\n`],
    ['with a hyphen for the dash', example.replace('—', '-')],
    ['with two spaces', example.replace('— ', '—  ')],
    ['with a no-break space', example.replace('— ', '—\u00a0')],
    ['with something after the signature', `text\n\n${line} x\n`],
    ['with a plus in the name', example.replace('com/foo', 'com+foo')],
    ['with a wide space in the name', example.replace('com/foo', 'com/f\u3000o')],
    ['without a name', example.replace('example.com/foo ', ' ')],
    ['with a signature of 4 bytes', 'text\n\n— a.example Uw2QOg==\n'],
    ['with base64 for the web', example.replace('2ON', '_-N')],
    ['with base64 that is not padded', `text\n\n${line.replaceAll('=', '')}\n`],
    ['with base64 whose last bits are not 0', `text\n\n${line.replace('aQM=', 'aQN=')}\n`],
    ['with a space in its base64', example.replace('Uw2Q', 'Uw2Q ')],
    ['with a carriage return', example.replace('message.\n', 'message.\r\n')],
    ['with a tab', `te\txt\n\n${exampleLine}`],
    ['with a zero', `te\u0000xt\n\n${exampleLine}`],
    ['with half a character', `te\ud800xt\n\n${exampleLine}`],
    ['of 300 kB', `${'x'.repeat(300_000)}\n\n${exampleLine}`],
    ['with 65 signatures', `text\n\n${exampleLine.repeat(65)}`],
  ])('%s is none', (_, note) => {
    expect(() => parseNote(note)).toThrow(Malformed);
    expect(() => openNote(note, [exampleVerifier])).toThrow(Malformed);
  });

  it('is not made of a text that could not be read back', () => {
    for (const text of ['', 'text', 'te\txt\n', 'te\rxt\n', '\ud800\n'])
      expect(() => signNote(text, [log])).toThrow(Malformed);
    expect(() => signNote('text\n', [])).toThrow(Malformed);
  });
});

describe('a verifier key', () => {
  it('is the one the specification derives, and signs under its id', () => {
    expect([exampleVerifier.name, exampleVerifier.keyId]).toEqual(['example.com/foo', '530d903a']);
    expect(log.verifierKey).toMatch(/^log\.example\/a\+[0-9a-f]{8}\+A[A-Za-z0-9+/]{43}$/);
    expect(logVerifier.keyId).toBe(log.sign('x\n').keyId);
  });

  // RFC 8032 7.1, test 2: the bytes of the seed, the key and the signature of 0x72.
  it('verifies the signature of RFC 8032', () => {
    const seed = '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb';
    const key = createPrivateKey({
      key: Buffer.from(`302e020100300506032b657004220420${seed}`, 'hex'),
      format: 'der',
      type: 'pkcs8',
    });
    const signer = ed25519Signer('rfc8032.example', key);
    expect(Buffer.from(signer.sign('r').signature).toString('hex')).toBe(
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    );
    expect(signer.verifierKey).toContain(
      Buffer.from(
        '013d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
        'hex',
      ).toString('base64'),
    );
  });

  it.each([
    ['nothing', ''],
    ['no key', 'example.com/foo+530d903a'],
    ['no name', exampleKey.replace('example.com/foo', '')],
    ['another id', exampleKey.replace('530d903a', '530d903b')],
    ['an id in capitals', exampleKey.replace('530d903a', '530D903A')],
    ['another name', exampleKey.replace('foo', 'fop')],
    ['a space in the name', exampleKey.replace('/foo', ' foo')],
    ['too short a key', exampleKey.slice(0, -4)],
    ['another type', witness.verifierKey],
    ['a newline at its end', `${exampleKey}\n`],
  ])('with %s is none', (_, key) => {
    expect(() => ed25519Verifier(key)).toThrow(Malformed);
  });
});

describe('a checkpoint', () => {
  const checkpoint = { origin: 'log.example/a', size: 70_000, root: emptyRoot };
  const text = printCheckpoint(checkpoint);
  const root = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';

  it('is three lines, and is read back', () => {
    expect(text).toBe(`log.example/a\n70000\n${root}\n`);
    expect(parseCheckpoint(text)).toEqual(checkpoint);
  });

  it('of the specification is read', () => {
    const { origin, size } = parseCheckpoint(
      'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n',
    );
    expect([origin, size]).toEqual(['example.com/behind-the-sofa', 20_852_163]);
  });

  it('is opened with the key of its log, extension lines and other signatures passed over', () => {
    const more = `${text}extension\n`;
    const note = printNote({
      text: more,
      signatures: [log.sign(more), witness.sign(more, 1_700_000_000)],
    });
    expect(openCheckpoint(note, [logVerifier])).toMatchObject({ ...checkpoint, by: [logVerifier] });
  });

  it('is not opened when the key of another log has signed it', () => {
    const other = ed25519Signer('log.example/b', generateKeyPairSync('ed25519').privateKey);
    const note = signNote(text, [other]);
    expect(() => openCheckpoint(note, [ed25519Verifier(other.verifierKey)])).toThrow(DoesNotHold);
  });

  it.each([
    ['with two lines', 'log.example/a\n1\n'],
    ['without an origin', `\n1\n${root}\n`],
    ['with a size in hexadecimal', `log.example/a\n0x10\n${root}\n`],
    ['with a zero before the size', `log.example/a\n007\n${root}\n`],
    ['with a sign before the size', `log.example/a\n+7\n${root}\n`],
    ['with a size below 0', `log.example/a\n-1\n${root}\n`],
    ['with a size that would be rounded', `log.example/a\n9007199254740993\n${root}\n`],
    ['with a size of 2^63', `log.example/a\n9223372036854775808\n${root}\n`],
    ['with a space after the size', `log.example/a\n1 \n${root}\n`],
    ['without a size', `log.example/a\n\n${root}\n`],
    ['with a root of 31 bytes', `log.example/a\n1\n${root.slice(4)}\n`],
    ['with a root that is not padded', `log.example/a\n1\n${root.slice(0, -1)}\n`],
    ['with a root for the web', `log.example/a\n1\n${root.replace('/', '_')}\n`],
    ['with an empty extension line', `log.example/a\n1\n${root}\n\nmore\n`],
    ['with an origin of 1,000 characters', `${'x'.repeat(1_000)}\n1\n${root}\n`],
  ])('%s is none, whoever signed it', (_, bad) => {
    expect(() => parseCheckpoint(bad)).toThrow(Malformed);
    const note = signNote(bad, [log]);
    expect(() => openCheckpoint(note, [logVerifier])).toThrow(Malformed);
  });
});

describe('the word of a witness', () => {
  const text = printCheckpoint({ origin: 'log.example/a', size: 1, root: emptyRoot });
  const note = printNote({ text, signatures: [log.sign(text), witness.sign(text, 1_679_315_147)] });

  it('is verified with its key, and says when', () => {
    const { by, note: parsed } = openNote(note, [witnessVerifier]);
    expect(by).toEqual([witnessVerifier]);
    expect(cosignedAt(parsed.signatures[1]!)).toBe(1_679_315_147n);
  });

  it('does not hold for another time, another tree or another length', () => {
    const word = witness.sign(text, 1_679_315_147);
    const later = Uint8Array.from(word.signature);
    later[7]! += 1;
    const beyond = Uint8Array.from(word.signature);
    beyond[0] = 0x80;
    for (const signature of [later, beyond, word.signature.subarray(1), word.signature.slice(8)]) {
      const bad = printNote({ text, signatures: [{ ...word, signature }] });
      expect(() => openNote(bad, [witnessVerifier])).toThrow(DoesNotHold);
    }
    const other = printNote({ text: text.replace('\n1\n', '\n2\n'), signatures: [word] });
    expect(() => openNote(other, [witnessVerifier])).toThrow(DoesNotHold);
    expect(() => cosignedAt({ ...word, signature: later.subarray(1) })).toThrow(Malformed);
  });

  it('is no signature of the log: the types keep them apart', () => {
    expect(() => cosignatureVerifier(log.verifierKey)).toThrow(Malformed);
    const asLog = { ...witness.sign(text, 1), name: log.name, keyId: log.keyId };
    const bad = printNote({ text, signatures: [asLog] });
    expect(() => openCheckpoint(bad, [logVerifier])).toThrow(DoesNotHold);
  });
});
