// Carries out one act on a case: completes its body (ids, sealed identities), gathers the facts
// its stream does not hold, decides, appends.
import type { ActBody, CaseCommand } from '../domain/case/acts.js';
import { decideCase } from '../domain/case/decide.js';
import type { Facts, KnownPriors } from '../domain/case/facts.js';
import { foldCase } from '../domain/case/fold.js';
import { organsOf, type CaseState } from '../domain/case/state.js';
import { shanghaiDate, type LegalDate } from '../domain/legal-date.js';
import { requireAcknowledged, Unknown, type Acknowledgement } from '../domain/refusal.js';
import { defaultPolicy } from '../domain/regulation/policy.js';
import type { EvidenceStore } from '../evidence/evidence-store.js';
import type { CaseKey, CaseKeys } from '../ledger/keys.js';
import type { RecordedEvent } from '../ledger/event.js';
import type { Ledger } from '../ledger/ledger.js';
import { appendCommand, type Outcome, type Writing } from './append-command.js';
import type { Caller } from './caller.js';
import type { Clock } from './clock.js';
import {
  completedCommand,
  isConfidential,
  requireBytes,
  type CaseRequestBody,
} from './completed-command.js';
import { FoldedStreams, type Folded } from './folded-streams.js';
import { commandIdOf, newIdOf, requestHashOf } from './identity.js';
import { OneAtATime } from './one-at-a-time.js';
import { OutOfScope } from './refusals.js';
import type { Registers } from './registers.js';

/** What a caller asks to be recorded on a case. */
export type CaseRequest = CaseRequestBody & {
  readonly caller: Caller;
  /** Whether the caller is bound to cases of its own organ and those below (API.md, Identity). */
  readonly ownOnly: boolean;
  /** The case in the URL; absent where one is registered. */
  readonly caseId?: string;
  /** The body as it came, before defaults: what a repeated command is compared by. */
  readonly received: object;
  readonly acknowledge?: Acknowledgement;
  readonly idempotencyKey?: string;
  readonly ifMatch?: number;
  readonly correlationId: string;
};

export interface CaseOutcome extends Outcome {
  readonly caseId: string;
}

/** Reads a person's priors once the read model has caught up with the ledger. */
export type PriorsReader = (personId: string, on: LegalDate) => Promise<KnownPriors>;

export interface CaseCommandNeeds {
  readonly ledger: Ledger;
  readonly writing: Writing;
  readonly clock: Clock;
  readonly registers: Registers;
  readonly keys: CaseKeys;
  readonly evidence: EvidenceStore;
  readonly priors: PriorsReader;
}

// A case of 20 events folds to about 20 kB; this many are kept at hand.
const mostCases = 10_000;

export class CaseCommands {
  private readonly cases: FoldedStreams<CaseState>;
  private readonly byPerson = new OneAtATime();
  private readonly byCase = new OneAtATime();

  constructor(private readonly needs: CaseCommandNeeds) {
    this.cases = new FoldedStreams<CaseState>(needs.ledger, foldCase, mostCases);
  }

  /** The case as it stands now; no state when nobody registered it. */
  newest(caseId: string): Promise<Folded<CaseState>> {
    return this.cases.newest(`case-${caseId}`);
  }

  /** Every event of a case in order. */
  events(caseId: string): Promise<readonly RecordedEvent[]> {
    return this.needs.ledger.read(`case-${caseId}`);
  }

  /**
   * @throws Unknown for a case that is not there or not the caller's; the refusals of the domain
   * and of appendCommand
   */
  async carryOut(request: CaseRequest): Promise<CaseOutcome> {
    const { act, received, acknowledge, ifMatch } = request;
    const commandId = commandIdOf(request.caller, request.idempotencyKey);
    const caseId = caseIdOf(request, commandId);
    const confidential = isConfidential(request);
    const key = (): CaseKey | undefined => this.needs.keys.get(caseId);

    const outcome = await this.inTurn(request, caseId, () =>
      appendCommand<CaseState>(this.needs.writing, {
        stream: `case-${caseId}`,
        commandId,
        caller: request.caller,
        correlationId: request.correlationId,
        ...(acknowledge ? { acknowledge } : {}),
        ...(ifMatch === undefined ? {} : { ifMatch }),
        requestHash: () => {
          const asked = { act, caseId: request.caseId ?? null, body: received };
          if (!confidential) return requestHashOf(asked, undefined);
          const held = key();
          return held && requestHashOf(asked, held);
        },
        newest: () => this.newest(caseId),
        admit: (state) => this.admit(request, state),
        decide: async (state) => {
          const tried = completedCommand(request, { caseId, commandId, key: undefined });
          const facts = await this.facts(tried, state);
          const answer = decideCase(tried, state, facts);
          // What is refused leaves neither a key nor a sealed copy behind.
          requireAcknowledged(answer.irregularities, acknowledge);
          if (request.act === 'evidence') await this.makeBytesReady(request.body, caseId);
          const sealing = confidential && answer.events.length > 0;
          if (!sealing) return { ...answer, policyVersion: facts.policy.id };
          const sealed = completedCommand(request, {
            caseId,
            commandId,
            key: this.needs.keys.ensure(caseId),
          });
          return { ...decideCase(sealed, state, facts), policyVersion: facts.policy.id };
        },
      }),
    );
    // The sealed copy was durable before the event; only now may the plain one go.
    if (request.act === 'evidence' && confidential)
      await this.needs.evidence.removePlain(request.body.digest);
    return { caseId, ...outcome };
  }

