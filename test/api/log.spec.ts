import { openLog, onceATurn } from '../../src/api/log.js';

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

describe('the log', () => {
  let written: string[];
  const output = { write: (text: string) => written.push(text) };
  beforeEach(() => {
    written = [];
  });

  it('is written once for all lines of a turn of the event loop, in their order', async () => {
    const log = openLog('info', onceATurn(output));
    log.info({ requestId: '1' }, 'answered');
    log.info({ requestId: '2' }, 'answered');
    expect(written).toStrictEqual([]);
    await nextTurn();
    log.info({ requestId: '3' }, 'answered');
    await nextTurn();
    await nextTurn();
    expect(written.map((text) => text.match(/"requestId":"\d"/g))).toStrictEqual([
      ['"requestId":"1"', '"requestId":"2"'],
      ['"requestId":"3"'],
    ]);
  });

  it('is written at once when something is fatal, with what came before it', () => {
    const log = openLog('info', onceATurn(output));
    log.info('answered');
    log.fatal('the outcome of a write is unknown');
    expect(written).toStrictEqual([
      expect.stringMatching(/"answered"\}\n.*the outcome of a write is unknown"\}\n$/),
    ]);
  });
});
