import { LedgerFeed } from '../../src/api/ledger-feed.js';
import { ReadModelBehind } from '../../src/projections/read-store.js';
import { History, Workplace } from '../projections/history.js';

const workplace = new Workplace();
afterEach(() => workplace.clear());

/** A feed of one event, whose read model answers as the test wants. */
async function feedOf(reached: (position: string) => Promise<void>): Promise<LedgerFeed> {
  return new LedgerFeed(await workplace.ledgerOf(new History().on('C-1', 'register')), { reached });
}

describe('the feed of event streams', () => {
  it('ends at once when told to, though the read models stand still', async () => {
    let asked: () => void;
    const waiting = new Promise<void>((resolve) => (asked = resolve));
    const feed = await feedOf(() => {
      asked();
      return new Promise(() => undefined);
    });
    const over = new AbortController();
    const next = feed.applied('0', over.signal).next();
    await waiting;
    over.abort();
    expect(await next).toStrictEqual({ done: true, value: undefined });
  });

  it('says that the read models stand still, when nobody told it to end', async () => {
    const feed = await feedOf((position) => Promise.reject(new ReadModelBehind(position, '0')));
    const next = feed.applied('0', new AbortController().signal).next();
    await expect(next).rejects.toThrow(ReadModelBehind);
  });

  it('hands on what the read models have applied', async () => {
    const feed = await feedOf(() => Promise.resolve());
    const over = new AbortController();
    const events = feed.applied('0', over.signal);
    expect((await events.next()).value).toMatchObject({ position: '1', type: 'CaseRegistered' });
    over.abort();
    expect(await events.next()).toMatchObject({ done: true });
  });
});
