// Whether the service can do its work now. Each part that can fail says so itself.
import type { Words } from '../domain/words.js';

/** Why a part cannot serve; undefined when it can. */
export type Check = () => Words | undefined;

export class Readiness {
  private readonly checks = new Map<string, Check>();

  /** @param part as it is named to operators: `ledger`, `projections` */
  add(part: string, check: Check): void {
    this.checks.set(part, check);
  }

  /** The parts that cannot serve, with their reasons. */
  troubles(): readonly { readonly path: string; readonly words: Words }[] {
    return [...this.checks].flatMap(([path, check]) => {
      const words = check();
      return words === undefined ? [] : [{ path, words }];
    });
  }
}
