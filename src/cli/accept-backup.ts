// `wenze accept-backup`: puts on record that an older copy of the ledger goes on, and what that lost.
import { readFileSync } from 'node:fs';
import type { Caller } from '../commands/caller.js';
import { RecordingClock } from '../commands/clock.js';
import { eventMetadata } from '../commands/event-metadata.js';
import { commandIdOf, eventIdOf, requestHashOf } from '../commands/identity.js';
import { newSalt } from '../commands/randomness.js';
import { readConfig } from '../config.js';
import { policiesIn, policyStream } from '../domain/adopted-policies.js';
import { decodeEvent } from '../domain/catalogue.js';
import { id, text } from '../domain/fields.js';
import { shanghaiDate } from '../domain/legal-date.js';
import { logRestartStream, type LogEvent } from '../domain/log-restart.js';
import { policyOn } from '../domain/regulation/policy.js';
import { LedgerUnavailable } from '../ledger/ledger.js';
import { openLedger } from '../ledger/open-ledger.js';
import { KeyUnusable } from '../ledger/sequencer/log-key.js';
import {
  beginLog,
  foreseeRestart,
  NoRestart,
  type EndedLog,
  type Restart,
} from '../ledger/sequencer/restart-log.js';
import { toBase64 } from '../ledger/transparency/base64.js';
import { Misused, optionsOf, type Subcommand } from './subcommand.js';

export const acceptBackupCommand: Subcommand = {
  name: 'accept-backup',
  purpose: 'record that an older copy of the ledger goes on, and begin a new log',
  help: `wenze accept-backup --by SUB --organ ORGAN --reasons TEXT [--checkpoint FILE]… [--key KEY]… [--data DIR] [--json]

For a ledger that has lost events which its log has signed, as when a backup was put back: records
on the ledger the last checkpoint of the log that ends, how many events are left, who accepts it and
why, and begins a new log, of the same name with a number behind it. Also where the log's last
checkpoint or its key is lost. Nothing may run meanwhile; start the service afterwards.
FILE is a signed checkpoint that somebody has kept (a witness, an auditor, GET /api/v1/ledger/checkpoint
of another day): the newest one counts. KEY is a verifier key it was signed with, where the data
directory does not have it. Exit 1, with nothing changed, when there is nothing to accept, or when
the ledger holds other events than were signed.
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
    const kept = (asked.checkpoint ?? []).map(textOf);
    try {
      const accepted = await accept({
        ...asked,
        caller,
        reasons: reasons.data,
        kept,
        verifierKeys: asked.key ?? [],
      });
      process.stdout.write(asked.json ? `${JSON.stringify(accepted)}\n` : told(accepted));
      return 0;
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

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new Misused(`--checkpoint: ${file} cannot be read`);
  }
}

interface Accepted {
  readonly ended: { readonly origin: string; readonly size: number };
  readonly left: number;
  readonly origin: string;
  /** Events that the new log's first checkpoint covers. */
  readonly signed: number;
}

async function accept({
  data,
  caller,
  reasons,
  ...given
}: {
  readonly data?: string | undefined;
  readonly caller: Caller;
  readonly reasons: string;
  readonly kept: readonly string[];
  readonly verifierKeys: readonly string[];
}): Promise<Accepted> {
  const config = readConfig();
  const directory = data ?? config.dataDir;
  const address = data === undefined ? config.ledger : ({ engine: 'sqlite', directory } as const);
  const ledger = await openLedger(address, () => undefined);
  try {
    const standing = await ledger.read(logRestartStream);
    const before = standing.map((stored) => restartIn(decodeEvent(stored)));
    const { ended, left, origin } = await foreseeRestart({
      directory,
      origin: config.origin,
      ledger,
      used: before.map((restart) => restart.origin),
      ...given,
    });
    // Recorded by a run that died before it could sign: the record stands, the rest is done now.
    const last = before.at(-1);
    const recorded =
      last?.ended.checkpoint === ended.checkpoint &&
      standing.at(-1)?.position === (await ledger.head());
    const restart = recorded ? last : dataOf({ ended, left, origin }, reasons);
    if (!recorded) {
      const recordedAt = new RecordingClock(
        { now: () => new Date() },
        await ledger.lastRecordedAt(),
      ).next();
      const policies = policiesIn(await ledger.read(policyStream));
      const commandId = commandIdOf(caller, undefined);
      await ledger.append(logRestartStream, standing.at(-1)?.revision ?? 'none', [
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
    }
    const signed = await beginLog(directory, restart.origin, ledger);
    return {
      ended: { origin: ended.origin, size: ended.size },
      left: restart.left.size,
      origin: restart.origin,
      signed,
    };
  } finally {
    await ledger.close();
  }
}

function restartIn(event: ReturnType<typeof decodeEvent>): LogEvent['data'] {
  if (event.type !== 'LogRestarted')
    throw new Error(`${event.type} does not belong in this stream`);
  return event.data;
}

function dataOf({ ended, left, origin }: Restart, reasons: string): LogEvent['data'] {
  return {
    ended: inText(ended),
    left: { size: left.size, root: toBase64(left.root) },
    origin,
    reasons,
  };
}

function inText({ origin, size, root, checkpoint, verifierKeys }: EndedLog) {
  return { origin, size, root: toBase64(root), checkpoint, verifierKeys: [...verifierKeys] };
}

function told({ ended, left, origin, signed }: Accepted): string {
  return (
    `recorded: ${ended.origin} had signed ${String(ended.size)} events, ${String(left)} are left\n` +
    `the log goes on as ${origin}, ${String(signed)} signed\n` +
    'start the service; where it says that read models know more, `wenze rebuild` first\n'
  );
}
