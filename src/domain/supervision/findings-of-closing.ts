// S-20: a case that was closed with duties still open; one finding for each closing, which lists what
// had begun by then and was not done. It is mended when the last of them is; a step that begins anew
// with a reopening is left undone no longer from then on.
import { dutiesOf } from '../case/duties.js';
import type { Duty } from '../case/duty.js';
import type { CaseState, Closing } from '../case/state.js';
import { finding, type Finding } from './finding.js';

/** The closings that left duties open: as long as there is none, there is nothing to find. */
export function irregularClosings({ closings }: Pick<CaseState, 'closings'>): readonly Closing[] {
  return closings.filter(({ at }) => at.codes?.includes('closed-with-open-duties'));
}

export function findingsOfClosing(state: CaseState): readonly Finding[] {
  const duties = dutiesOf(state);
  return irregularClosings(state).map((closing) => closedWith(closing, duties, state));
}

function closedWith(closing: Closing, duties: readonly Duty[], state: CaseState): Finding {
  const { on, at, organId, round, reopenedOn } = closing;
  // Of a round that is over, the duties as they were while it lasted.
  const then = reopenedOn === undefined ? duties : dutiesOf({ ...state, round });
  const left = then.filter(
    ({ started, met }) => started.on <= on && (met === undefined || met.on > on),
  );
  const now = new Map(duties.map((duty) => [duty.id, duty]));
  const done = left.map(({ id }) => {
    const duty = now.get(id);
    return duty === undefined || duty.lapsed ? reopenedOn : duty.met?.on;
  });
  const mended = done.every((day) => day !== undefined)
    ? (done.toSorted().at(-1) ?? on)
    : undefined;
  return finding(state, {
    code: 'S-20',
    of: round === 0 ? 'closed' : `closed:${String(round + 1)}`,
    organId,
    openFrom: on,
    rectifiedOn: mended,
    facts: [at.eventId, ...new Set(left.map(({ started }) => started.eventId))],
  });
}
