// Which cases a caller can see. One out of sight and one that is not there look the same.
import type { CaseCommands } from '../commands/case-command.js';
import type { Registers } from '../commands/registers.js';
import { organsOf, type CaseState } from '../domain/case/state.js';
import { Unknown } from '../domain/refusal.js';
import type { RecordedEvent } from '../ledger/event.js';
import type { AskedRequest } from './asked.js';
import type { Reading } from './reading.js';

/** A case folded up to an event. */
export interface Standing extends Pick<RecordedEvent, 'revision' | 'position'> {
  readonly state: CaseState;
}

export class SeenCases {
  constructor(
    private readonly cases: Pick<CaseCommands, 'newest'>,
    private readonly registers: Pick<Registers, 'reaches'>,
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
}
