import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { accountability } from '../../src/projections/accountability-counts.js';
import { listCases } from '../../src/projections/case-list.js';
import { positionAt } from '../../src/projections/instants.js';
import type { PoisonEvent } from '../../src/projections/projector.js';
import { Projector, SliceWriter } from '../../src/projections/projector.js';
import { compareStores } from '../../src/projections/rebuild.js';
import { ReadModelBehind, type ReadStore, type Slice } from '../../src/projections/read-store.js';
import { openSqliteReadStore } from '../../src/projections/sqlite-read-store.js';
import { storeDefinition } from '../../src/projections/streams.js';
import { LedgerUnavailable, type Ledger } from '../../src/ledger/ledger.js';
import { History, record, Workplace } from './history.js';
import { everyEvent } from '../support/every-event.js';

const workplace = new Workplace();
afterEach(() => workplace.clear());

/** What the projector reported, for the tests in which something goes wrong. */
class Reported {
  readonly halts: PoisonEvent[] = [];
  readonly failures: unknown[] = [];
  halted(poison: PoisonEvent): void {
    this.halts.push(poison);
  }
  failed(error: unknown): void {
    this.failures.push(error);
  }
}

function emptyStore(): ReadStore {
  return workplace.keep(openSqliteReadStore(workplace.directory(), storeDefinition));
}

function projecting(
  ledger: ConstructorParameters<typeof Projector>[0],
  store: ReadStore,
): { projector: Projector; reported: Reported } {
  const reported = new Reported();
  const projector = new Projector(ledger, store, reported);
  projector.start();
  workplace.keep({ close: () => projector.stop() });
  return { projector, reported };
}

/** Events of a slice: few, so that a short history has several. */
const few = 3;

