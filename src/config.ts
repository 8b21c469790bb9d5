// The only reader of the environment. Every setting has a default with which the embedded shape
// runs; a wrong one stops the start with a message that names the variable.
import { z } from 'zod';
import { ledgerAddress, ledgerForms, type LedgerAddress } from './ledger/address.js';
import {
  witnessAddresses,
  witnessForms,
  type WitnessAddress,
} from './ledger/sequencer/witness-address.js';
import { isKeyName } from './ledger/transparency/note.js';
import { readStoreAddress, readStoreForms, type ReadStoreAddress } from './projections/address.js';

const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^[0-9]{1,12}$/, 'expected a whole number')
    .transform(Number)
    .pipe(z.int().min(least).max(most));

/** A text that a reader of addresses takes; the message never quotes it, for it may hold a password. */
const addressOf = <A>(read: (text: string) => A | undefined, forms: string) =>
  z.string().transform((text, context): A => {
    const address = read(text);
    if (address !== undefined) return address;
    context.addIssue(`expected ${forms}`);
    return z.NEVER;
  });

const megabyte = 1024 * 1024;

const settings = z.object({
  /** TCP port; 0 lets the system choose one. */
  PORT: wholeNumber(0, 65_535).default(3000),
  /** Address to listen on; the default keeps the service on this machine. */
  HOST: z.string().min(1).default('127.0.0.1'),
  /** Folder of the ledger, the read models, the keys and the evidence. */
  DATA_DIR: z.string().min(1).default('./data'),
  /** Where the ledger is; in the data directory unless told. */
  LEDGER_URL: addressOf(ledgerAddress, ledgerForms).optional(),
  /** Where the read models are; in the data directory unless told. */
  READ_STORE_URL: addressOf(readStoreAddress, readStoreForms).optional(),
  /** Name of the transparency log, for ever: the origin of its checkpoints and of its key. */
  LEDGER_ORIGIN: z
    .string()
    .max(200)
    .refine(isKeyName, 'expected a name without spaces and without a plus')
    .default('wenze.local/ledger'),
  /** Who is asked to cosign the checkpoints of the log; nobody unless told. */
  WITNESSES: addressOf(witnessAddresses, witnessForms).optional(),
  /** `production` does without development tokens. */
  NODE_ENV: z.enum(['production', 'development', 'test']).default('development'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  /** Most bytes of a JSON body. */
  BODY_LIMIT: wholeNumber(1024, 64 * megabyte).default(megabyte),
  /** Most bytes of one piece of evidence. */
  EVIDENCE_LIMIT: wholeNumber(1024, 4096 * megabyte).default(100 * megabyte),
});

export interface Config {
  readonly port: number;
  readonly host: string;
  /** Holds the keys and the evidence, and whatever no other address was given for. */
  readonly dataDir: string;
  readonly ledger: LedgerAddress;
  readonly readStore: ReadStoreAddress;
  /** Name of the transparency log. */
  readonly origin: string;
  readonly witnesses: readonly WitnessAddress[];
  readonly production: boolean;
  readonly logLevel: z.output<typeof settings>['LOG_LEVEL'];
  /** Bytes. */
  readonly bodyLimit: number;
  /** Bytes. */
  readonly evidenceLimit: number;
}

/** A setting is not what it should be; the message names every such variable and never shows a value. */
export class InvalidConfig extends Error {
  override readonly name = 'InvalidConfig';
}

/**
 * The settings of this process. An empty variable counts as not set.
 * @throws InvalidConfig
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const set = Object.entries(environment).filter(
    ([, value]) => value !== undefined && value !== '',
  );
  const read = settings.safeParse(Object.fromEntries(set));
  if (!read.success)
    throw new InvalidConfig(
      read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'),
    );
  const { PORT, HOST, DATA_DIR, LEDGER_URL, READ_STORE_URL, LEDGER_ORIGIN } = read.data;
  const { WITNESSES, NODE_ENV, LOG_LEVEL, BODY_LIMIT, EVIDENCE_LIMIT } = read.data;
  const here = { engine: 'sqlite', directory: DATA_DIR } as const;
  return {
    port: PORT,
    host: HOST,
    dataDir: DATA_DIR,
    ledger: LEDGER_URL ?? here,
    readStore: READ_STORE_URL ?? here,
    origin: LEDGER_ORIGIN,
    witnesses: WITNESSES ?? [],
    production: NODE_ENV === 'production',
    logLevel: LOG_LEVEL,
    bodyLimit: BODY_LIMIT,
    evidenceLimit: EVIDENCE_LIMIT,
  };
}
