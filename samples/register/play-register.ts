// Plays a real register into a running service and writes down what became of every row.
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { YAMLParseError } from 'yaml';
import { z, ZodError } from 'zod';
import type { Client, Language } from '../client.js';
import { figuresOf, type Figures } from './figures.js';
import { foreignCases, type ForeignCase } from './foreign-register.js';
import { load } from './load.js';
import { reportOf, type Report } from './loaded.js';
import { plannedCase } from './planned-case.js';
import { told } from './told.js';

/** There is no register at the path, or it is none of this form. Its text is not shown: it names people. */
export class NoRegister extends Error {
  override readonly name = 'NoRegister';
}

export interface RegisterOptions {
  /** The register's YAML file, or the folder it lies in. */
  readonly path: string;
  /** Where the report is written. */
  readonly report: string;
  /** The day duties are judged on. */
  readonly on: string;
}

/** @throws NoRegister; Refused where the frame of organs or a person is refused */
export async function playRegister(
  client: Client,
  language: Language,
  { path, report: to, on }: RegisterOptions,
): Promise<string> {
  const cases = registerAt(path).map(plannedCase);
  const rows = await load(client, cases);
  const report: Report & { figures: Figures } = {
    ...reportOf(cases, rows),
    figures: await figuresOf(client, on, cases, rows),
  };
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, `${JSON.stringify(report, null, 1)}\n`);
  return told(report, report.figures, language);
}

function registerAt(path: string): ForeignCase[] {
  try {
    const file = statSync(path).isDirectory() ? join(path, 'misconduct.yaml') : path;
    return foreignCases(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new NoRegister(reasonOf(error, path));
  }
}

function reasonOf(error: unknown, path: string): string {
  if (error instanceof YAMLParseError) return `${path} is no YAML: ${error.code}`;
  if (error instanceof ZodError) {
    const where = error.issues.map((issue) => issue.path.join('.')).slice(0, 3);
    return `${path} is no register of this form: see ${where.join(', ')}`;
  }
  const ofSystem = z.object({ code: z.string() }).safeParse(error);
  if (!ofSystem.success) throw error;
  return `${path}: ${ofSystem.data.code}`;
}
