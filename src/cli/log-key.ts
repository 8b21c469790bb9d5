// `wenze log-key`: the keys of the transparency log, and their rotation.
import { readConfig } from '../config.js';
import {
  addLogKey,
  dropOldLogKeys,
  KeyUnusable,
  readLogKeys,
  writeVerifierKeys,
} from '../ledger/sequencer/log-key.js';
import { begunInName, logNamedIn } from '../ledger/sequencer/log-names.js';
import { readSignedNote } from '../ledger/sequencer/sqlite-checkpoints.js';
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
the newest key has signed: the log could not be gone on with. Exit 1 when it is refused, or when
there is no key or none that can be used.
`,
  async run(options) {
    const asked = optionsOf(options, {
      add: { type: 'boolean' },
      'drop-old': { type: 'boolean' },
      data: { type: 'string' },
      json: { type: 'boolean' },
    });
    const { add, 'drop-old': dropOld } = asked;
    if (add && dropOld) throw new Misused('--add and --drop-old: one of them');
    const config = readConfig();
    const directory = asked.data ?? config.dataDir;
    try {
      const note = await readSignedNote(directory);
      const name = note === undefined ? config.origin : nameIn(note, config.origin);
      if (add) addLogKey(directory);
      if (dropOld) {
        requireSignedByNewest(note, keysIn(directory, name)[0]);
        dropOldLogKeys(directory);
      }
      const keys = keysIn(directory, name);
      // Before the new one signs: whoever takes it from here is ready when it does.
      if (add || dropOld) writeVerifierKeys(directory, keys);
      process.stdout.write(
        asked.json ? `${JSON.stringify({ keys })}\n` : keys.map((key) => `${key}\n`).join(''),
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

/** @throws KeyUnusable when there is none */
function keysIn(directory: string, name: string): string[] {
  const keys = readLogKeys(directory, name);
  if (keys === undefined)
    throw new KeyUnusable('there is no log-key.pem yet: the service makes it at its first start');
  return keys.map(({ verifierKey }) => verifierKey);
}

/** The log that signs now, which may have taken the place of the one of the settings. @throws KeyUnusable */
function nameIn(note: string, origin: string): string {
  try {
    const name = logNamedIn(note);
    if (begunInName(name, origin) !== undefined) return name;
    throw new KeyUnusable(`the log here is ${name}; LEDGER_ORIGIN says ${origin}`);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    throw new KeyUnusable(`checkpoint.sqlite: ${error.message}`, { cause: error });
  }
}

/** @throws KeyUnusable */
function requireSignedByNewest(note: string | undefined, newest: string | undefined): void {
  try {
    if (newest === undefined || note === undefined) throw new DoesNotHold('nothing is signed');
    openCheckpoint(note, [ed25519Verifier(newest)]);
  } catch (error) {
    if (!(error instanceof DoesNotHold || error instanceof Malformed)) throw error;
    throw new KeyUnusable(
      'the newest key has not signed yet: restart the service, which signs with it, and drop the old ones after that',
      { cause: error },
    );
  }
}
