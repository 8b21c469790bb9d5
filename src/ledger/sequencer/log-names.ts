// What a log is called. One that could not go on, since the ledger had lost events that it had
// signed, is followed by another under a name of its own: `name`, `name/2`, `name/3`. Nothing that
// was signed under one of them says anything about the next.
import { parseCheckpoint } from '../transparency/checkpoint.js';
import { parseNote } from '../transparency/note.js';

/**
 * Which of the logs of a name this is, from 1 on; `undefined` when it is none of them.
 * @param origin the name that the settings give
 */
export function numberOfLog(name: string, origin: string): number | undefined {
  if (name === origin) return 1;
  if (!name.startsWith(`${origin}/`)) return undefined;
  const number = name.slice(origin.length + 1);
  return /^([2-9]|[1-9][0-9]{1,5})$/.test(number) ? Number(number) : undefined;
}

/** The name of the log after all of these. */
export function nextLogName(origin: string, used: readonly string[]): string {
  const last = Math.max(1, ...used.map((name) => numberOfLog(name, origin) ?? 1));
  return `${origin}/${String(last + 1)}`;
}

/** The origin that a note's text names, whoever signed it. @throws Malformed */
export function logNamedIn(note: string): string {
  return parseCheckpoint(parseNote(note).text).origin;
}
