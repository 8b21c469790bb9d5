// The questions the demo asks, each with the part of the answer it shows.
import { z } from 'zod';
import type { Clerk, Client } from './client.js';

const words = z.object({ zh: z.string(), en: z.string() });
const labelled = z.array(z.object({ code: z.string(), label: words }));

const regulation = z.object({
  clauses: labelled,
  methods: labelled,
  bands: labelled,
  mitigating: labelled,
  aggravating: labelled,
  adjustments: labelled,
  tracks: labelled,
  sources: labelled,
  organKinds: labelled,
  irregularities: z.array(z.object({ code: z.string(), clause: z.string(), words })),
  findingKinds: z.array(z.object({ kind: z.string(), words })),
});

/** The catalogue of the measures: what a code means. */
export async function catalogue(
  client: Client,
  clerk: Clerk,
): Promise<{
  readonly labelOf: (code: string) => string;
  readonly irregularities: z.output<typeof regulation>['irregularities'];
}> {
  const answer = await client.document(clerk, '/api/v1/regulation', regulation);
  const { irregularities, findingKinds, ...labels } = answer;
  const named = [
    ...Object.values(labels).flat(),
    ...findingKinds.map(({ kind, words }) => ({ code: kind, label: words })),
  ];
  const labelOf = new Map(
    named.map(({ code, label }) => [code, client.language === 'en' ? label.en : label.zh]),
  );
  return { labelOf: (code) => labelOf.get(code) ?? code, irregularities };
}

const openApiDocument = z.object({
  paths: z.record(
    z.string(),
    z.record(z.string(), z.looseObject({ summary: z.string().optional() })),
  ),
});

/** What routes are called, in the reader's language. */
export async function openApi(
  client: Client,
  clerk: Clerk,
): Promise<{
  readonly summaryOf: (route: string) => string;
}> {
  const { paths } = await client.document(clerk, '/openapi.json', openApiDocument);
  const summary = (method: string, path: string): string | undefined =>
    paths[path.replace(/:([A-Za-z]+)/g, '{$1}')]?.[method.toLowerCase()]?.summary;
  return {
    summaryOf: (route) => {
      const [method = '', path = ''] = route.split(' ');
      return summary(method, path) ?? route;
    },
  };
}

const codes = z.array(z.string());

const historyItem = z.object({
  eventId: z.string(),
  position: z.string(),
  type: z.string(),
  title: z.string(),
  data: z.looseObject({
    on: z.string().optional(),
    receivedOn: z.string().optional(),
    organId: z.string().optional(),
    methods: codes.optional(),
    adjustment: z.string().optional(),
    recommendations: z
      .array(z.object({ methods: codes, reasons: z.string().optional() }))
      .optional(),
    accountable: z.boolean().optional(),
    findings: z.array(z.object({ grounds: codes })).optional(),
    investigators: z.array(z.object({ name: z.string() })).optional(),
    pleader: z.object({ name: z.string().optional() }).optional(),
    title: z.union([z.string(), z.object({}).transform(() => undefined)]).optional(),
    number: z.string().optional(),
    recipient: z.string().optional(),
    manner: z.string().optional(),
    method: z.string().optional(),
    meeting: z.object({ reference: z.string() }).optional(),
    track: z.string().optional(),
    source: z.string().optional(),
    reporter: z.looseObject({}).optional(),
    eventId: z.string().optional(),
    reasons: z.string().optional(),
  }),
  metadata: z.object({
    actor: z.object({ sub: z.string() }),
    organ: z.string(),
    recordedAt: z.string(),
    irregularities: z.array(z.object({ code: z.string(), clause: z.string() })).optional(),
    justification: z.string().optional(),
  }),
});

export type HistoryItem = z.output<typeof historyItem>;

export function history(
  client: Client,
  clerk: Clerk,
  caseId: string,
): Promise<{ items: HistoryItem[] }> {
  const answer = z.object({ items: z.array(historyItem) });
  return client.question(clerk, `/api/v1/cases/${caseId}/history`, {}, answer);
}

const caseFileForm = z.object({
  decisions: z.array(z.object({ decisionId: z.string(), appealUntil: z.string().nullable() })),
  obligations: z.array(
    z.object({
      kind: z.string(),
      metBy: z.string().optional(),
      metOn: z.string().optional(),
      metRecordedOn: z.string().optional(),
    }),
  ),
});

/** A case's file as it stands, or as it was known at a position. */
export function caseFile(
  client: Client,
  clerk: Clerk,
  caseId: string,
  asOf?: string,
): Promise<z.output<typeof caseFileForm>> {
  const query = asOf === undefined ? {} : { asOf };
  return client.question(clerk, `/api/v1/cases/${caseId}`, query, caseFileForm);
}

const circumstances = z.array(z.object({ code: z.string(), clause: z.string() }));

