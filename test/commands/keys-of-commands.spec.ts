import { knowingKeys } from '../../src/commands/keys-of-commands.js';
import type { EventToAppend } from '../../src/ledger/event.js';
import { EventIdTaken, type Appended, type Ledger } from '../../src/ledger/ledger.js';
import { openSqliteLedger } from '../../src/ledger/sqlite-ledger.js';
import { act } from '../support/recorded-acts.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

const byKey = '0190a5c2-7d1c-8a55-9c3e-0242ac120002';

function of(commandId: string): EventToAppend {
  const event = act({});
  return { ...event, metadata: { ...event.metadata, commandId } };
}

describe('a ledger that is told where keys were used', () => {
  let ledger: Ledger;
  beforeEach(() => {
    ledger = openSqliteLedger({
      directory: temporaryDirectory(),
      onFatal: (error) => {
        throw error;
      },
    });
  });
  afterEach(() => ledger.close());

  it('refuses a key that was used on another stream, and takes it on its own', async () => {
    const knowing = knowingKeys(ledger, () => Promise.resolve('case-C-1'));
    await expect(knowing.append('case-C-2', 'none', [of(byKey)])).rejects.toThrow(EventIdTaken);
    expect(await ledger.head()).toBe('0');
    expect(await knowing.append('case-C-1', 'none', [of(byKey)])).toMatchObject({
      revision: 0,
      stoodAlready: false,
    });
  });

  it('asks nobody about a command without a key', async () => {
    const find = jest.fn(() => Promise.resolve('case-C-1'));
    const knowing = knowingKeys(ledger, find);
    await knowing.append('case-C-2', 'none', [of(byKey.replace('-8a55', '-7a55'))]);
    expect(find).not.toHaveBeenCalled();
  });

  it('says that it stood already, where another process stored the same ids at that moment', async () => {
    const ours = of(byKey);
    const theirs = { ...ours, metadata: { ...ours.metadata, salt: 'f'.repeat(64) } };
    const sameMoment: Pick<Ledger, 'append' | 'read'> = {
      read: (stream, from) => ledger.read(stream, from),
      // As the server does it: theirs is stored, and both are called successful.
      append: async (stream, expected): Promise<Appended> =>
        ledger.append(stream, expected, [theirs]),
    };
    const knowing = knowingKeys(sameMoment, () => Promise.resolve(undefined));
    expect(await knowing.append('case-C-1', 'none', [ours])).toMatchObject({ stoodAlready: true });
  });
});
