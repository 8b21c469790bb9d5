// The command side's one message and its one handler: an act on a case, on the registers, or on a finding.
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Outcome } from './append-command.js';
import { CaseCommands, type CaseRequest } from './case-command.js';
import { FindingCommands, type FindingRequest } from './finding-command.js';
import { RegisterCommands, type RegisterRequest } from './register-command.js';

/** What an act did; `caseId` where it was an act on a case. */
export type CarriedOut = Outcome & { readonly caseId?: string };

export class CarryOut extends Command<CarriedOut> {
  constructor(
    readonly request:
      | ({ readonly on: 'case' } & CaseRequest)
      | ({ readonly on: 'register' } & RegisterRequest)
      | ({ readonly on: 'finding' } & FindingRequest),
  ) {
    super();
  }
}

@CommandHandler(CarryOut)
export class CarryOutHandler implements ICommandHandler<CarryOut> {
  constructor(
    private readonly cases: CaseCommands,
    private readonly registers: RegisterCommands,
    private readonly findings: FindingCommands,
  ) {}

  execute({ request }: CarryOut): Promise<CarriedOut> {
    switch (request.on) {
      case 'case':
        return this.cases.carryOut(request);
      case 'register':
        return this.registers.carryOut(request);
      case 'finding':
        return this.findings.carryOut(request);
    }
  }
}
