// Before a run of the tests: a folder for what its workers share.
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export default function setUp() {
  const home = mkdtempSync(join(tmpdir(), 'wenze-tests-'));
  // The user that PostgreSQL runs as must come through to its own folder in it.
  chmodSync(home, 0o711);
  process.env.WENZE_TEST_RUN = home;
}
