import Database from 'better-sqlite3';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { sqliteCode } from '../../src/ledger/durable-database.js';
import type { RecordedEvent } from '../../src/ledger/event.js';
import { EventIdTaken, LedgerDamaged, RevisionConflict } from '../../src/ledger/ledger.js';
import {
  openSqliteLedger,
  openSqliteLedgerReader,
  type SqliteLedger,
} from '../../src/ledger/sqlite-ledger.js';
import { act, acts } from '../support/recorded-acts.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { collect } from './following.contract.js';
import { ledgerContract } from './ledger.contract.js';

const onFatal = (error: Error) => {
  throw error;
};

ledgerContract('SQLite', async () => {
  const directory = temporaryDirectory();
  let ledger = openSqliteLedger({ directory, onFatal });
  return {
    ledger,
    reopen: async () => {
      await ledger.close();
      ledger = openSqliteLedger({ directory, onFatal });
      return ledger;
    },
    dispose: () => ledger.close(),
  };
});

describe('the SQLite ledger', () => {
  let directory: string;
  let ledger: SqliteLedger;

  beforeEach(() => {
    directory = temporaryDirectory();
    ledger = openSqliteLedger({ directory, onFatal });
  });
  afterEach(() => ledger.close());

  const file = () => join(directory, 'ledger.sqlite');

  /** Another program that opens the file, without our settings. */
  function withAnotherProgram<T>(use: (database: Database.Database) => T): T {
    const database = new Database(file());
    database.pragma('recursive_triggers = OFF');
    try {
      return use(database);
    } finally {
      database.close();
    }
  }

  describe('refuses by itself, whatever program opens it,', () => {
    const columns = '(position, stream, revision, id, type, data, metadata)';
    const values = (position: number | 'NULL', stream: string, revision: number, id: string) =>
      `${columns} VALUES (${position}, '${stream}', ${revision}, '${id}', 'Forged', '{}', '{}')`;

    // What stands: positions 1..3, stream case-1 at revision 1, case-2 at revision 0.
    it.each([
      ['a change', `UPDATE event SET data = '{}' WHERE position = 1`],
      ['a change of nothing', `UPDATE event SET id = id`],
      ['a change that replaces', `UPDATE OR REPLACE event SET position = 1 WHERE position = 2`],
      ['a removal', `DELETE FROM event WHERE position = 3`],
      ['a removal of everything', `DELETE FROM event`],
      ['a replaced position', `INSERT OR REPLACE INTO event ${values(2, 'case-1', 2, 'new')}`],
      ['a replaced revision', `INSERT OR REPLACE INTO event ${values(4, 'case-1', 1, 'new')}`],
      ['a replaced id', `INSERT OR REPLACE INTO event ${values(4, 'case-1', 2, 'ID')}`],
      ['a replaced id by REPLACE', `REPLACE INTO event ${values(4, 'case-3', 0, 'ID')}`],
      [
        'a replacement of id, position and revision at once',
        `REPLACE INTO event ${values(3, 'case-2', 0, 'ID')}`,
      ],
      [
        'a change on conflict',
        `INSERT INTO event ${values(4, 'case-1', 2, 'ID')} ON CONFLICT DO UPDATE SET data = '{}'`,
      ],
      [
        'an insertion that would be ignored',
        `INSERT OR IGNORE INTO event ${values(4, 'c', 0, 'ID')}`,
      ],
      ['a gap in the positions', `INSERT INTO event ${values(5, 'case-1', 2, 'new')}`],
      ['a position before the first', `INSERT INTO event ${values(0, 'case-1', 2, 'new')}`],
      ['a position that SQLite chooses', `INSERT INTO event ${values('NULL', 'case-1', 2, 'new')}`],
      ['a gap in the revisions', `INSERT INTO event ${values(4, 'case-1', 3, 'new')}`],
      ['a stream that does not begin with 0', `INSERT INTO event ${values(4, 'case-3', 1, 'new')}`],
      ['a negative revision', `INSERT INTO event ${values(4, 'case-3', -1, 'new')}`],
      [
        'two events of which the second is none',
        `INSERT INTO event SELECT position + 3, stream, revision + 2, 'new' || id, type, data, metadata
           FROM event WHERE position IN (1, 3)`,
      ],
    ])('%s', async (_, sql) => {
      const id = act().id;
      await ledger.append('case-1', 'none', [act(), act({}, id)]);
      await ledger.append('case-2', 'none', acts(1));
      const all = () => withAnotherProgram((db) => db.prepare('SELECT * FROM event').all());
      const before = all();
      expect(codeOf(() => withAnotherProgram((db) => db.exec(sql.replaceAll('ID', id))))).toBe(
        'SQLITE_CONSTRAINT_TRIGGER',
      );
      expect(all()).toStrictEqual(before);
    });

    it('nothing that is an append, so that the refusals above say something', async () => {
      await ledger.append('case-1', 'none', acts(2));
      withAnotherProgram((db) => db.exec(`INSERT INTO event ${values(3, 'case-1', 2, 'new')}`));
      withAnotherProgram((db) => db.exec(`REPLACE INTO event ${values(4, 'case-3', 0, 'other')}`));
      expect(await ledger.head()).toBe('4');
    });
  });

  it('does not open when a trigger is gone, changed or added', async () => {
    const trigger = 'event_is_not_deleted';
    const sql = withAnotherProgram((db) =>
      db
        .prepare<[string], string>('SELECT sql FROM sqlite_schema WHERE name = ?')
        .pluck()
        .get(trigger),
    );
    await ledger.close();
    const opening = () => openSqliteLedger({ directory, onFatal });
    withAnotherProgram((db) => db.exec(`DROP TRIGGER ${trigger}`));
    expect(opening).toThrow(`${trigger} is missing`);
    withAnotherProgram((db) => db.exec(sql?.replace('never', 'seldom') ?? ''));
    expect(opening).toThrow(`${trigger} is not as this release made it`);
    withAnotherProgram((db) => db.exec(`DROP TRIGGER ${trigger}; ${sql}`));
    withAnotherProgram((db) => db.exec('CREATE TRIGGER x INSERT ON event BEGIN SELECT 1; END'));
    expect(opening).toThrow('x is not as this release made it');
    withAnotherProgram((db) => db.exec('DROP TRIGGER x'));
    ledger = opening();
  });

  it('does not open a file that is not a ledger of this release', async () => {
    await ledger.close();
    withAnotherProgram((db) => db.pragma('user_version = 2'));
    expect(() => openSqliteLedger({ directory, onFatal })).toThrow('schema 2');
    withAnotherProgram((db) => db.pragma('application_id = 7'));
    expect(() => openSqliteLedger({ directory, onFatal })).toThrow('not a Wenze ledger');
    writeFileSync(file(), 'not a database at all, not in the least');
    expect(() => openSqliteLedger({ directory, onFatal })).toThrow();
    // Each refusal let go of the writer's lock.
    directory = temporaryDirectory();
    ledger = openSqliteLedger({ directory, onFatal });
  });

  it('is for its owner alone', async () => {
    await ledger.append('case-1', 'none', acts(1));
    for (const name of ['ledger.sqlite', 'ledger.sqlite-wal', 'ledger.sqlite-shm', 'lock.sqlite']) {
      expect([name, statSync(join(directory, name)).mode & 0o777]).toStrictEqual([name, 0o600]);
    }
    const fresh = join(directory, 'a/b');
    await openSqliteLedger({ directory: fresh, onFatal }).close();
    expect(statSync(fresh).mode & 0o777).toBe(0o700);
  });

  it('refuses an id that stands elsewhere in the ledger', async () => {
    const event = act();
    await ledger.append('case-1', 'none', [event]);
    await expect(ledger.append('case-2', 'none', [event])).rejects.toThrow(EventIdTaken);
    await expect(ledger.append('case-2', 'any', [act(), event])).rejects.toThrow(EventIdTaken);
    await expect(ledger.append('case-1', 0, [event])).rejects.toThrow(EventIdTaken);
    const together = await Promise.allSettled([
      ledger.append('case-3', 'none', [act({}, sameId)]),
      ledger.append('case-4', 'none', [act({}, sameId)]),
      ledger.append('case-5', 'none', acts(1)),
    ]);
    expect(together.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await ledger.read('case-2')).toStrictEqual([]);
    expect(await ledger.head()).toBe('3');
  });

  it('starts at head 0 and counts positions without a gap, also over conflicts', async () => {
    expect(await ledger.head()).toBe('0');
    await ledger.append('case-1', 'none', acts(2));
    await Promise.allSettled([
      ledger.append('case-1', 'none', acts(2)),
      ledger.append('case-2', 'none', acts(2)),
      ledger.append('case-1', 7, acts(1)),
      ledger.append('case-3', 'none', acts(1)),
    ]);
    expect((await collect(ledger, '0', 5)).map(({ position }) => position)).toStrictEqual([
      '1',
      '2',
      '3',
      '4',
      '5',
    ]);
  });

  it('commits what comes in one turn of the event loop in one transaction', async () => {
    await Promise.all(acts(64).map((event, n) => ledger.append(`case-${n}`, 'none', [event])));
    expect(ledger.commits).toBe(1);
    await Promise.all(
      Array.from({ length: 64 }, async (_, writer) => {
        for (let revision = 0; revision < 20; revision += 1) {
          await ledger.append(`case-${writer}`, revision, acts(1));
        }
      }),
    );
    expect(await ledger.head()).toBe('1344');
    // At most one flush for 32 events.
    expect(ledger.commits).toBeLessThanOrEqual(1344 / 32);
    const before = ledger.commits;
    await expect(ledger.append('case-1', 'none', acts(1))).rejects.toThrow();
    expect(ledger.commits).toBe(before);
  });

  it('waits with a commit as long as each turn of the event loop brings more, eight turns at most', async () => {
    const appending: Promise<unknown>[] = [];
    const append = (count: number): void => {
      for (const event of acts(count))
        appending.push(ledger.append(`case-${appending.length}`, 'none', [event]));
    };
    for (let turn = 0; turn < 5; turn += 1) {
      append(3);
      await nextTurn();
    }
    expect(ledger.commits).toBe(0);
    await Promise.all(appending);
    expect(ledger.commits).toBe(1);
    for (let turn = 0; turn < 40; turn += 1) {
      append(1);
      await nextTurn();
    }
    await Promise.all(appending);
    expect(ledger.commits).toBeGreaterThanOrEqual(4);
  });

  it('notices at its next commit that another program has appended in spite of the lock', async () => {
    await ledger.append('case-1', 'none', acts(2));
    expect(await ledger.read('case-1', 2)).toStrictEqual([]);
    withAnotherProgram((database) =>
      database.exec(`INSERT INTO event SELECT 3, stream, 2, 'theirs', type, data, metadata
        FROM event WHERE position = 2`),
    );
    await expect(ledger.append('case-1', 1, acts(1))).rejects.toThrow(RevisionConflict);
    await ledger.append('case-1', 2, acts(1));
    const followed = await collect(ledger, '0', 4);
    expect(followed.map(({ position }) => position)).toStrictEqual(['1', '2', '3', '4']);
  });

  it('knows when its newest event was recorded', async () => {
    expect(ledger.lastRecordedAt()).toBeUndefined();
    const event = act();
    const later = { ...event.metadata, recordedAt: '2031-01-01T00:00:00.000Z' };
    await ledger.append('case-1', 'none', [act(), { ...event, metadata: later }]);
    expect(ledger.lastRecordedAt()).toBe('2031-01-01T00:00:00.000Z');
  });

  it('hands a follower no more than 500 events at a time', async () => {
    await ledger.append('case-1', 'none', acts(1201));
    const ended = new AbortController();
    const sizes: number[] = [];
    for await (const batch of ledger.follow('0', ended.signal)) {
      if (sizes.push(batch.length) === 3) ended.abort();
    }
    expect(sizes).toStrictEqual([500, 500, 201]);
  });

  describe('read stream after stream', () => {
    const streams = ['access-1', 'case-1', 'case-2', 'case-22', 'organ-1', 'person-1', 'person-2'];

    /** Streams of one event, of some, and of more than a page, told in turns. */
    async function fill(): Promise<void> {
      for (const [index, stream] of streams.entries())
        await ledger.append(stream, 'none', acts([1, 3, 700][index % 3] ?? 1));
      await ledger.append('case-1', 2, acts(40));
    }

    it.each([1, 2, 3, 5, 8, 64])(
      'gives every event once in %i ranges, each stream whole and in order',
      async (most) => {
        await fill();
        const head = await ledger.head();
        for (const until of ['1', '5', '800', head]) {
          const ranges = ledger.streamRanges(until, most);
          expect(ranges.length).toBeLessThanOrEqual(most);
          const read = ranges.flatMap((range) => [...ledger.byStream(until, range)].flat());
          const expected = (await Promise.all(streams.map((stream) => ledger.read(stream)))).flat();
          expect(read).toStrictEqual(
            expected.filter(({ position }) => Number(position) <= Number(until)),
          );
        }
      },
    );

    it('in ranges of about as many events each, and none in an empty ledger', async () => {
      expect(ledger.streamRanges('0', 4)).toEqual([{ from: '' }]);
      for (let number = 100; number < 200; number++)
        await ledger.append(`case-${String(number)}`, 'none', acts(1 + (number % 5)));
      const until = await ledger.head();
      const sizes = ledger
        .streamRanges(until, 4)
        .map((range) => [...ledger.byStream(until, range)].flat().length);
      expect(sizes).toHaveLength(4);
      for (const size of sizes) expect(Math.abs(size - Number(until) / 4)).toBeLessThan(20);
    });
  });

  it.each([
    ['data', '{"half": '],
    ['data', '[]'],
    ['data', 'null'],
    ['metadata', '{}'],
    ['metadata', '"text"'],
    ['metadata', 'not JSON'],
  ])('names the position where %s is %s, and quotes nothing', async (column, text) => {
    await ledger.append('case-1', 'none', acts(3));
    await ledger.close();
    withAnotherProgram((db) => {
      const trigger = 'event_is_not_changed';
      const find = db.prepare<[string], string>('SELECT sql FROM sqlite_schema WHERE name = ?');
      const sql = find.pluck().get(trigger) ?? '';
      db.exec(`DROP TRIGGER ${trigger}`);
      db.prepare(`UPDATE event SET ${column} = ? WHERE position = 2`).run(text);
      db.exec(sql);
    });
    ledger = openSqliteLedger({ directory, onFatal });
    const reading = ledger.read('case-1').catch((error: unknown) => error);
    expect(await reading).toBeInstanceOf(LedgerDamaged);
    expect(await reading).toMatchObject({ position: '2' });
    expect(await reading).not.toHaveProperty('cause');
    await expect(collect(ledger, '0', 3)).rejects.toThrow(LedgerDamaged);
    expect(await collect(ledger, '2', 1)).toHaveLength(1);
  });

  describe('read by another process', () => {
    it('shows what is committed and follows what comes', async () => {
      await ledger.append('case-1', 'none', acts(2));
      const reader = openSqliteLedgerReader(directory);
      const following = collect(reader, '0', 4);
      await delay(300);
      const { position } = await ledger.append('case-2', 'none', acts(2));
      expect((await following).map((event) => event.position)).toStrictEqual(['1', '2', '3', '4']);
      expect(await reader.head()).toBe(position);
      expect(await reader.read('case-2')).toStrictEqual(await ledger.read('case-2'));

      const waiting = new AbortController();
      const told: RecordedEvent[] = [];
      const ended = (async () => {
        for await (const batch of reader.follow(position, waiting.signal)) told.push(...batch);
      })();
      await delay(20);
      waiting.abort();
      await ended;
      expect(told).toStrictEqual([]);
      await reader.close();
      await expect(reader.head()).rejects.toThrow('closed');
    });

    it('does not make a ledger where there is none', () => {
      expect(() => openSqliteLedgerReader(temporaryDirectory())).toThrow();
    });
  });
});

const sameId = '0190a5c2-7d1c-7a55-9c3e-0242ac120002';

function codeOf(attempt: () => unknown): string | undefined {
  try {
    attempt();
  } catch (error) {
    return sqliteCode(error);
  }
  return undefined;
}
