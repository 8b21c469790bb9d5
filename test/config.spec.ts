import { InvalidConfig, readConfig } from '../src/config.js';

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
