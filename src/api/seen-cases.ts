// Which cases a caller can see. One out of sight and one that is not there look the same.
import type { CaseCommands } from '../commands/case-command.js';
import type { Registers } from '../commands/registers.js';
import { foldCase } from '../domain/case/fold.js';
import { organsOf, type CaseState } from '../domain/case/state.js';
import { Unknown } from '../domain/refusal.js';
import { comparePositions, isPosition, type RecordedEvent } from '../ledger/event.js';
import type { AskedRequest } from './asked.js';
import type { Reading } from './reading.js';

/** A case folded up to an event. */
export interface Standing extends Pick<RecordedEvent, 'revision' | 'position'> {
  readonly state: CaseState;
}

export class SeenCases {
  constructor(
    private readonly cases: Pick<CaseCommands, 'newest' | 'events'>,
    private readonly registers: Pick<Registers, 'reaches' | 'policies'>,
    private readonly reading: Pick<Reading, 'scopeOf'>,
  ) {}

  /** The case as it stands; undefined where there is none in the caller's scope. */
  async find(caseId: string, request: AskedRequest): Promise<Standing | undefined> {
    const { state, revision, position } = await this.cases.newest(caseId);
    if (state === undefined || revision === 'none' || position === undefined) return undefined;
    const scope = this.reading.scopeOf(request);
    const seen =
      scope === 'everything' ||
      (await this.registers.reaches(scope.organ, organsOf(state), scope.wide));
    return seen ? { state, revision, position } : undefined;
  }

  /** The same. @throws Unknown where there is none */
  async standing(caseId: string, request: AskedRequest): Promise<Standing> {
    const found = await this.find(caseId, request);
    if (found === undefined) throw new Unknown('case');
    return found;
  }

  /**
   * A case as it was known at a position or an instant, with the instant of its last event; undefined
   * where it was not registered yet. Whoever asks has found it in sight: rights are never those of
   * the past.
   */
  async asOf(
    caseId: string,
    moment: string,
  ): Promise<(Standing & { readonly recordedAt: string }) | undefined> {
    const events = knownAsOf(moment, await this.cases.events(caseId));
    const last = events.at(-1);
    const fold = foldCase(await this.registers.policies());
    const state = events.reduce<CaseState | undefined>(
      (held, event) => fold(held, event),
      undefined,
    );
    if (state === undefined || last === undefined) return undefined;
    const { revision, position, metadata } = last;
    return { state, revision, position, recordedAt: metadata.recordedAt };
  }
}

/**
 * What of a case was known at a moment. Read from its own stream, along which `recordedAt` never
 * decreases, so it is exact whatever the read models are at.
 */
function knownAsOf(moment: string, events: readonly RecordedEvent[]): readonly RecordedEvent[] {
  if (isPosition(moment))
    return events.filter(({ position }) => comparePositions(position, moment) <= 0);
  const instant = Date.parse(moment);
  return events.filter(({ metadata }) => Date.parse(metadata.recordedAt) <= instant);
}
