// What every subcommand is, and how its options are read.
import { parseArgs, type ParseArgsConfig } from 'node:util';

export interface Subcommand {
  readonly name: string;
  /** One line for the list of commands. */
  readonly purpose: string;
  readonly help: string;
  /** Answers the exit code. @throws Misused */
  readonly run: (options: readonly string[]) => Promise<number>;
}

/** It was called wrongly: exit 2. */
export class Misused extends Error {
  override readonly name = 'Misused';
}

/** Options and the one word that must stand beside them. @throws Misused */
export function positionalOf<const T extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  what: string,
  options: T,
): {
  readonly positional: string;
  readonly values: ReturnType<typeof parseArgs<{ options: T; strict: true }>>['values'];
} {
  const { values, positionals } = parsedOrMisused(() =>
    parseArgs({ args: [...args], options, strict: true, allowPositionals: true }),
  );
  const [positional, ...more] = positionals;
  if (positional === undefined || more.length > 0) throw new Misused(`expected one ${what}`);
  return { positional, values };
}

/** Options by `util.parseArgs`; nothing but the options named is taken. @throws Misused */
export function optionsOf<const T extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: T,
): ReturnType<typeof parseArgs<{ options: T; strict: true }>>['values'] {
  return parsedOrMisused(() => parseArgs({ args: [...args], options, strict: true })).values;
}

function parsedOrMisused<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new Misused(error instanceof Error ? error.message : String(error));
  }
}
