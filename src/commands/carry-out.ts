// The command side's one message and its one handler: an act on a case or on the registers.
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Outcome } from './append-command.js';
import { CaseCommands, type CaseRequest } from './case-command.js';
import { RegisterCommands, type RegisterRequest } from './register-command.js';

/** What an act did; `caseId` where it was an act on a case. */
export type CarriedOut = Outcome & { readonly caseId?: string };

export class CarryOut extends Command<CarriedOut> {
  constructor(
    readonly request:
      ({ readonly on: 'case' } & CaseRequest) | ({ readonly on: 'register' } & RegisterRequest),
  ) {
    super();
  }
}

@CommandHandler(CarryOut)
export class CarryOutHandler implements ICommandHandler<CarryOut> {
  constructor(
    private readonly cases: CaseCommands,
    private readonly registers: RegisterCommands,
  ) {}

  execute({ request }: CarryOut): Promise<CarriedOut> {
    return request.on === 'case' ? this.cases.carryOut(request) : this.registers.carryOut(request);
  }
}
