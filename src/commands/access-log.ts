// Who read what: recorded before the answer leaves, in a stream a day (DESIGN.md, Confidentiality).
import type { AccessEvent } from '../domain/access.js';
import { shanghaiDate } from '../domain/legal-date.js';
import { policyOn } from '../domain/regulation/policy.js';
import type { Writing } from './append-command.js';
import type { Caller } from './caller.js';
import { eventMetadata } from './event-metadata.js';
import { commandIdOf, eventIdOf, requestHashOf } from './identity.js';
import type { Registers } from './registers.js';

export class AccessLog {
  constructor(
    private readonly writing: Writing,
    private readonly registers: Pick<Registers, 'policies'>,
  ) {}

  /**
   * Records one access; durable when it returns.
   * @throws the ledger's errors: then nothing may be shown
   */
  async record(caller: Caller, access: AccessEvent['data'], correlationId: string): Promise<void> {
    const { ledger, clock, salt } = this.writing;
    const policies = await this.registers.policies();
    // Nothing is awaited between the clock and the append: instants never decrease along the ledger.
    const recordedAt = clock.next();
    const commandId = commandIdOf(caller, undefined);
    await ledger.append(`access-${shanghaiDate(recordedAt)}`, 'any', [
      {
        id: eventIdOf(commandId, 0),
        type: 'RecordAccessed',
        data: access,
        metadata: eventMetadata('RecordAccessed', {
          caller,
          commandId,
          correlationId,
          requestHash: requestHashOf(access, undefined),
          policyVersion: policyOn(policies, shanghaiDate(recordedAt)).id,
          recordedAt,
          salt: salt(),
        }),
      },
    ]);
  }
}
