// `wenze accept-backup`: puts on record that an older copy of the ledger goes on, and what that
// lost, and begins a new log. Broken off at any step, it is finished by being run again.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Caller } from '../commands/caller.js';
import { RecordingClock } from '../commands/clock.js';
import { eventMetadata } from '../commands/event-metadata.js';
import { commandIdOf, eventIdOf, requestHashOf } from '../commands/identity.js';
import { newSalt } from '../commands/randomness.js';
import { readConfig } from '../config.js';
import { policiesIn, policyStream } from '../domain/adopted-policies.js';
import { id, text } from '../domain/fields.js';
import { shanghaiDate } from '../domain/legal-date.js';
import { logRestartStream, type LogRestart } from '../domain/log-restart.js';
import { policyOn } from '../domain/regulation/policy.js';
import { LedgerUnavailable } from '../ledger/ledger.js';
import { openLedger } from '../ledger/open-ledger.js';
import { KeyUnusable } from '../ledger/sequencer/log-key.js';
import { begunInName, nameOfLogBegun } from '../ledger/sequencer/log-names.js';
import {
  beginLog,
  foreseeRestart,
  knownCheckpoints,
  NoRestart,
  type EndedLog,
  type RestartNeeds,
} from '../ledger/sequencer/restart-log.js';
import { toBase64 } from '../ledger/transparency/base64.js';
import { checkpointFile } from './backup-folder.js';
import { restartsIn } from './log-restarts.js';
import { allIn, type Places } from './read-models.js';
import { Misused, optionsOf, type Subcommand } from './subcommand.js';

export const acceptBackupCommand: Subcommand = {
  name: 'accept-backup',
  purpose: 'record that an older copy of the ledger goes on, and begin a new log',
  help: `wenze accept-backup --by SUB --organ ORGAN --reasons TEXT [--checkpoint FILE] [--key KEY]
                    [--data DIR] [--json]

For a ledger that has lost events which its log has signed, as when a backup was put back; also where
the log's last checkpoint or its key is lost. Records on the ledger (LogRestarted) the last checkpoint
that is known of the log that ends, how many events are left, who accepts it and why, and begins a new
log, of the same name with the time behind it. Nothing may run meanwhile; start the service afterwards.

FILE, as often as there are, is a signed checkpoint that somebody has kept (a witness, an auditor, GET
/api/v1/ledger/checkpoint of another day): the newest counts, beside those in the data directory. KEY,
as often as there are, is a verifier key that such a one was signed with, where the directory does not
have it.

Exit 1, with nothing changed, when there is nothing to accept, or when the ledger holds other events
than were signed.
`,
  async run(options) {
    const asked = optionsOf(options, {
      by: { type: 'string' },
      organ: { type: 'string' },
      reasons: { type: 'string' },
      checkpoint: { type: 'string', multiple: true },
      key: { type: 'string', multiple: true },
      data: { type: 'string' },
      json: { type: 'boolean' },
    });
    const caller = callerOf(asked);
    const reasons = text.safeParse(asked.reasons);
    if (!reasons.success) throw new Misused('--reasons: say why, in a text that is not empty');
    const config = readConfig();
    const { ledger, dataDir }: Places = asked.data === undefined ? config : allIn(asked.data);
    const kept = (asked.checkpoint ?? []).map(keptIn);
    // What `wenze backup` keeps beside the keys, put back with them.
    if (existsSync(join(dataDir, checkpointFile))) kept.push(keptIn(join(dataDir, checkpointFile)));
    try {
      const opened = await openLedger(ledger, () => undefined);
      try {
        const accepted = await accept(
          { directory: dataDir, origin: config.origin, verifierKeys: asked.key ?? [], kept },
          opened,
          { caller, reasons: reasons.data },
        );
        process.stdout.write(asked.json ? `${JSON.stringify(accepted)}\n` : told(accepted));
        return 0;
      } finally {
        await opened.close();
      }
    } catch (error) {
      const plain =
        error instanceof NoRestart ||
        error instanceof KeyUnusable ||
        error instanceof LedgerUnavailable;
      if (!plain) throw error;
      process.stderr.write(`wenze: ${error.message}\n`);
      return 1;
    }
  },
};

