// Carries out one command on the registers: of organs, of persons, of the policies adopted.
import type { DomainEvent } from '../domain/catalogue.js';
import type { Organ, Person } from '../domain/register/entries.js';
import { decideRegister } from '../domain/register/decide.js';
import type { RegisterCommand } from '../domain/register/acts.js';
import { policyStream } from '../domain/adopted-policies.js';
import { shanghaiDate, type LegalDate } from '../domain/legal-date.js';
import { Unknown } from '../domain/refusal.js';
import { policyOn } from '../domain/regulation/policy.js';
import { decideAdoption, type AdoptPolicy } from '../domain/regulation/policy-adoption.js';
import { appendCommand, type Outcome, type StreamCommand, type Writing } from './append-command.js';
import type { Caller } from './caller.js';
import type { Clock } from './clock.js';
import { commandIdOf, requestHashOf } from './identity.js';
import type { AdoptedPolicies, Registered, Registers } from './registers.js';

export interface RegisterRequest {
  readonly caller: Caller;
  readonly command: RegisterCommand | AdoptPolicy;
  /** The body as it came, before defaults. */
  readonly received: object;
  readonly idempotencyKey?: string;
  readonly correlationId: string;
}

/** Of a command on a stream, what differs from register to register. */
type OnRegister<S> = Pick<StreamCommand<S>, 'stream' | 'newest'> & {
  readonly decide: (state: S | undefined) => Promise<readonly DomainEvent[]>;
};

export class RegisterCommands {
  constructor(
    private readonly writing: Writing,
    private readonly registers: Registers,
    private readonly clock: Clock,
  ) {}

  /** @throws Unknown for an entry or an organ that is not registered, Impossible, appendCommand's refusals */
  carryOut(request: RegisterRequest): Promise<Outcome> {
    const { command } = request;
    return command.act === 'adopt-policy'
      ? this.append(request, this.adoption(command))
      : this.append(request, this.entry(command));
  }

  private append<S>(
    { caller, command, received, idempotencyKey, correlationId }: RegisterRequest,
    { stream, newest, decide }: OnRegister<S>,
  ): Promise<Outcome> {
    return appendCommand<S>(this.writing, {
      stream,
      commandId: commandIdOf(caller, idempotencyKey),
      caller,
      correlationId,
      requestHash: () =>
        requestHashOf({ act: command.act, id: command.id, body: received }, undefined),
      newest,
      // The registers are kept for every organ by those who may write to them at all.
      admit: () => Promise.resolve(),
      decide: async (state) => {
        const policyVersion = policyOn(await this.registers.policies(), this.today()).id;
        return { events: await decide(state), irregularities: [], notices: [], policyVersion };
      },
    });
  }

  private entry(command: RegisterCommand): OnRegister<Registered<Organ> | Registered<Person>> {
    const { act, id } = command;
    const ofPerson = act === 'register-person' || act === 'change-person';
    return {
      stream: `${ofPerson ? 'person' : 'organ'}-${id}`,
      newest: () => (ofPerson ? this.registers.personStream(id) : this.registers.organStream(id)),
      decide: async (state) => {
        await this.requireOrgans(command);
        return decideRegister(command, state?.entry, state?.first, this.today());
      },
    };
  }

  private adoption({ body }: AdoptPolicy): OnRegister<AdoptedPolicies> {
    return {
      stream: policyStream,
      newest: () => this.registers.policyStream(),
      decide: async (state) => {
        const organs = await this.registers.organsAmong([...body.adoptedBy, ...body.consulted]);
        return decideAdoption(body, state?.adoptions ?? [], {
          // By the clock that dates the record, which is never behind what is recorded already.
          today: shanghaiDate(this.writing.clock.next()),
          kinds: new Map([...organs].map(([id, { kind }]) => [id, kind])),
        });
      },
    };
  }

  private today(): LegalDate {
    return shanghaiDate(this.clock.now());
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