const frame = z.object({
  baseBand: z.string().nullable(),
  grounds: codes,
  mitigating: circumstances,
  aggravating: circumstances,
  priorCount: z.int(),
  permittedMethods: z.array(
    z.object({ adjustment: z.string(), clause: z.string(), methods: codes, band: z.string() }),
  ),
  authority: z.object({
    byBand: z.record(
      z.string(),
      z.object({ kinds: codes, collective: z.boolean(), clause: z.string() }),
    ),
  }),
});

/** What the measures permit for a decision on a subject that is not made yet. */
export function decisionFrame(
  client: Client,
  clerk: Clerk,
  caseId: string,
  query: { readonly subjectId: string; readonly on: string },
): Promise<z.output<typeof frame>> {
  return client.question(clerk, `/api/v1/cases/${caseId}/decision-frame`, query, frame);
}

const times = z.object({ count: z.int(), aggravationRequired: z.boolean() });

/** The one-year count on a date, as known now or at a position. */
export function accountability(
  client: Client,
  clerk: Clerk,
  personId: string,
  on: string,
  knownAt?: string,
): Promise<z.output<typeof times>> {
  const query = { on, ...(knownAt === undefined ? {} : { knownAt }) };
  return client.question(clerk, `/api/v1/persons/${personId}/accountability`, query, times);
}

const pleader = z.object({
  personId: z.string(),
  count: z.int(),
  subjects: codes,
  cases: codes,
  openedCaseId: z.string().nullable(),
});

export async function pleaders(client: Client, clerk: Clerk, min: number) {
  const answer = z.object({ items: z.array(pleader) });
  return client.question(clerk, '/api/v1/interventions/pleaders', { min: String(min) }, answer);
}

const intervention = z.object({
  on: z.string(),
  caseId: z.string(),
  subjectId: z.string(),
  subjectPersonId: z.string().nullable(),
  pleader: z.object({
    personId: z.string().optional(),
    name: z.string().optional(),
    description: z.string().optional(),
  }),
  channel: z.string().optional(),
  content: z.string().optional(),
});

/** The intervention log, newest first. */
export async function interventions(client: Client, clerk: Clerk) {
  const answer = z.object({ items: z.array(intervention) });
  return client.question(clerk, '/api/v1/interventions', { limit: '500' }, answer);
}

const obligation = z.object({
  title: z.string(),
  caseId: z.string(),
  organId: z.string(),
  clause: z.string(),
  dueOn: z.string().nullable(),
  metOn: z.string().optional(),
  derivation: z
    .object({
      start: z.string(),
      unit: z.string(),
      days: codes,
      skipped: z.array(z.object({ date: z.string(), reason: z.string() })),
    })
    .nullable(),
});

/** Duties in one state on a date, the first due first. */
export async function obligations(client: Client, clerk: Clerk, state: string, on: string) {
  const answer = z.object({ items: z.array(obligation) });
  return client.question(clerk, '/api/v1/obligations', { state, on, limit: '500' }, answer);
}

const heads = z.array(z.object({ name: z.string() }));

const finding = z.object({
  id: z.string(),
  code: z.string(),
  state: z.string(),
  title: z.string(),
  clause: z.string(),
  caseId: z.string(),
  organId: z.string(),
  head: heads,
  facts: codes,
  openFrom: z.string(),
  dispositions: z.array(
    z.object({
      on: z.string(),
      organId: z.string(),
      caseId: z.string().optional(),
      reasons: z.string().optional(),
    }),
  ),
});

export type Finding = z.output<typeof finding>;

/** What supervision finds, on a date, as known now or at a position. */
export async function findings(
  client: Client,
  clerk: Clerk,
  query: Readonly<Record<string, string>>,
): Promise<{ items: Finding[] }> {
  const answer = z.object({ items: z.array(finding) });
  return client.question(clerk, '/api/v1/supervision/findings', { ...query, limit: '500' }, answer);
}

/** How a body stands. */
export const body = z.object({
  organId: z.string(),
  head: heads,
  cases: z.int(),
  decisions: z.int(),
  notHeldToAccount: z.int(),
  overdue: z.int(),
  openFindings: z.object({
    inaction: z.int(),
    frame: z.int(),
    procedure: z.int(),
    notice: z.int(),
  }),
});

/** How each body stands on a date. */
export async function bodies(client: Client, clerk: Clerk, query: { readonly on: string }) {
  const answer = z.object({ items: z.array(body) });
  return client.question(clerk, '/api/v1/supervision/organs', { ...query, limit: '500' }, answer);
}

const access = z.object({
  position: z.string(),
  recordedAt: z.string(),
  sub: z.string(),
  route: z.string(),
});

/** Everybody who read something of a case, newest first, page by page. */
export async function accesses(
  client: Client,
  clerk: Clerk,
  caseId: string,
): Promise<readonly z.output<typeof access>[]> {
  const answer = z.object({ items: z.array(access), nextCursor: z.string().nullable() });
  const all: z.output<typeof access>[] = [];
  let cursor: string | null = null;
  do {
    const query = { case: caseId, limit: '500', ...(cursor === null ? {} : { cursor }) };
    const page: z.output<typeof answer> = await client.question(
      clerk,
      '/api/v1/accesses',
      query,
      answer,
    );
    all.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return all;
}
