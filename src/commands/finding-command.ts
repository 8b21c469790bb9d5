// Carries out what a superior organ does about a finding: escalate it to a case against the head,
// or dismiss it (M1 Art. 19; M2 Art. 9).
import { decodeEvent, isDispositionEvent } from '../domain/catalogue.js';
import type { CaseState } from '../domain/case/state.js';
import { shanghaiDate, type LegalDate } from '../domain/legal-date.js';
import { Unknown } from '../domain/refusal.js';
import { policyOn } from '../domain/regulation/policy.js';
import type { DispositionCommand } from '../domain/supervision/acts.js';
import {
  decideDisposition,
  evolveDisposition,
  type CaseAgainstHead,
  type Disposition,
  type StandingFinding,
} from '../domain/supervision/disposition.js';
import { noticesOf } from '../domain/supervision/disposition-notices.js';
import type { RecordedEvent } from '../ledger/event.js';
import type { Ledger } from '../ledger/ledger.js';
import { appendCommand, type Outcome, type Writing } from './append-command.js';
import type { Caller } from './caller.js';
import type { Clock } from './clock.js';
import { FoldedStreams } from './folded-streams.js';
import { commandIdOf, requestHashOf } from './identity.js';
import { OutOfScope } from './refusals.js';
import type { Registers } from './registers.js';

export type FindingRequest = {
  readonly findingId: string;
  readonly command: DispositionCommand;
  readonly caller: Caller;
  /** The body as it came, before defaults. */
  readonly received: object;
  readonly idempotencyKey?: string;
  readonly correlationId: string;
};

/**
 * Reads a finding in the sight of an organ once the read model has caught up with the ledger, with
 * the last event applied by then.
 */
export type FindingReader = (
  findingId: string,
  organ: string,
  today: LegalDate,
) => Promise<{ readonly finding: StandingFinding; readonly asOf: string } | undefined>;

/** Reads a case that an organ can see; undefined for others. */
export type SeenCase = (caseId: string, organ: string) => Promise<CaseState | undefined>;

export interface FindingCommandNeeds {
  readonly ledger: Pick<Ledger, 'read'>;
  readonly writing: Writing;
  readonly clock: Clock;
  readonly registers: Registers;
  readonly findings: FindingReader;
  readonly seenCase: SeenCase;
}

// What is done about findings is little, and each is asked for seldom.
const mostFindings = 1_000;

export class FindingCommands {
  private readonly dispositions: FoldedStreams<Disposition>;

  constructor(private readonly needs: FindingCommandNeeds) {
    this.dispositions = new FoldedStreams(needs.ledger, () => evolved, mostFindings);
  }

  /**
   * @throws Unknown for a finding or a case that is not there or not in the caller's sight
   * @throws OutOfScope when the caller acts for an organ that is neither its own nor below it
   * @throws Impossible, appendCommand's refusals
   */
  carryOut({
    findingId,
    command,
    caller,
    received,
    idempotencyKey,
    correlationId,
  }: FindingRequest): Promise<Outcome> {
    const { writing, registers, clock } = this.needs;
    const stream = `finding-${findingId}`;
    return appendCommand<Disposition>(writing, {
      stream,
      commandId: commandIdOf(caller, idempotencyKey),
      caller,
      correlationId,
      requestHash: () => requestHashOf({ act: command.act, findingId, body: received }, undefined),
      newest: () => this.dispositions.newest(stream),
      admit: async () => {
        if (!(await registers.reaches(caller.organ, [command.body.organId], false)))
          throw new OutOfScope();
      },
      decide: async (before) => {
        const today = shanghaiDate(clock.now());
        const found = await this.needs.findings(findingId, caller.organ, today);
        const caseAgainst = await this.caseAgainst(command, caller);
        const acting = await registers.organ(command.body.organId);
        const events = decideDisposition(command, before, found?.finding, {
          today,
          factsAsOf: found?.asOf ?? '',
          ...(caseAgainst ? { caseAgainst } : {}),
        });
        return {
          events,
          irregularities: [],
          notices:
            found && events.length > 0
              ? noticesOf(command, found.finding, acting?.kind, caseAgainst)
              : [],
          policyVersion: policyOn(await registers.policies(), command.body.on).id,
        };
      },
    });
  }

  /** What the case that an escalation names says of itself. */
  private async caseAgainst(
    { act, body }: DispositionCommand,
    { organ }: Caller,
  ): Promise<CaseAgainstHead | undefined> {
    if (act !== 'escalate') return undefined;
    const opened = await this.needs.seenCase(body.caseId, organ);
    if (opened === undefined) throw new Unknown('case', 'caseId');
    const { registration, subjects, hearings, closing, declination } = opened;
    const persons = new Map(subjects.map(({ subjectId, personId }) => [subjectId, personId]));
    return {
      receivedOn: registration.receivedOn,
      findingId: registration.origin?.findingId,
      personIds: subjects.flatMap(({ personId }) => personId ?? []),
      hearings: hearings.map(({ subjectId, on }) => ({ personId: persons.get(subjectId), on })),
      ended: closing !== undefined || declination !== undefined,
    };
  }
}

function evolved(before: Disposition | undefined, stored: RecordedEvent): Disposition {
  const event = decodeEvent(stored);
  if (!isDispositionEvent(event)) throw new Error(`${event.type} does not belong to a finding`);
  return evolveDisposition(before, event);
}