/** @throws Misused */
function callerOf({ by, organ }: { by?: string | undefined; organ?: string | undefined }): Caller {
  const sub = /^[\x21-\x7e]{1,200}$/.exec(by ?? '')?.[0];
  if (sub === undefined) throw new Misused('--by: expected an id of who accepts it, no name');
  const asked = id.safeParse(organ);
  if (!asked.success) throw new Misused('--organ: expected the id of an organ');
  return { issuer: 'urn:wenze:command-line', sub, organ: asked.data, roles: ['admin'] };
}

function keptIn(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new Misused(`--checkpoint: ${file} cannot be read`);
  }
}

type OpenLedger = Awaited<ReturnType<typeof openLedger>>;

interface Accepted {
  readonly ended: { readonly origin: string; readonly size: number };
  /** Events that were left of them. */
  readonly left: number;
  readonly origin: string;
  /** Events that the new log's first checkpoint covers. */
  readonly signed: number;
}

/** @throws NoRestart, KeyUnusable, LedgerUnavailable */
async function accept(
  given: Omit<RestartNeeds, 'ledger'>,
  ledger: OpenLedger,
  by: { readonly caller: Caller; readonly reasons: string },
): Promise<Accepted> {
  const needs = { ...given, ledger };
  const known = await knownCheckpoints(needs);
  const last = (await restartsIn(ledger)).at(-1);
  // Recorded by a run that died before it could sign: the record stands, the rest is done now.
  const restart =
    last !== undefined && isAfter(last.origin, known[0].origin, given.origin)
      ? last
      : await record(needs, ledger, known, by);
  const signed = await beginLog(given.directory, restart.origin, ledger);
  const { origin, left } = restart;
  return {
    ended: { origin: restart.ended.origin, size: restart.ended.size },
    left: left.size,
    origin,
    signed,
  };
}

function isAfter(one: string, other: string, origin: string): boolean {
  return (begunInName(one, origin) ?? '') > (begunInName(other, origin) ?? '');
}

async function record(
  needs: RestartNeeds,
  ledger: OpenLedger,
  known: readonly [EndedLog, ...EndedLog[]],
  { caller, reasons }: { readonly caller: Caller; readonly reasons: string },
): Promise<LogRestart> {
  const { ended, left } = await foreseeRestart(needs, known);
  const recordedAt = new RecordingClock(
    { now: () => new Date() },
    await ledger.lastRecordedAt(),
  ).next();
  const restart = {
    ended: { ...ended, root: toBase64(ended.root), verifierKeys: [...ended.verifierKeys] },
    left: { size: left.size, root: toBase64(left.root) },
    origin: nameOfLogBegun(needs.origin, recordedAt),
    reasons,
  };
  const policies = policiesIn(await ledger.read(policyStream));
  const standing = (await ledger.read(logRestartStream)).at(-1);
  const commandId = commandIdOf(caller, undefined);
  await ledger.append(logRestartStream, standing?.revision ?? 'none', [
    {
      id: eventIdOf(commandId, 0),
      type: 'LogRestarted',
      data: restart,
      metadata: eventMetadata('LogRestarted', {
        caller,
        commandId,
        correlationId: commandId,
        requestHash: requestHashOf(restart, undefined),
        policyVersion: policyOn(policies, shanghaiDate(recordedAt)).id,
        recordedAt,
        salt: newSalt(),
      }),
    },
  ]);
  return restart;
}

function told({ ended, left, origin, signed }: Accepted): string {
  return (
    `recorded: ${ended.origin} had signed ${String(ended.size)} events, ${String(left)} are left\n` +
    `the log goes on as ${origin}, ${String(signed)} signed\n` +
    'start the service; where it says that read models know more, `wenze rebuild` first\n'
  );
}
