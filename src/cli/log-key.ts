// `wenze log-key`: the keys of the transparency log, and their rotation.
import { readConfig } from '../config.js';
import {
  addLogKey,
  dropOldLogKeys,
  KeyUnusable,
  readLogKeys,
} from '../ledger/sequencer/log-key.js';
import { logNamedIn, numberOfLog } from '../ledger/sequencer/log-names.js';
import { openSqliteCheckpointReader } from '../ledger/sequencer/sqlite-checkpoints.js';
import { begun } from '../ledger/sequencer/checkpoint-store.js';
import { openCheckpoint } from '../ledger/transparency/checkpoint.js';
import { ed25519Verifier } from '../ledger/transparency/note.js';
import { DoesNotHold, Malformed } from '../ledger/transparency/refused.js';
import { Misused, optionsOf, type Subcommand } from './subcommand.js';

export const logKeyCommand: Subcommand = {
  name: 'log-key',
  purpose: 'show or rotate the keys of the transparency log',
  help: `wenze log-key [--add | --drop-old] [--data DIR] [--json]

Lists the verifier keys of the log, the newest first. A rotation has two steps, each followed by a
restart of the service, with as much time between them as those who verify need to take the new key:
--add puts a new key in front of those that stand, and all of them sign; --drop-old keeps the newest
alone. What was signed before stays valid under the key that signed it. --drop-old is refused until
the newest key has signed: the log could not be gone on with.
`,
  async run(options) {
    const { data, add, json, ...rest } = optionsOf(options, {
      add: { type: 'boolean' },
      'drop-old': { type: 'boolean' },
      data: { type: 'string' },
      json: { type: 'boolean' },
    });
    const dropOld = rest['drop-old'];
    if (add && dropOld) throw new Misused('--add and --drop-old: one of them');
    const config = readConfig();
    const directory = data ?? config.dataDir;
    try {
      const note = await lastNote(directory);
      const name = nameOf(note, config.origin);
      if (add) addLogKey(directory);
      if (dropOld) {
        requireSignedByNewest(note, readLogKeys(directory, name)?.[0]?.verifierKey);
        dropOldLogKeys(directory);
      }
      const keys = (readLogKeys(directory, name) ?? []).map(({ verifierKey }) => verifierKey);
      process.stdout.write(
        json ? `${JSON.stringify({ keys })}\n` : keys.map((key) => `${key}\n`).join(''),
      );
      if (add || dropOld)
        process.stderr.write('restart the service: it reads its keys when it starts\n');
      return 0;
    } catch (error) {
      if (!(error instanceof KeyUnusable)) throw error;
      process.stderr.write(`wenze: ${error.message}\n`);
      return 1;
    }
  },
};

async function lastNote(directory: string): Promise<string | undefined> {
  const reader = openSqliteCheckpointReader(directory);
  const note = await reader?.read();
  await reader?.close();
  return note === begun ? undefined : note;
}

/** The log that signs now, which may have begun after the one of the settings. */
function nameOf(note: string | undefined, origin: string): string {
  try {
    const name = note === undefined ? origin : logNamedIn(note);
    return numberOfLog(name, origin) === undefined ? origin : name;
  } catch (error) {
    if (error instanceof Malformed) return origin;
    throw error;
  }
}

/** @throws KeyUnusable */
function requireSignedByNewest(note: string | undefined, newest: string | undefined): void {
  try {
    if (newest !== undefined && note !== undefined) openCheckpoint(note, [ed25519Verifier(newest)]);
  } catch (error) {
    if (!(error instanceof DoesNotHold || error instanceof Malformed)) throw error;
    throw new KeyUnusable(
      'the newest key has not signed yet: restart the service, and drop the old ones after that',
      { cause: error },
    );
  }
}
