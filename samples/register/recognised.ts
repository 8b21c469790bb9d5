// What a row of the foreign register says, by the table of mapping.ts.
import type { Row } from './foreign-register.js';
import { bodyKind, type BodyKind } from './frame.js';
import { kinds, type Kind } from './mapping.js';

function fits({ by, text, unless }: Kind, body: BodyKind, said: string): boolean {
  return (
    text !== undefined &&
    (by?.includes(body) ?? true) &&
    text.test(said) &&
    !(unless?.test(said) ?? false)
  );
}

/** What a row says: everything its tags name, else the first thing its text is recognised by; nothing where it is free text. */
export function kindsOf({ body, text, tags }: Row): readonly Kind[] {
  const by = bodyKind(body);
  const said = text.trim().toLowerCase();
  const tagged = kinds.filter(
    ({ tag, unless }) => tag !== undefined && tags.includes(tag) && !(unless?.test(said) ?? false),
  );
  if (tagged.length === 0) return kinds.filter((kind) => fits(kind, by, said)).slice(0, 1);
  const beside = kinds.filter(
    (kind) => kind.besideTags && !tagged.includes(kind) && fits(kind, by, said),
  );
  // In the order of the table: what is recommended comes before what is decided on it.
  return kinds.filter((kind) => tagged.includes(kind) || beside.includes(kind));
}