describe('the projector', () => {
  it('catches up with what stands, then shows each event as it is recorded', async () => {
    const history = new History().decided('C-1', 'jia', '2015-03-10');
    const ledger = await workplace.ledgerOf(history);
    const store = emptyStore();
    const { projector } = projecting(ledger, store);
    await projector.reached(history.position, 30_000);
    while (!projector.status().caughtUp) await new Promise(setImmediate);
    expect(projector.status()).toStrictEqual({ position: history.position, caughtUp: true });

    const soFar = history.told.length;
    await record(ledger, history.decided('C-2', 'jia', '2015-04-10'), soFar);
    await projector.reached(history.position, 30_000);
    expect(await accountability(store, 'jia', '2015-12-01')).toMatchObject({ count: 2 });
  });

  it('lets a reader wait for a position only so long', async () => {
    const ledger = await workplace.ledgerOf(new History().on('C-1', 'register'));
    const { projector } = projecting(ledger, emptyStore());
    await projector.reached('1', 30_000);
    await expect(projector.reached('2', 30)).rejects.toThrow(new ReadModelBehind('2', '1'));
  });

  it('halts at an event of an unknown type, names its position, and goes on answering', async () => {
    const history = new History().decided('C-1', 'jia', '2015-03-10');
    const before = history.position;
    history.tell('case-C-1', 'CaseForgotten', { name: '甲某' });
    history.on('C-2', 'register');
    const ledger = await workplace.ledgerOf(history);
    const store = emptyStore();
    const { projector, reported } = projecting(ledger, store);

    await expect(projector.reached(history.position, 30_000)).rejects.toThrow(ReadModelBehind);
    expect(projector.status()).toMatchObject({
      position: before,
      halted: { position: '7', reason: 'unknown event type CaseForgotten' },
    });
    expect(reported.halts).toHaveLength(1);
    expect(await accountability(store, 'jia', '2015-12-01')).toMatchObject({ count: 1 });
    await expect(projector.reached('7', 60_000)).rejects.toThrow(ReadModelBehind);
  });

  it.each([
    ['does not meet its schema', 'case-C-1', 'CaseAccepted', { on: '2015-03-10', whose: '甲某' }],
    [
      'names a decision that was never made',
      'case-C-1',
      'DecisionArchived',
      { on: '2015-03-10', decisionId: 'D-9', keeperOrganId: 'bureau', kind: 'filing' },
    ],
    [
      'comes before its case is registered',
      'case-C-9',
      'CaseClosed',
      { on: '2015-03-10', reasons: '甲某' },
    ],
    [
      'stands in a stream of an unknown kind',
      'letters-1',
      'CaseClosed',
      { on: '2015-03-10', reasons: '甲某' },
    ],
    [
      'stands in a stream it does not belong to',
      'organ-bureau',
      'CaseClosed',
      { on: '2015-03-10', reasons: '甲某' },
    ],
  ])('halts at an event that %s, without saying what it says', async (_, stream, type, data) => {
    const history = new History().on('C-1', 'register');
    history.tell(stream, type, data);
    const ledger = await workplace.ledgerOf(history);
    const store = emptyStore();
    const { projector } = projecting(ledger, store);
    await expect(projector.reached('2', 30_000)).rejects.toThrow(ReadModelBehind);
    const { position, halted } = projector.status();
    expect(position).toBe('1');
    expect(halted?.position).toBe('2');
    expect(halted?.reason).not.toContain('甲某');
  });

  it('halts at the first of two events that cannot be applied, with all before it applied', async () => {
    const history = new History().on('C-1', 'register').on('C-2', 'register');
    history.tell('case-C-2', 'CaseForgotten', {});
    history.on('C-1', 'accept').tell('case-C-1', 'CaseForgotten', {});
    const ledger = await workplace.ledgerOf(history);
    const store = emptyStore();
    const { projector } = projecting(ledger, store);
    await expect(projector.reached('3', 30_000)).rejects.toThrow(ReadModelBehind);
    expect(projector.status()).toMatchObject({ position: '2', halted: { position: '3' } });
    const { items } = await listCases(store, 'everything', {}, { limit: 50 });
    expect(items.map(({ caseId, status }) => [caseId, status])).toStrictEqual([
      ['C-1', 'registered'],
      ['C-2', 'registered'],
    ]);
  });

  it('starts again when the ledger fails or ends the subscription, and loses nothing', async () => {
    const history = new History().decided('C-1', 'jia', '2015-03-10');
    const ledger = await workplace.ledgerOf(history);
    let calls = 0;
    const failing: Pick<Ledger, 'read' | 'head' | 'follow'> = {
      read: (stream, from) => ledger.read(stream, from),
      head: () => ledger.head(),
      async *follow(after, signal) {
        calls += 1;
        for await (const batch of ledger.follow(after, signal)) {
          yield batch.slice(0, 2);
          if (calls === 1) throw new LedgerUnavailable('away');
          if (calls === 2) return;
        }
      },
    };
    const store = emptyStore();
    const { projector, reported } = projecting(failing, store);
    await projector.reached('4', 30_000);
    await projector.reached(history.position, 30_000);
    expect(reported.failures.slice(0, 2)).toMatchObject([
      { message: 'away' },
      { message: 'the ledger ended the subscription by itself' },
    ]);
    expect(await accountability(store, 'jia', '2015-12-01')).toMatchObject({ count: 1 });
  });

  it('stops after the slice under way and lets those who wait go', async () => {
    const ledger = await workplace.ledgerOf(new History().on('C-1', 'register'));
    const { projector } = projecting(ledger, emptyStore());
    const waiting = expect(projector.reached('99', 60_000)).rejects.toThrow(ReadModelBehind);
    await projector.stop();
    await waiting;
  });
});

