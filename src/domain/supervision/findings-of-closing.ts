// S-20: a case that was closed with duties still open; one finding, which lists what had begun by
// then and was not done. It is mended when the last of them is.
import { dutiesOf } from '../case/duties.js';
import { holderOf, type CaseState } from '../case/state.js';
import { finding, type Finding } from './finding.js';

export function findingsOfClosing(state: CaseState): readonly Finding[] {
  const { closing } = state;
  if (closing?.at.codes?.includes('closed-with-open-duties') !== true) return [];
  const { on, at } = closing;
  const left = dutiesOf(state).filter(
    ({ started, met }) => started.on <= on && (met === undefined || met.on > on),
  );
  const done = left.map(({ met }) => met?.on);
  const mended = done.every((day) => day !== undefined)
    ? (done.toSorted().at(-1) ?? on)
    : undefined;
  return [
    finding(state, {
      code: 'S-20',
      of: 'closed',
      organId: holderOf(state),
      openFrom: on,
      rectifiedOn: mended,
      facts: [at.eventId, ...new Set(left.map(({ started }) => started.eventId))],
    }),
  ];
}
