// Hands the parts of an open service to Nest. One module: a newcomer sees here all there is.
import { Module, type DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AnalyticsController } from './api/analytics.controller.js';
import { CasesController } from './api/cases.controller.js';
import { EvidenceController } from './api/evidence.controller.js';
import { DocsController } from './api/docs.controller.js';
import { EventsController } from './api/events.controller.js';
import { FindingEvents } from './api/finding-events.js';
import { KnownIds } from './api/known-ids.js';
import { LedgerController } from './api/ledger.controller.js';
import { LedgerFeed } from './api/ledger-feed.js';
import { Metrics } from './api/metrics.js';
import { OperationsController } from './api/operations.controller.js';
import { QuestionsController } from './api/questions.controller.js';
import { Reading } from './api/reading.js';
import { RegistersController } from './api/registers.controller.js';
import { Readiness } from './api/readiness.js';
import { RegulationController } from './api/regulation.controller.js';
import { ServedRoutes } from './api/served-routes.js';
import { SeenCases } from './api/seen-cases.js';
import { SupervisionController } from './api/supervision.controller.js';
import { TokenController } from './api/token.controller.js';
import { LocalIssuer } from './api/tokens.js';
import { CarryOutHandler } from './commands/carry-out.js';
import { CaseCommands } from './commands/case-command.js';
import { FindingCommands } from './commands/finding-command.js';
import { RegisterCommands } from './commands/register-command.js';
import { Registers } from './commands/registers.js';
import { EvidenceStore } from './evidence/evidence-store.js';
import { PublishedLog } from './ledger/sequencer/published-log.js';
import type { ApiService } from './service.js';

/** What whoever runs the service asks of every process. */
export interface OperationsParts {
  readonly metrics: Metrics;
  readonly readiness: Readiness;
}

/** What the API needs besides the service itself. */
export interface ApiParts extends OperationsParts {
  readonly routes: ServedRoutes;
  readonly feed: LedgerFeed;
  /** Absent in production mode: no development tokens. */
  readonly issuer?: LocalIssuer;
}

@Module({})
export class AppModule {
  /** Of a process that runs other parts: its health and its figures. */
  static withoutApi({ metrics, readiness }: OperationsParts): DynamicModule {
    return {
      module: AppModule,
      controllers: [OperationsController],
      providers: [
        { provide: Metrics, useValue: metrics },
        { provide: Readiness, useValue: readiness },
      ],
    };
  }

  /** Dynamic, because a service is open before Nest is there and closes after it is gone. */
  static of(
    service: ApiService,
    { routes, metrics, readiness, feed, issuer }: ApiParts,
  ): DynamicModule {
    const { ledger, store, readModels, accesses, clock, cases, registers } = service;
    const reading = new Reading(store, ledger, readModels, accesses, clock);
    const seenCases = new SeenCases(cases, registers, reading);
    return {
      module: AppModule,
      imports: [CqrsModule.forRoot()],
      controllers: [
        CasesController,
        RegistersController,
        QuestionsController,
        SupervisionController,
        AnalyticsController,
        EvidenceController,
        EventsController,
        LedgerController,
        RegulationController,
        DocsController,
        OperationsController,
        ...(issuer ? [TokenController] : []),
      ],
      providers: [
        CarryOutHandler,
        { provide: CaseCommands, useValue: cases },
        { provide: RegisterCommands, useValue: service.registerCommands },
        { provide: FindingCommands, useValue: service.findingCommands },
        { provide: Registers, useValue: registers },
        { provide: EvidenceStore, useValue: service.evidence },
        { provide: PublishedLog, useValue: service.log },
        { provide: ServedRoutes, useValue: routes },
        { provide: Metrics, useValue: metrics },
        { provide: Readiness, useValue: readiness },
        { provide: LedgerFeed, useValue: feed },
        ...(issuer ? [{ provide: LocalIssuer, useValue: issuer }] : []),
        { provide: Reading, useValue: reading },
        { provide: SeenCases, useValue: seenCases },
        { provide: KnownIds, useValue: new KnownIds(registers, seenCases, reading) },
        {
          provide: FindingEvents,
          useValue: new FindingEvents(seenCases, reading),
        },
      ],
    };
  }
}
