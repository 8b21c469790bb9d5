// What a supervisor would look at in the register as loaded, as far as the service answers today:
// cases by how far they came, decisions, who was recommended and not held to account, duties.
import { z } from 'zod';
import type { Client } from '../client.js';
import { loader } from './frame.js';
import { counted, type LoadedRow } from './loaded.js';
import type { PlannedCase } from './planned-case.js';

type Counts = Readonly<Record<string, number>>;

export interface Figures {
  /** The day the duties and counts are judged on. */
  readonly on: string;
  readonly casesByPhase: Counts;
  readonly decisions: {
    readonly heldToAccount: number;
    readonly notHeldToAccount: number;
    readonly byOrgan: Counts;
    /** Recommended to hold to account, and decided not to (REGULATION.md, S-01). */
    readonly recommendedAndNotHeld: readonly string[];
    /** Recommended to hold to account, and nothing decided (S-04). */
    readonly recommendedAndNotDecided: readonly string[];
    /** A report established a ground, and it was decided to hold nobody to account (S-24). */
    readonly establishedAndNotHeld: readonly string[];
  };
  /** Past their legal due date and not met. */
  readonly overdue: Counts;
  /** Not met; the measures give most of them no date. */
  readonly open: Counts;
  readonly doneLate: Counts;
  /** Open past the day from which supervision looks (I-12), by the organ that answers. */
  readonly watchedByOrgan: Counts;
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
  };
}

/** The service may hold other cases too: those of the demo. */
function ofRegister({ caseId }: { readonly caseId: string }): boolean {
  return caseId.startsWith('R-');
}

const recommended = z.object({ recommendations: z.array(z.object({ accountable: z.boolean() })) });
const reported = z.object({ findings: z.array(z.object({ grounds: z.array(z.string()) })) });
const decided = z.object({ organId: z.string(), accountable: z.boolean() });

/** Of what was recorded: who decided what, and what became of each recommendation. */
function decisionsIn(
  cases: readonly PlannedCase[],
  rows: readonly LoadedRow[],
): Figures['decisions'] {
  const recorded = new Map(rows.map(({ row, acts }) => [row, acts]));
  const decisions: z.output<typeof decided>[] = [];
  const notHeld: string[] = [];
  const notDecided: string[] = [];
  const established: string[] = [];
  for (const planned of cases) {
    let awaited = false;
    let found = false;
    for (const { row, acts } of planned.rows)
      for (const [at, { act, body }] of acts.entries()) {
        if (recorded.get(row)?.[at]?.outcome !== 'recorded') continue;
        if (act === 'recommend')
          awaited = recommended.parse(body).recommendations.some(({ accountable }) => accountable);
        if (act === 'file-report')
          found = reported.parse(body).findings.some(({ grounds }) => grounds.length > 0);
        if (act !== 'decide') continue;
        const decision = decided.parse(body);
        decisions.push(decision);
        if (awaited && !decision.accountable) notHeld.push(planned.caseId);
        if (found && !decision.accountable) established.push(planned.caseId);
        awaited = false;
      }
    if (awaited) notDecided.push(planned.caseId);
  }
  const held = decisions.filter(({ accountable }) => accountable).length;
  return {
    heldToAccount: held,
    notHeldToAccount: decisions.length - held,
    byOrgan: counted(decisions.map(({ organId }) => organId)),
    recommendedAndNotHeld: notHeld,
    recommendedAndNotDecided: notDecided,
    establishedAndNotHeld: established,
  };
}

/** Every item of a list, page by page. */
async function every<T extends z.ZodType>(
  client: Client,
  path: string,
  query: Readonly<Record<string, string>>,
  item: T,
): Promise<readonly z.output<T>[]> {
  const form = z.object({ items: z.array(item), nextCursor: z.string().nullable() });
  const all: z.output<T>[] = [];
  let cursor: string | null = null;
  do {
    const from: Record<string, string> = cursor === null ? {} : { cursor };
    const page: z.output<typeof form> = await client.question(
      loader,
      path,
      { ...query, ...from, limit: '500' },
      form,
    );
    all.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return all;
}
