// `npm run demo`: plays a fictional register into a running service and shows what a commission
// would look at. `WENZE_URL` names the service (default http://127.0.0.1:3000), `--lang en` the
// language of what is shown.
import { parseArgs } from 'node:util';
import { Client, NoService, Refused, type Language } from './client.js';
import { tell } from './commission-view.js';
import { play } from './play.js';

// Whoever reads through `head` has seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

const usage = 'npm run demo [-- --lang zh-CN|en]';

function languageAsked(): Language | undefined {
  try {
    const { lang } = parseArgs({ options: { lang: { type: 'string', default: 'zh-CN' } } }).values;
    return lang === 'zh-CN' || lang === 'en' ? lang : undefined;
  } catch {
    return undefined;
  }
}

const language = languageAsked();
if (language === undefined) {
  process.stderr.write(`${usage}\n`);
  process.exitCode = 2;
} else {
  const origin = (process.env['WENZE_URL'] ?? 'http://127.0.0.1:3000').replace(/\/+$/, '');
  try {
    const client = new Client(origin, language);
    await tell(client, await play(client), language, origin);
  } catch (error) {
    if (!(error instanceof NoService || error instanceof Refused)) throw error;
    process.stderr.write(`demo: ${error.message}\n`);
    process.exitCode = 1;
  }
}
