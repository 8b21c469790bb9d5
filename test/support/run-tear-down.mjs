// After a run of the tests: stops the servers its workers started, and removes what they shared.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

export default function tearDown() {
  const home = process.env.WENZE_TEST_RUN;
  if (home === undefined) return;
  for (const folder of readdirSync(home).filter((name) => name.startsWith('postgres-')))
    try {
      const [pid] = readFileSync(join(home, folder, 'postmaster.pid'), 'utf8').split('\n');
      // Nothing of it is kept: it need not end in order.
      spawnSync('kill', ['-QUIT', pid]);
    } catch {
      // It was stopped already.
    }
  rmSync(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}
