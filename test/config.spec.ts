import { InvalidConfig, readConfig } from '../src/config.js';

describe('the settings', () => {
  it('have defaults with which the embedded shape runs', () => {
    expect(readConfig({})).toStrictEqual({
      port: 3000,
      host: '127.0.0.1',
      dataDir: './data',
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

  it.each([
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
