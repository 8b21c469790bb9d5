// `wenze migrate`: a ledger from one engine to another.
import { ledgerAddress, ledgerForms, type LedgerAddress } from '../ledger/address.js';
import { LedgerInUse, migrate, NotTheSameLedger, type Migrated } from '../ledger/migration.js';
import { openLedger, openLedgerReader } from '../ledger/open-ledger.js';
import { holdsLedger } from '../ledger/sqlite-schema.js';
import { takeWriterLock, type WriterLock } from '../ledger/writer-lock.js';
import { toBase64 } from '../ledger/transparency/base64.js';
import { Misused, optionsOf, type Subcommand } from './subcommand.js';

/** A file commits in the order of the calls; over a network only one append at a time is sure to keep it. */
const inFlight = { sqlite: 256, kurrentdb: 1 } as const;

export const migrateCommand: Subcommand = {
  name: 'migrate',
  purpose: 'copy a ledger to another engine',
  help: `wenze migrate --from ADDRESS --to ADDRESS [--json]

Copies a ledger event for event, with ids, metadata and times, from one address to another:
${ledgerForms}. Nobody may write to either meanwhile. What an earlier run copied is kept and gone on
from. At the end both are read whole, and every leaf is compared; the root over all of them is
printed. Checkpoints stay valid. Keys and evidence are not part of the ledger: they stay in the data
directory, or are copied with it. Read models are built anew by the service.
Exit 1 when the two are not the same ledger.
`,
  async run(options) {
    const { from, to, json } = optionsOf(options, {
      from: { type: 'string' },
      to: { type: 'string' },
      json: { type: 'boolean' },
    });
    const [source, target] = [addressOf('--from', from), addressOf('--to', to)];
    if (source.engine === 'sqlite' && !holdsLedger(source.directory))
      throw new Misused(`--from: there is no ledger in ${source.directory}`);
    const progress = process.stderr.isTTY && !json;
    try {
      const moved = await move(source, target, (step, events) => {
        if (progress && events % 1_000 === 0) process.stderr.write(`\r${step} ${String(events)}`);
      });
      if (progress) process.stderr.write('\n');
      process.stdout.write(json ? `${JSON.stringify(asJson(moved))}\n` : told(moved));
      return 0;
    } catch (error) {
      if (!(error instanceof NotTheSameLedger || error instanceof LedgerInUse)) throw error;
      process.stderr.write(`wenze: ${error.message}\n`);
      return 1;
    }
  },
};

/** @throws Misused. The address is not quoted: it may hold a password */
function addressOf(option: string, text: string | undefined): LedgerAddress {
  const address = text === undefined ? undefined : ledgerAddress(text);
  if (address === undefined) throw new Misused(`${option}: expected ${ledgerForms}`);
  return address;
}

async function move(
  source: LedgerAddress,
  target: LedgerAddress,
  progressed: (step: 'copied' | 'proved', events: number) => void,
): Promise<Migrated> {
  const open: { close(): void | Promise<void> }[] = [];
  try {
    if (source.engine === 'sqlite') {
      const lock: WriterLock = takeWriterLock(source.directory);
      open.push({ close: () => lock.release() });
    }
    const from = await openLedgerReader(source);
    open.push(from);
    const to = await openLedger(target, () => undefined);
    open.push(to);
    return await migrate(from, to, { inFlight: inFlight[target.engine], progressed });
  } finally {
    for (const closable of open.toReversed()) await closable.close();
  }
}

function asJson({ events, copied, root }: Migrated): object {
  return { events, copied, root: toBase64(root) };
}

function told({ events, copied, root }: Migrated): string {
  return `copied ${String(copied)} of ${String(events)} events; both hold the same leaves\nroot ${toBase64(root)}\n`;
}
