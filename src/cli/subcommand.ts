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

/** Options by `util.parseArgs`; nothing but the options named is taken. @throws Misused */
export function optionsOf<const T extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: T,
): ReturnType<typeof parseArgs<{ options: T; strict: true }>>['values'] {
  try {
    return parseArgs({ args: [...args], options, strict: true }).values;
  } catch (error) {
    throw new Misused(error instanceof Error ? error.message : String(error));
  }
}
