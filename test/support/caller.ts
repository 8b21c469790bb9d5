// Somebody with a token who speaks to a running service. Every answer is held against what the
// table of routes says of it, so that each end-to-end test also tests the OpenAPI document.
import { z } from 'zod';
import { problemDetails, recorded } from '../../src/api/answers.js';
import { basePath, routesOf, type Route } from '../../src/api/routes.js';
import type { CaseAct } from '../../src/domain/case/acts.js';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export type Recorded = z.output<typeof recorded>;
export type ProblemDocument = z.output<typeof problemDetails>;

/** What may stand beside the body of a command. */
export interface Conditions {
  readonly key?: string;
  readonly ifMatch?: number;
  readonly acknowledge?: { readonly codes: readonly string[]; readonly justification: string };
}

/** Where a caller's requests go; a service that is started again has another address. */
export interface Served {
  ask(path: string, init?: RequestInit): Promise<Answer>;
}

export class Caller {
  constructor(
    private readonly service: Served,
    readonly token: string,
  ) {}

  /** A request below `/api/v1`. */
  async ask(path: string, init: RequestInit = {}): Promise<Answer> {
    const answer = await this.service.ask(basePath + path, {
      ...init,
      headers: { authorization: `Bearer ${this.token}`, ...plain(init.headers) },
    });
    requireAsDocumented(init.method ?? 'GET', basePath + path, answer);
    return answer;
  }

  /** @throws Error unless the answer is a 200 */
  async get<T extends z.ZodType>(path: string, schema: T): Promise<z.output<T>> {
    const answer = await this.ask(path);
    if (answer.status !== 200) throw new Error(`GET ${path}: ${answer.status} ${answer.text}`);
    return schema.parse(JSON.parse(answer.text));
  }

  /** The items of one page. @throws Error unless the answer is a 200 */
  async items<T extends z.ZodType>(path: string, item: T): Promise<z.output<T>[]> {
    return (await this.get(path, z.object({ items: z.array(item) }))).items;
  }

  /** The items of every page, so many a page. */
  async everyItem<T extends z.ZodType>(
    path: string,
    item: T,
    limit: number,
  ): Promise<z.output<T>[]> {
    const page = z.object({ items: z.array(item), nextCursor: z.string().nullable() });
    const mark = path.includes('?') ? '&' : '?';
    const items: z.output<T>[] = [];
    let cursor: string | null = null;
    do {
      const at: string = cursor === null ? '' : `&cursor=${cursor}`;
      const read: z.output<typeof page> = await this.get(
        `${path}${mark}limit=${String(limit)}${at}`,
        page,
      );
      items.push(...read.items);
      cursor = read.nextCursor;
    } while (cursor !== null);
    return items;
  }

  post(
    path: string,
    body: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    return this.ask(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  }

  /** A command on a case; `register` stands for `POST /cases`. */
  act(
    caseId: string,
    act: CaseAct,
    body: object,
    { key, ifMatch, acknowledge }: Conditions = {},
  ): Promise<Answer> {
    return this.post(
      act === 'register' ? '/cases' : `/cases/${caseId}/${act}`,
      {
        ...(act === 'register' ? { id: caseId } : {}),
        ...body,
        ...(acknowledge === undefined ? {} : { acknowledge }),
      },
      {
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...(ifMatch === undefined ? {} : { 'if-match': `"${String(ifMatch)}"` }),
      },
    );
  }

  /** The same, expected to be recorded. @throws Error unless the answer is a 201 */
  async did(caseId: string, act: CaseAct, body: object, more: Conditions = {}): Promise<Recorded> {
    const answer = await this.act(caseId, act, body, more);
    if (answer.status !== 201)
      throw new Error(`${act} on ${caseId}: ${answer.status} ${answer.text}`);
    return recordedIn(answer);
  }

  /** Uploads bytes as the one file of a form. */
  upload(bytes: string | Uint8Array<ArrayBuffer>, mediaType: string): Promise<Answer> {
    const form = new FormData();
    form.append('file', new Blob([bytes], { type: mediaType }), 'file');
    return this.ask('/evidence', { method: 'POST', body: form });
  }
}

export function recordedIn({ text }: Answer): Recorded {
  return recorded.parse(JSON.parse(text));
}

/** The problem an answer shows. @throws Error when it is no problem document, or shows where the program failed */
export function problemIn({ status, headers, text }: Answer): ProblemDocument {
  if (!/^application\/problem\+json\b/.test(headers.get('content-type') ?? ''))
    throw new Error(`${String(status)} is no problem document: ${text}`);
  if (tracesOfProgram.test(text)) throw new Error(`the problem shows where it arose: ${text}`);
  const shown = problemDetails.parse(JSON.parse(text));
  if (shown.status !== status) throw new Error(`answered ${status}, says ${text}`);
  return shown;
}

/** Status and code of an answer: what a test of a refusal says first. */
export function refusal(answer: Answer): string {
  return `${answer.status} ${problemIn(answer).code}`;
}

/** The codes of the rules an act was refused for. */
export function codesOf(answer: Answer): readonly string[] {
  expect(refusal(answer)).toBe('422 irregular');
  return (problemIn(answer).irregularities ?? []).map(({ code }) => code);
}

/** Lines of a stack, paths and names of source files, names of errors of the language and the database. */
const tracesOfProgram =
  /\n\s+at |\bat \S+ \(|node_modules|\.[cm]?[jt]s:\d|file:\/\/|SQLITE_|(Type|Range|Reference|Syntax|Zod)Error/;

const rows = routesOf({ production: false }).map((route) => ({
  route,
  form: new RegExp(`^${route.path.replaceAll('.', '\\.').replaceAll(/:[A-Za-z]+/g, '[^/]+')}$`),
}));

/** The row of the table that serves a request. */
function rowOf(method: string, path: string): Route | undefined {
  const [address = ''] = path.split('?', 1);
  return rows.find(({ route, form }) => route.method === method && form.test(address))?.route;
}

function requireAsDocumented(method: string, path: string, answer: Answer): void {
  if (answer.status >= 400) {
    problemIn(answer);
    return;
  }
  const row = rowOf(method, path);
  const documented = row?.answer;
  const type = answer.headers.get('content-type') ?? '';
  if (documented === undefined || typeof documented === 'string') return;
  if (row?.alsoAs !== undefined && type.startsWith(row.alsoAs)) return;
  if (!/^application\/json\b/.test(type)) throw new Error(`${method} ${path} answers ${type}`);
  documented.parse(JSON.parse(answer.text));
}

function plain(headers: RequestInit['headers']): Record<string, string> {
  return Object.fromEntries(new Headers(headers));
}
