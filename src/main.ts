// Starts the service: configuration, stores, HTTP. Ends it in order on SIGTERM or SIGINT.
import 'reflect-metadata';
import { makeHttpApp } from './api/http-app.js';
import { LedgerFeed } from './api/ledger-feed.js';
import { openLog, stackOf, type Log } from './api/log.js';
import { Metrics } from './api/metrics.js';
import { Readiness } from './api/readiness.js';
import { routesOf } from './api/routes.js';
import { ServedRoutes } from './api/served-routes.js';
import { LocalIssuer, Tokens } from './api/tokens.js';
import { AppModule } from './app.module.js';
import type { Clock } from './commands/clock.js';
import { InvalidConfig, readConfig, type Config } from './config.js';
import { DirectoryInUse } from './ledger/writer-lock.js';
import { openService, ReadModelsAhead, type Service } from './service.js';

const clock: Clock = { now: () => new Date() };

/** Longest a shutdown may take; whatever holds it up longer is cut off. */
const shutdownMs = 8_000;

async function start(config: Config, log: Log): Promise<void> {
  const service = await openService({
    dataDir: config.dataDir,
    origin: config.origin,
    clock,
    reports: {
      halted: ({ position, reason }) => {
        log.fatal({ position, reason }, 'the read models have halted');
      },
      failed: (error) => {
        log.error({ error: stackOf(error) }, 'the read models could not follow; trying again');
      },
    },
    signing: {
      refused: ({ code, words }) => {
        log.fatal({ code, reason: words.en }, 'the log will not sign');
      },
      failed: (error) => {
        log.error({ error: stackOf(error) }, 'the log could not be signed; trying again');
      },
    },
    fatal: (error) => {
      // What is on disk is unknown: only a new start, which reads it, may answer again.
      log.fatal({ error: stackOf(error) }, 'the outcome of a write is unknown');
      log.flush();
      process.exit(1);
    },
  });
  const issuer = await LocalIssuer.of(config.dataDir);
  const routes = new ServedRoutes(routesOf(config));
  const metrics = new Metrics();
  const readiness = new Readiness();
  const feed = new LedgerFeed(service.ledger, service.projector);
  watch(service, readiness, metrics);

  const app = await makeHttpApp(
    AppModule.of(service, {
      routes,
      metrics,
      readiness,
      feed,
      ...(config.production ? {} : { issuer }),
    }),
    {
      limits: config,
      routes,
      log,
      tokens: new Tokens(issuer.trusted, clock),
      answered: (line) => {
        metrics.answered(line);
        log.info(line, 'answered');
      },
    },
  );
  await app.listen(config.port, config.host);
  log.info({ url: await app.getUrl() }, 'ready');

  endOnSignal(log, async () => {
    // New connections are refused first; streams end by their own word; then the stores close.
    const closed = app.close();
    await feed.close();
    await closed;
    await service.close();
  });
}

function watch(
  { ledger, sequencer, projector }: Service,
  readiness: Readiness,
  metrics: Metrics,
): void {
  readiness.add('projections', () => {
    const { halted, caughtUp } = projector.status();
    if (halted)
      return {
        zh: `读模型在位置 ${halted.position} 停止`,
        en: `the read models have halted at position ${halted.position}`,
      };
    return caughtUp
      ? undefined
      : { zh: '读模型正在追赶账本', en: 'the read models are catching up' };
  });
  readiness.add('transparency-log', () => {
    const { state, reason } = sequencer.status();
    if (state === 'starting')
      return { zh: '正在核对透明日志与账本', en: 'the log is being compared with the ledger' };
    return reason?.words;
  });
  metrics.watch({
    commits: () => ledger.commits,
    head: () => ledger.head(),
    projected: () => projector.status().position,
  });
}

function endOnSignal(log: Log, end: () => Promise<void>): void {
  let ending = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (ending) return;
    ending = true;
    log.info({ signal }, 'ending');
    setTimeout(() => {
      log.error('the shutdown took too long');
      process.exit(1);
    }, shutdownMs).unref();
    end().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ error: stackOf(error) }, 'the shutdown failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}

let log = openLog('info');
try {
  const config = readConfig();
  log = openLog(config.logLevel);
  const died = (error: unknown): void => {
    log.fatal({ error: stackOf(error) }, 'unexpected');
    process.exit(1);
  };
  process.on('uncaughtException', died);
  process.on('unhandledRejection', died);
  await start(config, log);
} catch (error) {
  // What an operator can mend is said in one line, the rest with where it happened.
  const plain =
    error instanceof InvalidConfig ||
    error instanceof DirectoryInUse ||
    error instanceof ReadModelsAhead;
  process.stderr.write(`wenze: ${plain ? error.message : stackOf(error)}\n`);
  process.exitCode = 1;
}
