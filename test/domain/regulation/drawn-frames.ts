// The frame drawn from plain findings: tests show only what differs from these.
import {
  decisionFrame,
  type Frame,
  type FrameBasis,
} from '../../../src/domain/regulation/frame.js';
import { defaultPolicy } from '../../../src/domain/regulation/policy.js';

/** One act of one person in the minor band, with no circumstance either way. */
export const plain: FrameBasis = {
  kind: 'person',
  severity: 'minor',
  grounds: ['M1-7-2'],
  conducts: undefined,
  mitigating: [],
  aggravating: [],
  priorCount: 0,
};

export const mitigated = { mitigating: [{ code: 'cooperated-and-accepted' }] } as const;
export const aggravated = { aggravating: [{ code: 'falsified-or-concealed' }] } as const;

export function frame(found: Partial<FrameBasis> = {}): Frame {
  return decisionFrame({ ...plain, ...found }, defaultPolicy);
}

/** The computed circumstances of a decision on these findings. */
export function computedIn(found: Partial<FrameBasis>): string[] {
  return frame(found)
    .aggravating.filter(({ computed }) => computed)
    .map(({ code }) => code);
}
