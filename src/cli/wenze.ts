#!/usr/bin/env node
// The command line. Exit 0 when it holds, 1 when what it checks does not, 2 when it was called
// wrongly.
import { InvalidConfig } from '../config.js';
import { LedgerUnavailable } from '../ledger/ledger.js';
import { DirectoryInUse } from '../ledger/writer-lock.js';
import { ReadStoreUnavailable } from '../projections/read-store.js';
import { acceptBackupCommand } from './accept-backup.js';
import { backupCommand } from './backup.js';
import { logKeyCommand } from './log-key.js';
import { Misused, type Subcommand } from './subcommand.js';
import { bundleCommand } from './bundle.js';
import { migrateCommand } from './migrate.js';
import { rebuildCommand } from './rebuild.js';
import { serveCommand } from './serve.js';
import { tokenCommand } from './token.js';
import { verifyCommand } from './verify.js';

const subcommands: ReadonlyMap<string, Subcommand> = new Map(
  [
    serveCommand,
    tokenCommand,
    rebuildCommand,
    verifyCommand,
    bundleCommand,
    migrateCommand,
    backupCommand,
    acceptBackupCommand,
    logKeyCommand,
  ].map((command) => [command.name, command]),
);

const usage = `wenze <command> [options]

${[...subcommands.values()].map(({ name, purpose }) => `  ${name.padEnd(15)}${purpose}`).join('\n')}

wenze <command> --help tells more. Exit: 0 it holds, 1 it does not, 2 called wrongly.
`;

async function main([name, ...options]: readonly string[]): Promise<number> {
  if (name === undefined || name === '--help' || name === 'help') {
    process.stdout.write(usage);
    return name === undefined ? 2 : 0;
  }
  const command = subcommands.get(name);
  if (command === undefined) throw new Misused(`unknown command ${name}\n\n${usage}`);
  if (options.includes('--help')) {
    process.stdout.write(command.help);
    return 0;
  }
  return command.run(options);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  // What the caller can mend is said in one line.
  const plain = [
    Misused,
    InvalidConfig,
    DirectoryInUse,
    LedgerUnavailable,
    ReadStoreUnavailable,
  ].some((kind) => error instanceof kind);
  const said = error instanceof Error ? (plain ? error.message : error.stack) : String(error);
  process.stderr.write(`wenze: ${said ?? ''}\n`);
  process.exitCode = error instanceof Misused || error instanceof InvalidConfig ? 2 : 1;
}
