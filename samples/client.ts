// A client of the HTTP API like any other: tokens, commands with their keys, and questions. What
// comes back is parsed, never trusted.
import { z } from 'zod';

export type Language = 'zh-CN' | 'en';

/** Who does something, as the token says it (API: Identity). */
export interface Clerk {
  readonly sub: string;
  readonly name: string;
  readonly organ: string;
  readonly roles: readonly string[];
}

const recorded = z.object({
  revision: z.int(),
  position: z.string(),
  events: z.array(z.object({ eventId: z.string(), type: z.string() })),
});

/** What a command answered; `replayed` when the service had carried it out before. */
export type Recorded = z.output<typeof recorded> & { readonly replayed: boolean };

const problemForm = z.object({
  status: z.int(),
  code: z.string(),
  title: z.string(),
  detail: z.string().optional(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  irregularities: z
    .array(z.object({ code: z.string(), clause: z.string(), message: z.string() }))
    .optional(),
});

/** The service's refusal of a request, in the reader's language. */
export class Refused extends Error {
  override readonly name = 'Refused';
  constructor(
    readonly request: string,
    readonly problem: z.output<typeof problemForm>,
  ) {
    const { status, code, title, detail, errors } = problem;
    const where = (errors ?? []).map(({ path, message }) => `${path}: ${message}`);
    super(
      [`${request}: ${String(status)} ${code}`, title, detail, ...where]
        .filter(Boolean)
        .join('\n  '),
    );
  }
}

/** The service cannot be reached, or is none that a demo may play on. */
export class NoService extends Error {
  override readonly name = 'NoService';
}

interface Sent {
  readonly idempotencyKey?: string;
  /** Only while the case stands at this revision. */
  readonly ifMatch?: number;
}

/** @param origin such as `http://127.0.0.1:3000` */
export class Client {
  private readonly tokens = new Map<string, Promise<string>>();
  private newest: string | undefined;

  constructor(
    private readonly origin: string,
    readonly language: Language,
  ) {}

  /** Sends a command. @throws Refused */
  async command(clerk: Clerk, path: string, body: object, sent: Sent): Promise<Recorded> {
    const response = await this.send(clerk, 'POST', path, {
      headers: {
        'content-type': 'application/json',
        ...(sent.idempotencyKey === undefined ? {} : { 'idempotency-key': sent.idempotencyKey }),
        ...(sent.ifMatch === undefined ? {} : { 'if-match': `"${String(sent.ifMatch)}"` }),
      },
      body: JSON.stringify(body),
    });
    const answer = recorded.parse(await response.json());
    if (this.newest === undefined || BigInt(answer.position) > BigInt(this.newest))
      this.newest = answer.position;
    return { ...answer, replayed: response.headers.get('idempotent-replayed') === 'true' };
  }

  /** Brings the bytes of a piece of evidence. @throws Refused */
  async upload(clerk: Clerk, text: string, mediaType: string): Promise<void> {
    const form = new FormData();
    form.set('file', new Blob([text], { type: mediaType }), 'evidence');
    await this.send(clerk, 'POST', '/api/v1/evidence', { body: form });
  }

  /** Asks a question of the read models as they stand after this client's own commands. @throws Refused */
  async question<T extends z.ZodType>(
    clerk: Clerk,
    path: string,
    query: Readonly<Record<string, string>>,
    answer: T,
  ): Promise<z.output<T>> {
    const asked = new URLSearchParams(query);
    if (this.newest !== undefined) asked.set('atLeast', this.newest);
    const response = await this.send(clerk, 'GET', `${path}?${asked.toString()}`, {});
    return answer.parse(await response.json());
  }

  /** A document without parameters. @throws Refused */
  async document<T extends z.ZodType>(clerk: Clerk, path: string, answer: T): Promise<z.output<T>> {
    return answer.parse(await (await this.send(clerk, 'GET', path, {})).json());
  }

  private async send(
    clerk: Clerk,
    method: string,
    path: string,
    { headers, body }: { headers?: Record<string, string>; body?: string | FormData },
  ): Promise<Response> {
    const authorization = `Bearer ${await this.tokenOf(clerk)}`;
    const response = await this.reach(path, {
      method,
      headers: { ...headers, authorization, 'accept-language': this.language },
      ...(body === undefined ? {} : { body }),
    });
    if (response.ok) return response;
    throw new Refused(`${method} ${path}`, problemForm.parse(await response.json()));
  }

  private tokenOf(clerk: Clerk): Promise<string> {
    const held = this.tokens.get(clerk.sub) ?? this.askForToken(clerk);
    this.tokens.set(clerk.sub, held);
    return held;
  }

  private async askForToken(clerk: Clerk): Promise<string> {
    const response = await this.reach('/dev/token', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(clerk),
    });
    if (!response.ok)
      throw new NoService(`${this.origin} issues no development tokens: is it in production mode?`);
    return z.object({ token: z.string() }).parse(await response.json()).token;
  }

  private async reach(path: string, init: RequestInit): Promise<Response> {
    try {
      return await fetch(this.origin + path, init);
    } catch (error) {
      throw new NoService(`no service answers at ${this.origin}: start one with \`npm start\``, {
        cause: error,
      });
    }
  }
}
