// Plays a real register into a running service and writes down what became of every row.
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { YAMLParseError } from 'yaml';
import { z, ZodError } from 'zod';
import type { Words } from '../city.js';
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
  constructor({ zh, en }: Words, language: Language) {
    super(language === 'en' ? en : zh);
  }
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
  const cases = registerAt(path, language).map(plannedCase);
  const rows = await load(client, cases);
  const report: Report & { figures: Figures } = {
    ...reportOf(cases, rows),
    figures: await figuresOf(client, on, cases, rows),
  };
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, `${JSON.stringify(report, null, 1)}\n`);
  return told(report, report.figures, language);
}

const name = 'misconduct.yaml';

function registerAt(path: string, language: Language): ForeignCase[] {
  try {
    const file = statSync(path).isDirectory() ? join(path, name) : path;
    return foreignCases(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new NoRegister(reasonOf(error, path), language);
  }
}

function reasonOf(error: unknown, path: string): Words {
  if (error instanceof YAMLParseError)
    return { zh: `${path} 不是 YAML 文件：${error.code}`, en: `${path} is no YAML: ${error.code}` };
  if (error instanceof ZodError) {
    const fields = error.issues.map((issue) => issue.path.join('.')).slice(0, 3);
    return {
      zh: `${path} 不是这种格式的登记册，见 ${fields.join('、')}`,
      en: `${path} is no register of this form: see ${fields.join(', ')}`,
    };
  }
  const ofSystem = z.object({ code: z.string() }).safeParse(error);
  if (!ofSystem.success) throw error;
  const { code } = ofSystem.data;
  if (code === 'ENOENT')
    return {
      zh: `${path} 没有登记册：--register 后应为登记册的 YAML 文件，或者其中有 ${name} 的文件夹。从何处取得，见 docs/real-register.md。`,
      en: `there is no register at ${path}: after --register comes the YAML file of one, or a folder with ${name} in it. Where to get it: docs/real-register.md.`,
    };
  return { zh: `读不了 ${path}：${code}`, en: `${path} cannot be read: ${code}` };
}
