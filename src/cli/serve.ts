// `wenze serve`: the service, as `npm start` runs it.
import { Misused, type Subcommand } from './subcommand.js';

export const serveCommand: Subcommand = {
  name: 'serve',
  purpose: 'run the service',
  help: `wenze serve

Runs the service until SIGTERM or SIGINT. Settings come from the environment: PORT (3000),
HOST (127.0.0.1), DATA_DIR (./data), NODE_ENV, LEDGER_ORIGIN, LOG_LEVEL, BODY_LIMIT, EVIDENCE_LIMIT.
`,
  async run(options) {
    if (options.length > 0) throw new Misused('serve takes no options');
    await import('../main.js');
    return Number(process.exitCode ?? 0);
  },
};
