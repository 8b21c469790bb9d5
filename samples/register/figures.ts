// What a supervisor would look at in the register as loaded: cases by how far they came, decisions,
// duties, and what supervision finds by itself (findings.ts).
import { z } from 'zod';
import type { Client } from '../client.js';
import { every, ofRegister } from './every.js';
import { foundIn, type Found } from './findings.js';
import { counted, type LoadedRow } from './loaded.js';
import type { PlannedCase } from './planned-case.js';

type Counts = Readonly<Record<string, number>>;

export interface Figures {
  /** The day the duties and findings are judged on. */
  readonly on: string;
  readonly casesByPhase: Counts;
  readonly decisions: {
    readonly heldToAccount: number;
    readonly notHeldToAccount: number;
    readonly byOrgan: Counts;
  };
  /** Past their legal due date and not met. */
  readonly overdue: Counts;
  /** Not met; the measures give most of them no date. */
  readonly open: Counts;
  readonly doneLate: Counts;
  /** Open past the day from which supervision looks (I-12), by the organ that answers. */
  readonly watchedByOrgan: Counts;
  readonly findings: Found;
}

/** @throws Refused */
export async function figuresOf(
  client: Client,
  on: string,
  cases: readonly PlannedCase[],
  rows: readonly LoadedRow[],
): Promise<Figures> {
  const listed = z.object({ caseId: z.string(), status: z.string() });
  const known = (await every(client, '/api/v1/cases', {}, listed)).filter(ofRegister);
  const duty = z.object({
    caseId: z.string(),
    kind: z.string(),
    organId: z.string(),
    watchOn: z.string().optional(),
  });
  const duties = async (state: string): Promise<readonly z.output<typeof duty>[]> =>
    (await every(client, '/api/v1/obligations', { state, on }, duty)).filter(ofRegister);
  const overdue = await duties('overdue');
  const open = await duties('open');
  const late = await duties('done-late');
  const kinds = (some: typeof open): Counts => counted(some.map(({ kind }) => kind));
  return {
    on,
    casesByPhase: counted(known.map(({ status }) => status)),
    decisions: decisionsIn(cases, rows),
    overdue: kinds(overdue),
    open: kinds(open),
    doneLate: kinds(late),
    watchedByOrgan: counted(
      open
        .filter(({ watchOn }) => watchOn !== undefined && watchOn <= on)
        .map(({ organId }) => organId),
    ),
    findings: await foundIn(client, on),
  };
}

const decided = z.object({ organId: z.string(), accountable: z.boolean() });

/** Of what was recorded: who decided what. */
function decisionsIn(
  cases: readonly PlannedCase[],
  rows: readonly LoadedRow[],
): Figures['decisions'] {
  const recorded = new Map(rows.map(({ row, acts }) => [row, acts]));
  const decisions = cases
    .flatMap((planned) => planned.rows)
    .flatMap(({ row, acts }) =>
      acts.filter(
        ({ act }, at) => act === 'decide' && recorded.get(row)?.[at]?.outcome === 'recorded',
      ),
    )
    .map(({ body }) => decided.parse(body));
  const held = decisions.filter(({ accountable }) => accountable).length;
  return {
    heldToAccount: held,
    notHeldToAccount: decisions.length - held,
    byOrgan: counted(decisions.map(({ organId }) => organId)),
  };
}
