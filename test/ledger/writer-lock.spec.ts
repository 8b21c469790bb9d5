import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { DirectoryInUse, takeWriterLock } from '../../src/ledger/writer-lock.js';
import { openSqliteLedger, openSqliteLedgerReader } from '../../src/ledger/sqlite-ledger.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { startWriter } from './child-writer.js';

const onFatal = (error: Error) => {
  throw error;
};

describe('the lock of a data directory', () => {
  it('lets one process write, readers read, and falls with kill -9', async () => {
    const directory = temporaryDirectory();
    const child = startWriter(directory, join(directory, 'report'), ['idle']);
    await child.said('open');

    expect(() => takeWriterLock(directory, 100)).toThrow(DirectoryInUse);
    expect(() => takeWriterLock(directory, 100)).toThrow('another process writes');
    const reader = openSqliteLedgerReader(directory);
    expect(await reader.head()).toBe('0');
    await reader.close();

    await child.kill();
    takeWriterLock(directory, 1_000).release();
  });

  it('waits for a process that is just ending', async () => {
    const directory = temporaryDirectory();
    const child = startWriter(directory, join(directory, 'report'), ['idle']);
    await child.said('open');
    // This thread is blocked in SQLite while it waits, so that another process must do the killing.
    const killer = spawn('/bin/sh', ['-c', `sleep 0.5; kill -9 ${String(child.process.pid)}`]);
    const began = performance.now();
    const ledger = openSqliteLedger({ directory, onFatal });
    expect(performance.now() - began).toBeLessThan(5_000);
    await ledger.close();
    await child.ended();
    if (killer.exitCode === null) await once(killer, 'exit');
  });

  it('is let go of when the ledger is closed', async () => {
    const directory = temporaryDirectory();
    const ledger = openSqliteLedger({ directory, onFatal });
    expect(() => takeWriterLock(directory, 0)).toThrow(DirectoryInUse);
    await ledger.close();
    takeWriterLock(directory, 0).release();
  });
});
