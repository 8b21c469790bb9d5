// Which fields of a thing an event changed. Rows are derived anew only where what they are made of
// has changed, and this is asked after every event: an act always changes the same few fields, so
// what follows from a set of them is found once.

/** The names of the fields that changed. One and the same object for the same names, so answers can be kept by it. */
export type ChangedFields = ReadonlySet<string>;

const nothing: ChangedFields = new Set<string>();
const sets = new Map<string, ChangedFields>();

let last: { readonly before: object; readonly after: object; readonly changed: ChangedFields } = {
  before: nothing,
  after: nothing,
  changed: nothing,
};

/** The fields in which two versions of a thing differ. Asked again of the same two, it remembers: many parts ask in turn. */
export function changedFields(before: object, after: object): ChangedFields {
  if (before === after) return nothing;
  if (last.before !== before || last.after !== after)
    last = { before, after, changed: differing(before, after) };
  return last.changed;
}

type Fields = Readonly<Record<string, unknown>>;

function differing(before: object, after: object): ChangedFields {
  const [a, b] = [before as Fields, after as Fields];
  let key = '';
  let names = 0;
  let added = 0;
  // In a loop over its own names an object is read far quicker than by names of an array.
  for (const name in b) {
    const former = a[name];
    if (former !== b[name]) key += `${name} `;
    if (former === undefined && !(name in a)) added += 1;
    names += 1;
  }
  // What is no more has no name in the later version.
  const formerNames = Object.keys(a);
  if (formerNames.length > names - added)
    for (const name of formerNames) if (!(name in b) && a[name] !== undefined) key += `${name} `;
  let changed = sets.get(key);
  if (changed === undefined) sets.set(key, (changed = new Set(key.split(' ').slice(0, -1))));
  return changed;
}

/** Whether any of some fields is among the changed ones: the answer is kept for each set of them. */
export function touches(
  reads: readonly PropertyKey[] | 'everything',
): (changed: ChangedFields) => boolean {
  if (reads === 'everything') return (changed) => changed.size > 0;
  const answers = new Map<ChangedFields, boolean>();
  return (changed) => {
    let touched = answers.get(changed);
    if (touched === undefined) {
      touched = reads.some((field) => changed.has(String(field)));
      answers.set(changed, touched);
    }
    return touched;
  };
}