  /** Sees to it that the bytes stand as the event will say: kept in clear, or sealed under the case's key. */
  private async makeBytesReady(body: ActBody<'evidence'>, caseId: string): Promise<void> {
    const { keys, evidence } = this.needs;
    if (body.sealed === undefined) {
      await requireBytes(body, evidence, undefined);
      await evidence.keepPlain(body.digest);
    } else {
      await requireBytes(body, evidence, keys.get(caseId));
      await evidence.sealFor(body.digest, keys.ensure(caseId));
    }
  }

  /**
   * What is done to one case is done one after the other, so that many at once do not lose race
   * after race, and so is what changes a person's times; everything else goes at once. A case never
   * waits for a person, so neither waits for ever.
   */
  private async inTurn<T>(
    request: CaseRequest,
    caseId: string,
    task: () => Promise<T>,
  ): Promise<T> {
    const onCase = (): Promise<T> => this.byCase.run(caseId, task);
    if (request.act !== 'decide' && request.act !== 'decide-appeal') return onCase();
    const { state } = await this.newest(caseId);
    const personId = personConcerned(request, state);
    return personId === undefined ? onCase() : this.byPerson.run(personId, onCase);
  }

  private async admit(request: CaseRequest, state: CaseState | undefined): Promise<void> {
    const { caller, ownOnly } = request;
    const reaches = async (organs: readonly string[]): Promise<boolean> =>
      !ownOnly || (await this.needs.registers.reaches(caller.organ, organs, false));
    if (state === undefined) {
      if (request.act !== 'register') throw new Unknown('case');
      if (!(await reaches([request.body.receivedBy]))) throw new OutOfScope();
    } else if (!(await reaches(organsOf(state)))) {
      // Of a case of others not even its existence is told, except to who would take its id.
      if (request.act !== 'register') throw new Unknown('case');
    }
  }

  private async facts(command: CaseCommand, state: CaseState | undefined): Promise<Facts> {
    const { registers, clock, priors } = this.needs;
    const decidedOn =
      command.act === 'decide' ? personDecidedOn(command.body.subjectId, state) : undefined;
    const persons =
      command.act === 'register'
        ? command.body.subjects.flatMap(({ personId }) => personId ?? [])
        : [decidedOn ?? []].flat();
    const known =
      command.act === 'decide' && decidedOn !== undefined
        ? await priors(decidedOn, command.body.on)
        : undefined;
    return {
      today: shanghaiDate(clock.now()),
      policy: defaultPolicy,
      organs: await registers.organsAmong(organsNamed(command)),
      persons: await registers.personsAmong(persons),
      ...(known ? { priors: known } : {}),
    };
  }
}

function caseIdOf(request: CaseRequest, commandId: string): string {
  if (request.act === 'register') return request.body.id ?? newIdOf(commandId);
  if (request.caseId === undefined) throw new Error('bug: an act without a case');
  return request.caseId;
}

function personDecidedOn(subjectId: string, state: CaseState | undefined): string | undefined {
  return state?.subjects.find((subject) => subject.subjectId === subjectId)?.personId;
}

function personConcerned(
  request: Extract<CaseRequest, { act: 'decide' | 'decide-appeal' }>,
  state: CaseState | undefined,
): string | undefined {
  if (request.act === 'decide') return personDecidedOn(request.body.subjectId, state);
  const { appealId } = request.body;
  const appeal = state?.appeals.find((lodged) => lodged.appealId === appealId);
  const decision = state?.decisions.find(({ decisionId }) => decisionId === appeal?.decisionId);
  return decision && personDecidedOn(decision.subjectId, state);
}

// The fields in which an act names an organ that must be registered.
const organFields = [
  'organId',
  'receivedBy',
  'fromOrganId',
  'toOrganId',
  'keeperOrganId',
  'appealTo',
  'executedBy',
] as const;

function organsNamed({ act, body }: CaseCommand): string[] {
  const fields: Readonly<Record<string, unknown>> = body;
  const named = organFields.map((field) => fields[field]).filter((id) => typeof id === 'string');
  if (act !== 'register') return named;
  return [...named, ...body.subjects.flatMap(({ organId }) => organId ?? [])];
}
