// Starts a process of the service: configuration, stores, HTTP. Ends it in order on SIGTERM or SIGINT.
import 'reflect-metadata';
import { makeHttpApp } from './api/http-app.js';
import { LedgerFeed } from './api/ledger-feed.js';
import { openLog, stackOf, type Log } from './api/log.js';
import { Metrics } from './api/metrics.js';
import { Readiness } from './api/readiness.js';
import { operationRoutes, routesOf } from './api/routes.js';
import { ServedRoutes } from './api/served-routes.js';
import { LocalIssuer, Tokens } from './api/tokens.js';
import { AppModule } from './app.module.js';
import type { Clock } from './commands/clock.js';
import { InvalidConfig, readConfig, type Config } from './config.js';
import { LedgerUnavailable } from './ledger/ledger.js';
import { commitsOf } from './ledger/open-ledger.js';
import { NotPrivate, requirePrivate } from './ledger/private-files.js';
import { OlderCopy } from './ledger/sequencer/older-copy.js';
import { DirectoryInUse } from './ledger/writer-lock.js';
import type { Part } from './parts.js';
import { openService, ReadModelsAhead, type Service } from './service.js';

const clock: Clock = { now: () => new Date() };

/** Longest a shutdown may take; whatever holds it up longer is cut off. */
const shutdownMs = 8_000;

/** Runs the parts in this process until it is told to end; ends the process with 1 where it cannot start. */
export async function serve(running: readonly Part[]): Promise<void> {
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
    await start(config, running, log);
  } catch (error) {
    // What an operator can mend is said in one line, the rest with where it happened.
    const plain =
      error instanceof InvalidConfig ||
      error instanceof DirectoryInUse ||
      error instanceof LedgerUnavailable ||
      error instanceof NotPrivate ||
      error instanceof OlderCopy ||
      error instanceof ReadModelsAhead;
    process.stderr.write(`wenze: ${plain ? error.message : stackOf(error)}\n`);
    // At once: connections of what was opened before must not keep a process that serves nothing.
    process.exit(1);
  }
}

async function start(config: Config, running: readonly Part[], log: Log): Promise<void> {
  requirePrivate(config.dataDir);
  const service = await openService({
    config,
    running,
    clock,
    reports: {
      projector: {
        halted: ({ position, reason }) => {
          log.fatal({ position, reason }, 'the read models have halted');
        },
        failed: (error) => {
          log.error({ error: stackOf(error) }, 'the read models could not follow; trying again');
        },
      },
      sequencer: {
        refused: ({ code, words }) => {
          log.fatal({ code, reason: words.en }, 'the log will not sign');
        },
        failed: (error) => {
          log.error({ error: stackOf(error) }, 'the log could not be signed; trying again');
        },
      },
      witnesses: {
        cosigning: (witness, size) => {
          log.info({ witness, size }, 'a witness cosigns the log');
        },
        failed: (witness, error) => {
          const said = { witness, reason: error.message, error: stackOf(error) };
          log.warn(said, 'a witness gave no cosignature; trying again');
        },
        contradicted: (witness, { code, held, shown }) => {
          log.error({ witness, code, held, shown }, contradictionInWords[code]);
        },
        halted: (error) => {
          log.error({ error: stackOf(error) }, 'no witness could be asked; trying again');
        },
      },
    },
    fatal: (error) => {
      // What is on disk is unknown: only a new start, which reads it, may answer again.
      log.fatal({ error: stackOf(error) }, 'the outcome of a write is unknown');
      log.flush();
      process.exit(1);
    },
  });
  // Until it has caught up, everything is recorded at the instant of the newest event.
  const behindMs = service.api?.clockBehindMs() ?? 0;
  if (behindMs > 1_000) log.warn({ behindMs }, 'the clock is behind what is recorded');
  const issuer = await LocalIssuer.of(config.dataDir);
  const routes = new ServedRoutes(service.api === undefined ? operationRoutes : routesOf(config));
  const metrics = new Metrics();
  const readiness = new Readiness();
  watch(service, readiness, metrics);
  const feed = service.api && new LedgerFeed(service.ledger, service.api.readModels);
  const module =
    service.api === undefined || feed === undefined
      ? AppModule.withoutApi({ metrics, readiness })
      : AppModule.of(service.api, {
          routes,
          metrics,
          readiness,
          feed,
          ...(config.production ? {} : { issuer }),
        });

  const app = await makeHttpApp(module, {
    limits: config,
    routes,
    log,
    tokens: new Tokens(issuer.trusted, clock),
    answered: (line) => {
      metrics.answered(line);
      log.info(line, 'answered');
    },
  });
  await app.listen(config.port, config.host);
  log.info({ url: await app.getUrl() }, 'ready');

  endOnSignal(log, async () => {
    // New connections are refused first; streams end by their own word; then the stores close.
    const closed = app.close();
    await feed?.close();
    await closed;
    await service.close();
  });
}

/** What an operator must look into (docs/witnesses.md). */
const contradictionInWords = {
  ahead:
    'a witness has seen more of this log than there is here: an older copy was put back, or another copy is signing',
  differs:
    'a witness has seen another history of this log: what it cosigned is not what is here, or another copy is signing',
} as const;

function watch(
  { ledger, readModels, sequencer, api }: Service,
  readiness: Readiness,
  metrics: Metrics,
): void {
  if (sequencer !== undefined)
    readiness.add('transparency-log', () => {
      const { state, reason } = sequencer.status();
      if (state === 'starting')
        return { zh: '正在核对透明日志与账本', en: 'the log is being compared with the ledger' };
      return reason?.words;
    });

  if (readModels !== undefined)
    readiness.add('projections', () => {
      const { halted, caughtUp, away } = readModels.status();
      if (halted)
        return {
          zh: `读模型在位置 ${halted.position} 停止`,
          en: `the read models have halted at position ${halted.position}`,
        };
      if (away) return { zh: '读模型数据库不可用', en: 'the database of the read models is away' };
      return caughtUp
        ? undefined
        : { zh: '读模型正在追赶账本', en: 'the read models are catching up' };
    });
  metrics.watch({
    commits: commitsOf(ledger) === undefined ? undefined : () => commitsOf(ledger) ?? 0,
    head: () => ledger.head(),
    projected: readModels && (() => readModels.status().position),
    clockBehindMs: api?.clockBehindMs,
    witnesses: sequencer && (() => sequencer.witnesses()),
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
