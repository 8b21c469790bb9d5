// `wenze token`: a token of the data directory's own issuer, for first steps and for scripts.
import { z } from 'zod';
import { LocalIssuer, tokenRequest } from '../api/tokens.js';
import { readConfig } from '../config.js';
import { Misused, optionsOf, type Subcommand } from './subcommand.js';

const seconds = z
  .string()
  .regex(/^[1-9][0-9]{0,6}$/)
  .transform(Number);

export const tokenCommand: Subcommand = {
  name: 'token',
  purpose: 'issue a token of the local issuer',
  help: `wenze token --sub SUB --organ ORGAN --roles ROLE[,ROLE…] [--name NAME] [--ttl SECONDS] [--data DIR] [--json]

Issues a bearer token that the service of the same data directory takes. Roles: intake,
investigator, decider, registrar, appeals, supervisor, auditor, analyst, custodian, admin.
`,
  async run(options) {
    const { json, data, ttl, roles, sub, name, organ } = optionsOf(options, {
      sub: { type: 'string' },
      name: { type: 'string' },
      organ: { type: 'string' },
      roles: { type: 'string' },
      ttl: { type: 'string' },
      data: { type: 'string' },
      json: { type: 'boolean' },
    });
    const asked = tokenRequest.safeParse(
      { sub, name: name ?? sub, organ, roles: roles?.split(',') },
      { reportInput: true },
    );
    if (!asked.success)
      throw new Misused(
        asked.error.issues
          .map(({ path: [option], message, input }) =>
            input === undefined
              ? `--${String(option)} is required`
              : `--${String(option)}: ${message}`,
          )
          .join('\n'),
      );
    const holds = ttl === undefined ? undefined : seconds.safeParse(ttl);
    if (holds?.success === false) throw new Misused('--ttl: expected a number of seconds');
    const issuer = await LocalIssuer.of(data ?? readConfig().dataDir);
    const token = await issuer.issueToken(asked.data, holds?.data);
    process.stdout.write(json ? `${JSON.stringify({ token })}\n` : `${token}\n`);
    return 0;
  },
};
