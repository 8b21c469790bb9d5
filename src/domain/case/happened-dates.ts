// The dates on which something is said to have happened, in the body of an act or the data of an
// event: none of them can lie in the future.
import type { LegalDate } from '../legal-date.js';

const fields = ['on', 'receivedOn', 'conductFrom', 'conductTo', 'sentOn', 'decidedOn'];
const conductFields = ['from', 'to'];

/** Each date with its path: `on`, `meeting.heldOn`, `findings.0.conducts.1.from`. */
export function happenedDates(said: object): readonly (readonly [path: string, date: LegalDate])[] {
  const meeting = fieldOf(said, 'meeting');
  return [
    ...datesIn(said, '', fields),
    ...(typeof meeting === 'object' && meeting !== null
      ? datesIn(meeting, 'meeting.', ['heldOn'])
      : []),
    ...conductsIn(said),
  ];
}

/** In the order of the names, so that of several the first is told of. */
function datesIn(
  said: object,
  at: string,
  names: readonly string[],
): (readonly [string, LegalDate])[] {
  const dates: (readonly [string, LegalDate])[] = [];
  for (const name of names) {
    const value = fieldOf(said, name);
    if (typeof value === 'string') dates.push([`${at}${name}`, value]);
  }
  return dates;
}

/** The single acts a report found, each with its days. */
function conductsIn(said: object): (readonly [string, LegalDate])[] {
  return listOf(said, 'findings').flatMap((finding, f) =>
    listOf(finding, 'conducts').flatMap((conduct, c) =>
      datesIn(conduct, `findings.${String(f)}.conducts.${String(c)}.`, conductFields),
    ),
  );
}

function listOf(said: object, name: string): readonly object[] {
  const value = fieldOf(said, name);
  if (!Array.isArray(value)) return [];
  return value.filter((item): item is object => typeof item === 'object' && item !== null);
}

function fieldOf(said: object, name: string): unknown {
  return (said as Readonly<Record<string, unknown>>)[name];
}
