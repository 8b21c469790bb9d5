// Why a log stops signing: what it would sign could contradict what it has signed. Everything else
// of the service goes on; an operator looks (docs/transparency.md says what to do about each).

/** The reasons, by a code that stays; docs/transparency.md has a line for each. */
type Why =
  | 'key-missing'
  | 'key-unusable'
  | 'key-unknown'
  | 'origin-changed'
  | 'checkpoint-missing'
  | 'checkpoint-damaged'
  | 'ledger-behind'
  | 'ledger-differs'
  | 'ledger-damaged'
  | 'another-sequencer';

/** In both languages; names no person and no case. */
export interface Reason {
  readonly code: Why;
  readonly words: { readonly zh: string; readonly en: string };
}

/** Thrown inside the sequencer; it ends its work until the next start. */
export class WillNotSign extends Error {
  override readonly name = 'WillNotSign';
  constructor(readonly reason: Reason) {
    super(reason.words.en);
  }
}

/** A refusal with its reason in both languages. */
export function willNotSign(code: Why, zh: string, en: string): WillNotSign {
  return new WillNotSign({ code, words: { zh, en } });
}
