import { generateKeyPairSync } from 'node:crypto';
import { InvalidConfig, readConfig } from '../src/config.js';
import { cosigner } from '../src/ledger/transparency/cosignature.js';
import { ed25519Signer } from '../src/ledger/transparency/note.js';

const key = generateKeyPairSync('ed25519').privateKey;
const keyOf = (name: string): string => cosigner(name, key).verifierKey;

describe('the settings', () => {
  it('have defaults with which the embedded shape runs', () => {
    expect(readConfig({})).toStrictEqual({
      port: 3000,
      host: '127.0.0.1',
      dataDir: './data',
      ledger: { engine: 'sqlite', directory: './data' },
      readStore: { engine: 'sqlite', directory: './data' },
      production: false,
      origin: 'wenze.local/ledger',
      witnesses: [],
      logLevel: 'info',
      bodyLimit: 1_048_576,
      evidenceLimit: 104_857_600,
    });
  });

  it('are read from the environment; an empty one is not set', () => {
    const config = readConfig({
      PORT: '8080',
      HOST: '',
      NODE_ENV: 'production',
      LOG_LEVEL: 'warn',
    });
    expect(config).toMatchObject({
      port: 8080,
      host: '127.0.0.1',
      production: true,
      logLevel: 'warn',
    });
  });

  it('say by address which engine holds the ledger and which the read models', () => {
    const kurrentdb = 'esdb://user:word@one:2113,two:2113?tls=true';
    const postgres = 'postgres://user:word@host:5432/wenze';
    expect(readConfig({ LEDGER_URL: kurrentdb, READ_STORE_URL: postgres })).toMatchObject({
      ledger: { engine: 'kurrentdb', url: kurrentdb },
      readStore: { engine: 'postgres', url: postgres },
    });
    expect(readConfig({ DATA_DIR: '/d', LEDGER_URL: 'sqlite:/l' })).toMatchObject({
      ledger: { engine: 'sqlite', directory: '/l' },
      readStore: { engine: 'sqlite', directory: '/d' },
    });
  });

  it('name the witnesses of the log by pairs of key and address', () => {
    const pair = (name: string, url: string) => ({ name, verifierKey: keyOf(name), url });
    const text = `${keyOf('a.example/w')} https://a.example/w/\n${keyOf('b')} http://127.0.0.1:8080`;
    expect(readConfig({ WITNESSES: text }).witnesses).toEqual([
      pair('a.example/w', 'https://a.example/w'),
      pair('b', 'http://127.0.0.1:8080'),
    ]);
  });

  it('never quote what was set, for an address may hold a password', () => {
    const secret = 'http://user:verborgen@host';
    const told = (): unknown => readConfig({ LEDGER_URL: secret, READ_STORE_URL: secret });
    expect(told).toThrow(/LEDGER_URL: expected .*\nREAD_STORE_URL: expected /);
    expect(told).not.toThrow(/verborgen/);
  });

  it.each([
    ['LEDGER_URL', 'sqlite:'],
    ['LEDGER_URL', 'postgres://host/wenze'],
    ['READ_STORE_URL', 'esdb://host:2113'],
    ['READ_STORE_URL', './data'],
    ['LEDGER_ORIGIN', 'https://wenze.local/ledger log'],
    ['WITNESSES', 'https://a.example/w'],
    ['WITNESSES', keyOf('a')],
    ['WITNESSES', `https://a.example/w ${keyOf('a')}`],
    ['WITNESSES', `${keyOf('a')} http://a.example/w`],
    ['WITNESSES', `${keyOf('a')} ftp://a.example/w`],
    ['WITNESSES', `${keyOf('a')} https://user:word@a.example/w`],
    ['WITNESSES', `${keyOf('a')} https://a.example/w?x=1`],
    ['WITNESSES', `${keyOf('a').replace('a+', 'b+')} https://a.example/w`],
    ['WITNESSES', `${ed25519Signer('log', key).verifierKey} https://a.example/w`],
    ['WITNESSES', `${keyOf('a')} https://a.example/w ${keyOf('a')} https://b.example/w`],
    ['WITNESSES', `${keyOf('a')} https://a.example/w ${keyOf('b')}`],
    ['PORT', '80a'],
    ['PORT', '70000'],
    ['PORT', '-1'],
    ['NODE_ENV', 'prod'],
    ['LEDGER_ORIGIN', 'a b'],
    ['LEDGER_ORIGIN', 'a+b'],
    ['LOG_LEVEL', 'verbose'],
    ['BODY_LIMIT', '12'],
    ['EVIDENCE_LIMIT', '1e9'],
  ])('stop the start by name where they are wrong: %s=%s', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(InvalidConfig);
    expect(() => readConfig({ [name]: value })).toThrow(new RegExp(`^${name}: `));
  });
});
