// Reads a real register of misconduct in office in the form of the govtrack-misconduct project
// (CC0): one YAML file of cases, each with the consequences it had. Names, allegations and
// narratives are dropped at the door; the text of a consequence stays only to be understood by
// mapping.ts and is sent nowhere.
import { parse } from 'yaml';
import { z } from 'zod';

/** One dated consequence: a row of the register. */
export interface Row {
  /** `case/number`, both counted from 1 as they stand in the file: how the report names a row. */
  readonly id: string;
  /** As the register has it: a day, a month or a year. */
  readonly date: string;
  readonly body: string;
  readonly text: string;
  readonly tags: readonly string[];
}

export interface ForeignCase {
  readonly number: number;
  /** The register's number of the person, never the name. */
  readonly person: string;
  readonly tags: readonly string[];
  readonly rows: readonly Row[];
}

// A year alone is a number to YAML.
const date = z.union([z.string(), z.int()]).transform(String);
const tags = z
  .string()
  .default('')
  .transform((list) => list.split(/\s+/).filter(Boolean));

const consequence = z.object({
  date: date.refine((text) => /^\d{4}(-\d{2}(-\d{2})?)?$/.test(text), 'expected YYYY[-MM[-DD]]'),
  body: z.string().default(''),
  action: z.string().optional(),
  text: z.string().optional(),
  tags,
});

const form = z.array(
  z.object({ person: z.int(), tags, consequences: z.array(consequence).default([]) }),
);

/** The cases in the order of the file. @throws ZodError, YAMLParseError where it is no such register */
export function foreignCases(yaml: string): ForeignCase[] {
  return form.parse(parse(yaml)).map(({ person, tags: ofCase, consequences }, index) => ({
    number: index + 1,
    person: String(person),
    tags: ofCase,
    rows: consequences.map(({ date: on, body, action, text, tags: ofRow }, at) => ({
      id: `${String(index + 1)}/${String(at + 1)}`,
      date: on,
      body,
      text: action ?? text ?? '',
      tags: ofRow,
    })),
  }));
}
