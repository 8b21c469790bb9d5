// `wenze serve`: the service, whole as `npm start` runs it, or some of its parts.
import { parts } from '../parts.js';
import { optionsOf, type Subcommand } from './subcommand.js';

export const serveCommand: Subcommand = {
  name: 'serve',
  purpose: 'run the service, or some of its parts',
  help: `wenze serve [--api] [--projector] [--sequencer]

Runs the service until SIGTERM or SIGINT: the parts that are named, all of them where none is.
Parts run apart where the ledger is on a server (LEDGER_URL=esdb://…) and the read models in
PostgreSQL (READ_STORE_URL=postgres://…): any number of APIs, one projector and one sequencer, with
further projectors standing by. Each process answers /health and /metrics on its PORT.
Settings come from the environment: PORT (3000), HOST (127.0.0.1), DATA_DIR (./data), LEDGER_URL,
READ_STORE_URL, LEDGER_ORIGIN, NODE_ENV, LOG_LEVEL, BODY_LIMIT, EVIDENCE_LIMIT.
`,
  async run(options) {
    const named = optionsOf(options, {
      api: { type: 'boolean' },
      projector: { type: 'boolean' },
      sequencer: { type: 'boolean' },
    });
    const some = parts.filter((part) => named[part]);
    const { serve } = await import('../serve.js');
    await serve(some.length === 0 ? parts : some);
    return 0;
  },
};
