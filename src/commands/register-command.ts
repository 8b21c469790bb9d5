// Carries out one command on the registers of organs and persons.
import type { Organ, Person } from '../domain/register/entries.js';
import { decideRegister } from '../domain/register/decide.js';
import type { RegisterCommand } from '../domain/register/acts.js';
import { shanghaiDate } from '../domain/legal-date.js';
import { Unknown } from '../domain/refusal.js';
import { defaultPolicy } from '../domain/regulation/policy.js';
import { appendCommand, type Outcome, type Writing } from './append-command.js';
import type { Caller } from './caller.js';
import type { Clock } from './clock.js';
import { commandIdOf, requestHashOf } from './identity.js';
import type { Registered, Registers } from './registers.js';

export interface RegisterRequest {
  readonly caller: Caller;
  readonly command: RegisterCommand;
  /** The body as it came, before defaults. */
  readonly received: object;
  readonly idempotencyKey?: string;
  readonly correlationId: string;
}

export class RegisterCommands {
  constructor(
    private readonly writing: Writing,
    private readonly registers: Registers,
    private readonly clock: Clock,
  ) {}

  /** @throws Unknown for an entry or an organ that is not registered, Impossible, appendCommand's refusals */
  async carryOut({
    caller,
    command,
    received,
    idempotencyKey,
    correlationId,
  }: RegisterRequest): Promise<Outcome> {
    const ofPerson = command.act === 'register-person' || command.act === 'change-person';
    return appendCommand<Registered<Organ> | Registered<Person>>(this.writing, {
      stream: `${ofPerson ? 'person' : 'organ'}-${command.id}`,
      commandId: commandIdOf(caller, idempotencyKey),
      caller,
      correlationId,
      requestHash: () =>
        requestHashOf({ act: command.act, id: command.id, body: received }, undefined),
      newest: () =>
        ofPerson ? this.registers.personStream(command.id) : this.registers.organStream(command.id),
      // The registers are kept for every organ by those who may write to them at all.
      admit: () => Promise.resolve(),
      decide: async (state) => {
        await this.requireOrgans(command);
        const today = shanghaiDate(this.clock.now());
        return {
          events: decideRegister(command, state?.entry, state?.first, today),
          irregularities: [],
          notices: [],
          policyVersion: defaultPolicy.id,
        };
      },
    });
  }

  /** The organs a person belongs to, is managed by and has its file at are registered. @throws Unknown */
  private async requireOrgans({ act, body }: RegisterCommand): Promise<void> {
    if (act !== 'register-person' && act !== 'change-person') return;
    for (const field of ['organId', 'managedBy', 'fileKeeperOrganId'] as const) {
      const organId = body[field];
      if (organId !== undefined && (await this.registers.organ(organId)) === undefined)
        throw new Unknown('organ', field);
    }
  }
}
