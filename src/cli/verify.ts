// `wenze verify`: a data directory, a running service, or a bundle. What it finds not to hold it
// names, all of it, and it changes nothing.
import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { InvalidConfig, readConfig } from '../config.js';
import { cosignatureVerifier } from '../ledger/transparency/cosignature.js';
import { ed25519Verifier } from '../ledger/transparency/note.js';
import { Malformed } from '../ledger/transparency/refused.js';
import { toldOfWitnessed } from '../ledger/transparency/witnessed.js';
import { allIn, type Places } from './read-models.js';
import { Misused, optionsOf, type Subcommand } from './subcommand.js';
import { toldOfDirectory, toldOfFault, verifyDirectory } from './verify-directory.js';
import { toldOfBundle, verifyBundle } from './verify-bundle.js';
import { verifyService } from './verify-service.js';

export const verifyCommand: Subcommand = {
  name: 'verify',
  purpose: 'check a data directory, a running service or a bundle',
  help: `wenze verify [--data DIR] [--without-read-models] [--key KEY] [--witness KEY] [--checkpoint FILE]
             [--json]
wenze verify --url URL [--key KEY] [--witness KEY] [--checkpoint FILE] [--json]
wenze verify --bundle FILE [--evidence DIR] [--key KEY] [--checkpoint FILE] [--json]

A data directory, also beside a running service: reads the whole ledger and checks its schema and
triggers; that every event is canonical JSON of a known type and version, and of a policy that was
adopted before it; that positions and revisions have no gap and instants never go back; that every
event is the one that was logged, and all of them what the signed checkpoint says; and that the
read models are from this ledger, which may have lost its end, and are what a rebuild gives; the
last, by far the longest in a large ledger, is left out with --without-read-models. Without --data
the settings say where ledger and read models are (DATA_DIR, LEDGER_URL, READ_STORE_URL); a ledger
on a server is checked by --url, and its read models by \`wenze rebuild\` beside the service.

A running service, by what anybody may ask of it: fetches checkpoint, tiles and entries, and computes
all of them again.

A case bundle (\`wenze bundle\`), by what is in it alone, with no server and no network: every event is
a leaf of the signed tree, from the first on none is left out, and so are the policies. With
--evidence also that every file the case names is in DIR, under whatever name.

KEY is a verifier key (name+id+key), as often as there are; without it the directory or the service
is believed, which is said. With --witness, the key of a witness, it must have cosigned a checkpoint:
how many leaves and when is said, and they must be the first ones. FILE is a signed checkpoint kept from before: what it covers must still
be there, unchanged.

Names every place that does not hold. Exit 0 when everything holds, 1 when something does not.
`,
  async run(options) {
    const asked = optionsOf(options, {
      data: { type: 'string' },
      url: { type: 'string' },
      bundle: { type: 'string' },
      evidence: { type: 'string' },
      key: { type: 'string', multiple: true },
      witness: { type: 'string', multiple: true },
      checkpoint: { type: 'string', multiple: true },
      'without-read-models': { type: 'boolean' },
      json: { type: 'boolean' },
    });
    if ([asked.data, asked.url, asked.bundle].filter((one) => one !== undefined).length > 1)
      throw new Misused('--data, --url and --bundle: one of them');
    if ((asked.url ?? asked.bundle) !== undefined && asked['without-read-models'] === true)
      throw new Misused('--without-read-models: goes with --data');
    if (asked.evidence !== undefined && asked.bundle === undefined)
      throw new Misused('--evidence: goes with --bundle');
    if (asked.witness !== undefined && asked.bundle !== undefined)
      throw new Misused('--witness: goes with --data or --url');
    const against = {
      verifierKeys: keysOf('--key', asked.key, ed25519Verifier),
      ...(asked.witness && {
        witnessKeys: keysOf('--witness', asked.witness, cosignatureVerifier),
      }),
      kept: keptIn(asked.checkpoint),
    };
    const readModels = !(asked['without-read-models'] ?? false);
    const json = asked.json ?? false;
    const { progressed, done } = progress(!json);
    const found =
      asked.bundle !== undefined
        ? await ofBundle(asked.bundle)
        : asked.url === undefined
          ? await ofDirectory(asked.data === undefined ? readConfig() : allIn(asked.data))
          : await ofService(asked.url);
    done();
    process.stdout.write(json ? `${JSON.stringify(found.result)}\n` : found.told);
    return found.result.holds ? 0 : 1;

    async function ofDirectory({ ledger, readStore, dataDir }: Places) {
      if (ledger.engine !== 'sqlite')
        throw new InvalidConfig(
          'LEDGER_URL: a ledger on a server is verified by --url, and its read models by wenze rebuild',
        );
      const report = json ? () => undefined : said(toldOfFault);
      const needs = { dataDir, report, readModels, ...against };
      const result = await verifyDirectory(needs, progressed, { ledger, readStore });
      if (against.verifierKeys.length === 0 && result.log !== null)
        process.stderr.write('no --key was given: the key in the directory itself is believed\n');
      const witnessed = (result.log?.witnessed ?? []).map(toldOfWitnessed);
      return { result, told: [...witnessed, toldOfDirectory(result)].join('') };
    }

    async function ofBundle(file: string) {
      requireFile('--bundle', file);
      const result = await verifyBundle({ file, evidence: asked.evidence, ...against });
      if (against.verifierKeys.length === 0)
        process.stderr.write('no --key was given: the key in the bundle itself is believed\n');
      return { result, told: toldOfBundle(result) };
    }

    async function ofService(url: string) {
      const report = json ? () => undefined : said((reason: string) => `${reason}\n`);
      const result = await verifyService({ url: urlOf(url), report, ...against }, progressed);
      if (result.believedKey !== null)
        process.stderr.write(
          `no --key was given: the key of the service itself is believed: ${result.believedKey}\n`,
        );
      const { holds, size, witnessed } = result;
      const told = `${String(size)} leaves: ${holds ? 'everything holds' : 'does NOT hold'}\n`;
      return { result, told: [...witnessed.map(toldOfWitnessed), told].join('') };
    }
  },
};

function said<T>(inWords: (found: T) => string): (found: T) => void {
  return (found) => void process.stdout.write(inWords(found));
}

/** How far it has come, on a terminal only. */
function progress(wanted: boolean) {
  let shown = false;
  return {
    progressed: (count: number): void => {
      if (!wanted || !process.stderr.isTTY) return;
      process.stderr.write(`\r${String(count)} events`);
      shown = true;
    },
    done: (): void => {
      if (shown) process.stderr.write('\n');
    },
  };
}

function keysOf(
  option: string,
  keys: readonly string[] = [],
  verifier: (key: string) => unknown,
): readonly string[] {
  for (const key of keys)
    try {
      verifier(key);
    } catch (error) {
      if (error instanceof Malformed) throw new Misused(`${option}: ${error.message}`);
      throw error;
    }
  return keys;
}

function keptIn(files: readonly string[] = []): { name: string; note: string }[] {
  return files.map((name) => {
    try {
      return { name, note: readFileSync(name, 'utf8') };
    } catch {
      throw new Misused(`--checkpoint: ${name} cannot be read`);
    }
  });
}

/** A pipe or a device might never end. */
function requireFile(option: string, path: string): void {
  let isFile: boolean;
  try {
    accessSync(path, constants.R_OK);
    isFile = statSync(path).isFile();
  } catch {
    throw new Misused(`${option}: ${path} cannot be read`);
  }
  if (!isFile) throw new Misused(`${option}: ${path} is no file`);
}

function urlOf(text: string): URL {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new Misused('--url: expected an http or https address');
  return new URL(text);
}
