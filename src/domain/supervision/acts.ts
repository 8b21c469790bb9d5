// What is done about a finding: escalated to a case against the head of the organ that answers, or
// dismissed with reasons (M1 Art. 19; M2 Art. 9).
import { z } from 'zod';
import { eventId, id, legalDate, line, text } from '../fields.js';
import { findingCodes, findingKinds } from './catalogue.js';

/** `caseId`: the new case, against the head. */
export const escalate = z.strictObject({ on: legalDate, organId: id, caseId: id });

export const dismiss = z.strictObject({ on: legalDate, organId: id, reasons: text });

/** The finding as it stood: the facts may change later, and the finding with them. */
const asFound = z.strictObject({
  id: line,
  code: z.enum(findingCodes),
  kind: z.enum(findingKinds),
  caseId: id,
  organId: id,
  openFrom: legalDate,
  facts: z.array(eventId),
});

/** With the last event the read model had applied when the finding was read. */
const asOf = { finding: asFound, factsAsOf: eventId };

const findingEscalated = escalate.extend(asOf);
const findingDismissed = dismiss.extend(asOf);

export const dispositionEventData = {
  FindingEscalated: findingEscalated,
  FindingDismissed: findingDismissed,
} as const;

export type DispositionEventType = keyof typeof dispositionEventData;

export type DispositionEvent = {
  [T in DispositionEventType]: {
    readonly type: T;
    readonly data: z.output<(typeof dispositionEventData)[T]>;
  };
}[DispositionEventType];

export type DispositionCommand =
  | { readonly act: 'escalate'; readonly body: z.output<typeof escalate> }
  | { readonly act: 'dismiss'; readonly body: z.output<typeof dismiss> };
