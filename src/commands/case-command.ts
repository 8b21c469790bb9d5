// Carries out one act on a case: completes its body (ids, sealed identities), gathers the facts
// its stream does not hold, decides, appends.
import { caseActs, type ActBody, type CaseAct, type CaseEvent } from '../domain/case/acts.js';
import { decideCase } from '../domain/case/decide.js';
import { frameShown, type ShownFrame } from '../domain/case/decision-rules.js';
import { foldCase } from '../domain/case/fold.js';
import { subjectOf } from '../domain/case/named-things.js';
import { findingOn, organsOf, type CaseState } from '../domain/case/state.js';
import type { LegalDate } from '../domain/legal-date.js';
import {
  Impossible,
  requireAcknowledged,
  Unknown,
  type Acknowledgement,
} from '../domain/refusal.js';
import { sealedIn } from '../domain/sealed.js';
import type { EvidenceStore } from '../evidence/evidence-store.js';
import type { CaseKey, CaseKeys } from '../ledger/keys.js';
import type { RecordedEvent } from '../ledger/event.js';
import type { Ledger } from '../ledger/ledger.js';
import { appendCommand, type Outcome, type Writing } from './append-command.js';
import type { Caller } from './caller.js';
import {
  decisionConcerned,
  decisionNumbered,
  factsFor,
  factsForFrame,
  type FactSources,
} from './case-facts.js';
import {
  completedCommand,
  isConfidential,
  requireBytes,
  type CaseRequestBody,
} from './completed-command.js';
import { FoldedStreams, type Carried, type Folded } from './folded-streams.js';
import { commandIdOf, eventIdOf, newIdOf, requestHashOf } from './identity.js';
import { OneAtATime } from './one-at-a-time.js';
import { OutOfScope } from './refusals.js';

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

export interface CaseCommandNeeds extends FactSources {
  readonly ledger: Ledger;
  readonly writing: Writing;
  readonly keys: CaseKeys;
  readonly evidence: EvidenceStore;
}

/** Acts that are decided by what other cases say of the person or of the organ's letters, or change it. */
const reachesBeyondItsCase: ReadonlySet<CaseAct> = new Set([
  'decide',
  'decide-appeal',
  'correct-decision',
  'record-external-outcome',
  'issue-letter',
  'identify-subject',
  'correct-record',
  'void-record',
]);

// A case of 20 events folds to about 20 kB; this many are kept at hand.
const mostCases = 10_000;

export class CaseCommands {
  private readonly cases: FoldedStreams<CaseState>;
  private readonly byPerson = new OneAtATime();
  private readonly byOrgan = new OneAtATime();
  private readonly byCase = new OneAtATime();

  constructor(private readonly needs: CaseCommandNeeds) {
    const folding = async () => foldCase(await needs.registers.policies());
    this.cases = new FoldedStreams<CaseState>(needs.ledger, folding, mostCases);
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
   * What the measures permit for a decision on a subject on a day, by what the ledger knows now.
   * @throws Impossible when the case has no such subject; FactsUnavailable
   */
  async decisionFrame(state: CaseState, subjectId: string, on: LegalDate): Promise<ShownFrame> {
    const subject = subjectOf(state, subjectId, 'subjectId');
    const facts = await factsForFrame(this.needs, subject, on);
    const priors = (facts.priors?.sanctions ?? []).map((prior) => ({
      ...prior,
      methods: [...prior.methods],
    }));
    return frameShown(subject, findingOn(state, subjectId), priors, on, state, facts);
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
        mayHaveBeen: (earlier) => this.mayHaveBeen(request, caseId, earlier),
        newest: () => this.newest(caseId),
        appended: (after, events) => this.cases.add(`case-${caseId}`, after, events),
        admit: (state) => this.admit(request, state),
        decide: async (state) => {
          const tried = completedCommand(request, { caseId, commandId, key: undefined });
          const facts = await factsFor(this.needs, tried, state, (other) =>
            this.sees(request, other),
          );
          const answer = decideCase(tried, state, facts);
          refuseTakenId(answer.events, state, commandId);
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

  /**
   * Of a confidential request whose case has no key: it was carried out before only if an event of
   * its act stands there with something sealed, under a key that was destroyed since. Nothing more
   * can be compared then, and the first answer harms nobody.
   */
  private async mayHaveBeen(
    { act }: CaseRequest,
    caseId: string,
    { events: [first] }: Carried,
  ): Promise<boolean> {
    if (first?.type !== caseActs[act].event) return false;
    const [recorded] = await this.needs.ledger.read(`case-${caseId}`, first.revision);
    return recorded !== undefined && sealedIn(recorded.data).next().done !== true;
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
   * after race; so is what changes a person's times, and the letters that one organ numbers;
   * everything else goes at once. A case never waits for a person or an organ, so none waits for ever.
   */
  private async inTurn<T>(
    request: CaseRequest,
    caseId: string,
    task: () => Promise<T>,
  ): Promise<T> {
    const onCase = (): Promise<T> => this.byCase.run(caseId, task);
    if (!reachesBeyondItsCase.has(request.act)) return onCase();
    const { state } = await this.newest(caseId);
    const numbering = decisionNumbered(request, state);
    if (numbering !== undefined) return this.byOrgan.run(numbering.organId, onCase);
    const personId = personConcerned(request, state);
    return personId === undefined ? onCase() : this.byPerson.run(personId, onCase);
  }

  /** Whether a case is there and lies in the caller's scope. */
  private async sees(
    { caller, ownOnly }: Pick<CaseRequest, 'caller' | 'ownOnly'>,
    caseId: string,
  ): Promise<boolean> {
    const { state } = await this.newest(caseId);
    if (state === undefined) return false;
    return !ownOnly || this.needs.registers.reaches(caller.organ, organsOf(state), false);
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
}

function caseIdOf(request: CaseRequest, commandId: string): string {
  if (request.act === 'register') return request.body.id ?? newIdOf(commandId);
  if (request.caseId === undefined) throw new Error('bug: an act without a case');
  return request.caseId;
}

function personOf(subjectId: string, state: CaseState | undefined): string | undefined {
  return state?.subjects.find((subject) => subject.subjectId === subjectId)?.personId;
}

/** The person whose times an act may change. */
function personConcerned(request: CaseRequest, state: CaseState | undefined): string | undefined {
  const { act, body } = request;
  if (act === 'identify-subject') return body.personId;
  const outcome =
    act === 'void-record' || act === 'correct-record'
      ? state?.outcomes.find(({ at }) => at.eventId === body.eventId)
      : undefined;
  const subject =
    act === 'decide' || act === 'record-external-outcome'
      ? body.subjectId
      : (outcome ?? decisionConcerned(request, state))?.subjectId;
  return subject === undefined ? undefined : personOf(subject, state);
}

/** An appointing organ's outcome is known by the id of its event: no decision of the case may have taken that one. @throws Impossible */
function refuseTakenId(
  events: readonly CaseEvent[],
  state: CaseState | undefined,
  commandId: string,
): void {
  const taken = events.some(
    ({ type }, index) =>
      type === 'ExternalOutcomeRecorded' &&
      state?.decisions.some(({ decisionId }) => decisionId === eventIdOf(commandId, index)),
  );
  if (taken)
    throw new Impossible({
      path: '',
      words: {
        zh: '该幂等键对应的编号已被本案一项决定占用，请更换幂等键',
        en: 'a decision of the case has the id that this idempotency key gives: use another key',
      },
    });
}