describe('slices of the read store', () => {
  it('change nothing when their events are delivered again', async () => {
    const history = new History()
      .decided('C-1', 'jia', '2015-03-10')
      .on('C-1', 'lodge-appeal', { decisionId: 'D-C-1' })
      .on('C-1', 'decide-appeal', { outcome: 'revoked' });
    const ledger = await workplace.ledgerOf(history);
    const events = await everyEvent(ledger);
    const store = emptyStore();
    for (let follower = 1; follower <= 2; follower++) {
      const writer = new SliceWriter(ledger, store, few);
      for (let end = 1; end <= events.length; end++) await writer.take(events.slice(0, end));
      await writer.commit();
    }
    const rebuilt = await workplace.rebuilt(ledger);
    expect(await compareStores(store, rebuilt)).toStrictEqual([]);
  });

  it('keep rows and position together: a process killed between or within slices loses nothing', async () => {
    const history = new History()
      .decided('C-1', 'jia', '2015-03-10')
      .on('C-1', 'record-delivery', { decisionId: 'D-C-1' })
      .on('C-1', 'lodge-appeal', { decisionId: 'D-C-1' })
      .on('C-1', 'decide-appeal', { outcome: 'revoked' });
    const ledger = await workplace.ledgerOf(history);
    const events = await everyEvent(ledger);
    const rebuilt = await workplace.rebuilt(ledger);

    for (let killedAfter = 0; killedAfter <= events.length; killedAfter++) {
      const directory = workplace.directory();
      const dying = openSqliteReadStore(directory, storeDefinition);
      // Gathered and not committed is what a kill leaves behind: nothing of it is in the store.
      await new SliceWriter(ledger, dying, few).take(events.slice(0, killedAfter));
      expect(Number(dying.progress().position) % few).toBe(0);
      await dying.close();

      const again = workplace.keep(openSqliteReadStore(directory, storeDefinition));
      const writer = new SliceWriter(ledger, again, few);
      await writer.take(events);
      await writer.commit();
      expect(await compareStores(again, rebuilt)).toStrictEqual([]);
    }
  });

  it('are taken back whole when the store refuses one row of them', async () => {
    const store = emptyStore();
    const history = new History().on('C-1', 'register');
    const ledger = await workplace.ledgerOf(history);
    const writer = new SliceWriter(ledger, store, few);
    await writer.take(await everyEvent(ledger));
    await writer.commit();
    const [cases] = storeDefinition.tables;
    if (cases === undefined) throw new Error('bug: no tables');
    const impossible: Slice = {
      position: '2',
      eventId: 'e-2',
      recordedMs: 2,
      tables: [
        {
          table: cases,
          opened: [{ values: ['C-2', 'bureau', 'registered', null, '2015-03-10'], from: 2, to: 9 }],
          closed: [{ values: ['C-9', 'bureau', 'registered', null, '2015-03-10'], to: 2 }],
        },
      ],
      instants: [],
    };
    await expect(async () => store.apply(impossible)).rejects.toThrow('should close');
    expect(store.progress().position).toBe('1');
    const page = await listCases(store, 'everything', {}, { limit: 50 });
    expect(page.items.map(({ caseId }) => caseId)).toStrictEqual(['C-1']);
  });
});

describe('the read store of another release', () => {
  it('stays until the one of this release has caught up, and is then let go', async () => {
    const history = new History().on('C-1', 'register');
    const ledger = await workplace.ledgerOf(history);
    const directory = workplace.directory();
    const older = openSqliteReadStore(directory, { ...storeDefinition, versions: ['older'] });
    await older.close();
    const unrelated = join(directory, 'ledger.sqlite');
    writeFileSync(unrelated, '');

    const store = workplace.keep(openSqliteReadStore(directory, storeDefinition));
    expect(store.name).not.toBe(older.name);
    expect(existsSync(join(directory, `read-${older.name}.sqlite`))).toBe(true);
    const { projector } = projecting(ledger, store);
    await projector.reached('1', 30_000);
    while (!projector.status().caughtUp) await new Promise(setImmediate);
    expect(readdirSync(directory).filter((file) => file.endsWith('.sqlite'))).toStrictEqual(
      ['ledger.sqlite', `read-${store.name}.sqlite`].toSorted(),
    );
  });
});

describe('an instant', () => {
  it('means the last position recorded by then', async () => {
    const history = new History().on('C-1', 'register').on('C-1', 'accept').on('C-1', 'initiate');
    const ledger = await workplace.ledgerOf(history);
    const store = await workplace.rebuilt(ledger);
    const second = History.recordedAt(2);
    expect(await positionAt(store, second)).toBe('2');
    expect(await positionAt(store, second.replace('.000Z', '.001Z'))).toBe('2');
    expect(await positionAt(store, '2015-01-01T00:00:00+08:00')).toBe('0');
    expect(await positionAt(store, '2099-01-01T00:00:00Z')).toBe('3');
  });

  it('does not go back with a clock that did: the running maximum counts', async () => {
    const store = emptyStore();
    const history = new History().on('C-1', 'register').on('C-1', 'accept').on('C-1', 'initiate');
    const ledger = await workplace.ledgerOf(history);
    const [first, second, third] = await everyEvent(ledger);
    if (!first || !second || !third) throw new Error('bug: three events were told');
    const early = {
      ...second,
      metadata: { ...second.metadata, recordedAt: '2016-01-01T00:00:00.000Z' },
    };
    const writer = new SliceWriter(ledger, store, 1);
    await writer.take([first, early, third]);
    expect(await positionAt(store, first.metadata.recordedAt)).toBe('2');
    expect(await positionAt(store, early.metadata.recordedAt)).toBe('0');
    expect(await positionAt(store, third.metadata.recordedAt)).toBe('3');
  });
});
