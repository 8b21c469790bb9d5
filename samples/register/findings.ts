// What supervision finds in the register as loaded (docs/supervision.md): how often each code, how
// each body of the frame stands, and the cases to open first. Ids and offices only, no person.
import { z } from 'zod';
import type { Client } from '../client.js';
import { body } from '../questions.js';
import { every, ofRegister } from './every.js';
import { frame, loader } from './frame.js';

/** How often a question is asked, in each state. */
export interface CodeAsked {
  readonly code: string;
  readonly kind: string;
  /** The question, in the reader's language. */
  readonly title: string;
  readonly open: number;
  readonly rectified: number;
  readonly disposedOf: number;
}

/** How a body stands that has anything to answer for. */
export type BodyFound = z.output<typeof body>;

/** A case in which somebody should have been held to account, as it stands, and was not. */
export interface TellingCase {
  readonly caseId: string;
  /** The open failures to act in it. */
  readonly codes: readonly string[];
  /** Who answers for the newest of them, who headed it then, since when it is open. */
  readonly organId: string;
  readonly head: readonly string[];
  readonly openFrom: string;
}

export interface Found {
  readonly codes: readonly CodeAsked[];
  readonly bodies: readonly BodyFound[];
  readonly telling: readonly TellingCase[];
}

const finding = z.object({
  code: z.string(),
  kind: z.string(),
  state: z.string(),
  title: z.string(),
  caseId: z.string(),
  organId: z.string(),
  head: z.array(z.object({ name: z.string() })),
  openFrom: z.string(),
});
type FindingTold = z.output<typeof finding>;

/** Not held to account though it was recommended (S-01), or though a ground was established (S-24). */
const tellingCodes = ['S-01', 'S-24'];

/** @throws Refused */
export async function foundIn(client: Client, on: string): Promise<Found> {
  const superior = loader.organ;
  const findings = (await every(client, '/api/v1/supervision/findings', { on }, finding)).filter(
    ofRegister,
  );
  const bodies = await every(client, '/api/v1/supervision/organs', { on, superior }, body);
  return {
    codes: codesOf(findings),
    bodies: bodies.filter(
      ({ organId, cases, decisions, openFindings }) =>
        frame.some(({ id }) => id === organId) &&
        [cases, decisions, ...Object.values(openFindings)].some((times) => times > 0),
    ),
    telling: tellingOf(findings.filter(({ state }) => state === 'open')),
  };
}

function codesOf(findings: readonly FindingTold[]): readonly CodeAsked[] {
  const codes = [...new Set(findings.map(({ code }) => code))].toSorted();
  return codes.flatMap((code) => {
    const asked = findings.filter((one) => one.code === code);
    const [first] = asked;
    if (first === undefined) return [];
    const { kind, title } = first;
    const times = (...states: readonly string[]): number =>
      asked.filter(({ state }) => states.includes(state)).length;
    return [
      {
        code,
        kind,
        title,
        open: times('open'),
        rectified: times('rectified'),
        disposedOf: times('escalated', 'dismissed'),
      },
    ];
  });
}

/** The newest first, as the service lists them. */
function tellingOf(open: readonly FindingTold[]): readonly TellingCase[] {
  const telling = new Map<string, FindingTold>();
  for (const found of open)
    if (tellingCodes.includes(found.code) && !telling.has(found.caseId))
      telling.set(found.caseId, found);
  return [...telling.values()].map(({ caseId, organId, head, openFrom }) => ({
    caseId,
    codes: [
      ...new Set(
        open
          .filter((one) => one.caseId === caseId && one.kind === 'inaction')
          .map(({ code }) => code),
      ),
    ].toSorted(),
    organId,
    head: head.map(({ name }) => name),
    openFrom,
  }));
}
