// The table of routes as the running server meets it: a request finds its row, a path its methods,
// and at the start both sides are compared, so that no route is served without a row.
import type { FastifyRequest } from 'fastify';
import { routeName, type Route } from './routes.js';

/** Rows and routes do not agree; nothing may be served. */
export class RoutesDisagree extends Error {
  override readonly name = 'RoutesDisagree';
}

export class ServedRoutes {
  private readonly byName: ReadonlyMap<string, Route>;
  private readonly paths: readonly { readonly form: RegExp; readonly methods: readonly string[] }[];

  constructor(readonly rows: readonly Route[]) {
    this.byName = new Map(rows.map((route) => [routeName(route), route]));
    this.paths = rows.map((route) => ({
      methods: answersHead(route) ? [route.method, 'HEAD'] : [route.method],
      form: new RegExp(
        `^${route.path
          .replaceAll('.', '\\.')
          .replaceAll(/:[A-Za-z]+/g, '[^/]+')
          .replace('*', '.+')}$`,
      ),
    }));
  }

  /** The row of a request; `:act` in the server's pattern stands for the acts in the table. Undefined where there is none: nobody may pass. */
  of({ method, routeOptions: { url }, params }: FastifyRequest): Route | undefined {
    if (method !== 'HEAD') return this.byName.get(`${method} ${withAct(url ?? '', actIn(params))}`);
    const page = this.byName.get(`GET ${url ?? ''}`);
    return page && answersHead(page) ? page : undefined;
  }

  /** The methods a path is served with; empty when there is no such path. */
  methodsAt(path: string): readonly string[] {
    return [
      ...new Set(
        this.paths.filter(({ form }) => form.test(path)).flatMap(({ methods }) => methods),
      ),
    ];
  }

  /**
   * Compares the table with what the server really serves.
   * @param served method and pattern of every route of the running server
   * @throws RoutesDisagree naming each route without a row and each row without a route
   */
  requireSame(served: readonly { readonly method: string; readonly url: string }[]): void {
    const names = new Set(served.map(({ method, url }) => `${method} ${url}`));
    // `POST /…/:act` serves the rows that stand where `:act` does.
    const rowsOf = (name: string): string[] =>
      name.endsWith('/:act')
        ? [...this.byName.keys()].filter((row) => row.replace(/[^/:]+$/, ':act') === name)
        : [name].filter((row) => this.byName.has(row));
    const withRoute = new Set([...names].flatMap((name) => rowsOf(name)));
    const disagreeing = [
      ...[...names].filter((name) => rowsOf(name).length === 0).map((name) => `${name} has no row`),
      ...[...this.byName.keys()]
        .filter((row) => !withRoute.has(row))
        .map((row) => `${row} is not served`),
    ];
    if (disagreeing.length > 0)
      throw new RoutesDisagree(`routes.ts and the server disagree: ${disagreeing.join('; ')}`);
  }
}

/**
 * Whether a row answers HEAD, as GET without the body: where nobody says who it is. Elsewhere a
 * read is put down with who read what, and a look that shows nothing is none.
 */
function answersHead({ method, rights }: Route): boolean {
  return method === 'GET' && rights === 'public';
}

function withAct(pattern: string, act: string | undefined): string {
  return act !== undefined && pattern.endsWith('/:act') ? pattern.slice(0, -4) + act : pattern;
}

function actIn(params: unknown): string | undefined {
  if (typeof params !== 'object' || params === null || !('act' in params)) return undefined;
  return typeof params.act === 'string' ? params.act : undefined;
}
