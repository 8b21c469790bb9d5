// The cases of one run as the ledger on disk has them: the judge of every answer.
import { effective, fieldAt, inOrder } from '../../../src/domain/case/effective.js';
import { policiesOf } from '../../../src/domain/regulation/policy.js';
import { foldCase } from '../../../src/domain/case/fold.js';
import { organsOf, type CaseState } from '../../../src/domain/case/state.js';
import type { RecordedEvent } from '../../../src/ledger/event.js';
import type { LedgerReader } from '../../../src/ledger/ledger.js';

/** A case as the ledger has it. */
export interface Known {
  readonly state: CaseState;
  readonly events: readonly RecordedEvent[];
}

/** No sequence adopts a policy. */
const noPolicy = policiesOf([]);

export class Cases {
  private readonly known = new Map<string, Known>();

  constructor(private readonly ledger: LedgerReader) {}

  get(caseId: string): Known | undefined {
    return this.known.get(caseId);
  }

  all(): readonly (readonly [string, Known])[] {
    return [...this.known];
  }

  /** Reads what a case has got since and folds it. */
  async follow(caseId: string): Promise<readonly RecordedEvent[]> {
    const known = this.known.get(caseId);
    const fresh = await this.ledger.read(`case-${caseId}`, known?.events.length ?? 0);
    const fold = foldCase(noPolicy);
    const state = fresh.reduce<CaseState | undefined>(
      (held, event) => fold(held, event),
      known?.state,
    );
    if (state !== undefined)
      this.known.set(caseId, { state, events: [...(known?.events ?? []), ...fresh] });
    return fresh;
  }

  /** Whether a case is the commission's: it registered, received or accepted it, or had it by transfer. */
  isClerks(caseId: string): boolean {
    const state = this.known.get(caseId)?.state;
    return state !== undefined && organsOf(state).includes('commission');
  }

  /** The revision a case is at; undefined where nobody registered it. */
  revisionOf(caseId: string): number | undefined {
    const events = this.known.get(caseId)?.events;
    return events && events.length - 1;
  }

  /** What a field of an event says now, corrections included. */
  present(caseId: string, eventId: string, field: string): unknown {
    const log = this.known.get(caseId)?.state.log;
    const event = effective(inOrder(log)).find(({ at }) => at.eventId === eventId);
    return fieldAt(event?.data, field) ?? null;
  }
}
