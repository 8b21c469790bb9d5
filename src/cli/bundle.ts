// `wenze bundle`: one case as a file that anybody verifies who has it, without us.
import { open } from 'node:fs/promises';
import { readConfig } from '../config.js';
import { policyStream } from '../domain/adopted-policies.js';
import { calendarVersion, notices } from '../domain/regulation/calendar/state-council-days.js';
import { canonicalJson, type JsonObject } from '../ledger/canonical-json.js';
import type { RecordedEvent } from '../ledger/event.js';
import { openLedgerReader } from '../ledger/open-ledger.js';
import { NotPublished, PublishedLog } from '../ledger/sequencer/published-log.js';
import { toBase64 } from '../ledger/transparency/base64.js';
import {
  bundleFormat,
  fieldDigests,
  parseCaseBundle,
  verifyCaseBundle,
} from '../ledger/transparency/case-bundle.js';
import { allIn, type Places } from './read-models.js';
import { Misused, positionalOf, type Subcommand } from './subcommand.js';

export const bundleCommand: Subcommand = {
  name: 'bundle',
  purpose: 'one case as a file that anybody verifies who has it',
  help: `wenze bundle CASE [--data DIR] [--out FILE]

Writes the events of a case as they were recorded, with the policies adopted, each with the proof
that it stands in the log, the signed checkpoint they are proved under, and the notices on rest days.
Beside a running service too. The file names whom the case names: it is as confidential. A reporter's
name and what is sealed stay sealed. FILE is case-CASE.wenze.json unless told; it must not be there
yet. \`wenze verify --bundle FILE\` checks it, with no server and no network.

Exit 1 when there is no such case, when the log does not cover all of it, for it is signed while
the service runs, or when what would be written does not hold.
`,
  async run(options) {
    const { positional: caseId, values } = positionalOf(options, 'CASE', {
      data: { type: 'string' },
      out: { type: 'string' },
    });
    const places = values.data === undefined ? readConfig() : allIn(values.data);
    const file = values.out ?? `case-${caseId}.wenze.json`;
    const made = await bundleOf(caseId, places);
    if (typeof made === 'string') {
      process.stderr.write(`wenze: ${made}\n`);
      return 1;
    }
    const text = `${canonicalJson(made)}\n`;
    const { faults } = verifyCaseBundle(parseCaseBundle(text), { verifierKeys: [], kept: [] });
    if (faults.length > 0) {
      process.stderr.write(
        'wenze: what would be written does not hold: wenze verify --data names the places\n',
      );
      return 1;
    }
    const handle = await open(file, 'wx', 0o600).catch((error: unknown) => {
      if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'EEXIST')
        throw new Misused(`--out: ${file} is there already`);
      throw error;
    });
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    process.stdout.write(`${file}\n`);
    return 0;
  },
};

/** The bundle, or why there is none. */
async function bundleOf(caseId: string, places: Places): Promise<JsonObject | string> {
  const ledger = await openLedgerReader(places.ledger);
  try {
    const events = await ledger.read(`case-${caseId}`);
    if (events.length === 0) return `there is no case ${caseId}`;
    const policies = await ledger.read(policyStream);
    const log = PublishedLog.ifAny(places.dataDir);
    if (log === undefined) return 'the ledger has no log: it is begun when the service starts';
    try {
      const { checkpoint, proofs } = await log.inclusions([...events, ...policies]);
      const bundled = [...events, ...policies].map(asBundled(proofs));
      return {
        format: bundleFormat,
        caseId,
        keys: [...log.verifierKeys()],
        checkpoint: checkpoint.note,
        events: bundled.slice(0, events.length),
        policies: bundled.slice(events.length),
        calendar: { version: calendarVersion, notices: notices.map((notice) => ({ ...notice })) },
      };
    } catch (error) {
      if (error instanceof NotPublished) return error.message;
      throw error;
    } finally {
      await log.close();
    }
  } finally {
    await ledger.close();
  }
}

function asBundled(
  proofs: readonly { readonly index: number; readonly hashes: readonly Uint8Array[] }[],
) {
  return ({ id, stream, revision, type, data, metadata }: RecordedEvent, n: number): JsonObject => {
    const proof = proofs[n];
    if (proof === undefined) throw new Error('bug: an event without its proof');
    const digests = fieldDigests({ data, metadata: { ...metadata } });
    return {
      index: proof.index,
      hashes: proof.hashes.map(toBase64),
      event: { id, stream, revision, type, data, metadata: { ...metadata } },
      digests: { data: toBase64(digests.data), metadata: toBase64(digests.metadata) },
    };
  };
}
