// What a log is called. One that could not go on, since the ledger had lost events that it had
// signed, is followed by another whose name says when that was put on record:
// `wenze.example/ledger`, `wenze.example/ledger/20270203T040506.789Z`. By the time and not by a
// number: a copy from before a restart knows nothing of it, and must not give the same name to a
// third. To the millisecond, for two restarts fit into a second.
import { parseCheckpoint } from '../transparency/checkpoint.js';
import { parseNote } from '../transparency/note.js';

/**
 * When a log of these was begun, as its name says it: empty for the first one, later ones sort
 * after it. `undefined` when it is none of them.
 * @param origin the name that the settings give
 */
export function begunInName(name: string, origin: string): string | undefined {
  if (name === origin) return '';
  const since = name.startsWith(`${origin}/`) ? name.slice(origin.length + 1) : '';
  return /^[0-9]{8}T[0-9]{6}(\.[0-9]{3})?Z$/.test(since) ? since : undefined;
}

/** The name of a log that takes the place of another. @param at ISO 8601 in UTC with milliseconds */
export function nameOfLogBegun(origin: string, at: string): string {
  return `${origin}/${at.replaceAll(/[-:]/g, '')}`;
}

/** The origin that a note's text names, whoever signed it. @throws Malformed */
export function logNamedIn(note: string): string {
  return parseCheckpoint(parseNote(note).text).origin;
}
