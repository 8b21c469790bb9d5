// `npm run demo`: plays a fictional register into a running service and shows what a commission
// would look at. `WENZE_URL` names the service (default http://127.0.0.1:3000), `--lang en` the
// language of what is shown. `--register PATH` plays a real register instead
// (docs/real-register.md).
import { parseArgs } from 'node:util';
import { Client, NoService, Refused, type Language } from './client.js';
import { tell } from './commission-view.js';
import { play } from './play.js';
import { NoRegister, playRegister } from './register/play-register.js';
import { inShanghai } from './wording.js';

// Whoever reads through `head` has seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

const usage = 'npm run demo [-- --lang zh-CN|en] [--register PATH [--report FILE]]';

interface Asked {
  readonly language: Language;
  readonly register: string | undefined;
  readonly report: string;
}

function asked(): Asked | undefined {
  try {
    const { lang, register, report } = parseArgs({
      options: {
        lang: { type: 'string', default: 'zh-CN' },
        register: { type: 'string' },
        report: { type: 'string' },
      },
    }).values;
    if (lang !== 'zh-CN' && lang !== 'en') return undefined;
    if (report !== undefined && register === undefined) return undefined;
    return { language: lang, register, report: report ?? 'build/register-report.json' };
  } catch {
    return undefined;
  }
}

async function run({ language, register, report }: Asked): Promise<void> {
  const origin = (process.env['WENZE_URL'] ?? 'http://127.0.0.1:3000').replace(/\/+$/, '');
  const client = new Client(origin, language);
  if (register === undefined) {
    await tell(client, await play(client), language, origin);
    return;
  }
  const on = inShanghai.format(new Date()).slice(0, 10);
  const text = await playRegister(client, language, { path: register, report, on });
  process.stdout.write(`${text}\n\n${report}\n`);
}

const options = asked();
if (options === undefined) {
  process.stderr.write(`${usage}\n`);
  process.exitCode = 2;
} else {
  try {
    await run(options);
  } catch (error) {
    const expected = [NoService, Refused, NoRegister].some((kind) => error instanceof kind);
    if (!expected || !(error instanceof Error)) throw error;
    process.stderr.write(`demo: ${error.message}\n`);
    process.exitCode = 1;
  }
}
