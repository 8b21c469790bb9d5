// What the registers answer to their keeper. An entry is registered once; the same registration
// again changes nothing, another one under the same id has no meaning.
import { Impossible, refuseFuture, Unknown } from '../refusal.js';
import type { LegalDate } from '../legal-date.js';
import { sameContent } from '../same-content.js';
import type { RegisterCommand, RegisterEvent } from './acts.js';
import type { Organ, Person } from './entries.js';

/**
 * The event a register command becomes, or nothing when the register says so already.
 * @param current what stands under the command's id now
 * @param today Shanghai's today: a change that has not come yet cannot be recorded
 * @throws Impossible when the id is registered with other content, a date lies ahead, or an organ
 * would stand below itself
 * @throws Unknown when a change names an entry that is not registered
 */
export function decideRegister(
  command: RegisterCommand,
  current: Organ | Person | undefined,
  first: RegisterEvent | undefined,
  today: LegalDate,
): readonly RegisterEvent[] {
  refuseFuture(datesOf(command), today);
  refuseOwnSuperior(command);
  switch (command.act) {
    case 'register-organ':
      return once({ type: 'OrganRegistered', data: command.body }, first);
    case 'register-person':
      return once({ type: 'PersonRegistered', data: command.body }, first);
    case 'change-organ':
      if (current === undefined) throw new Unknown('organ');
      return [{ type: 'OrganChanged', data: command.body }];
    case 'appoint-head':
      if (current === undefined) throw new Unknown('organ');
      return [{ type: 'OrganHeadAppointed', data: command.body }];
    case 'change-person':
      if (current === undefined) throw new Unknown('person');
      return [{ type: 'PersonChanged', data: command.body }];
  }
}

function once(event: RegisterEvent, first: RegisterEvent | undefined): readonly RegisterEvent[] {
  if (first === undefined) return [event];
  if (sameContent(event.data, first.data)) return [];
  throw new Impossible({
    path: 'id',
    words: { zh: '该编号已登记为其他内容', en: 'this id is registered with other content' },
  });
}

/** The dates in an entry or a change of it on which something is said to have happened. */
function datesOf({ body }: RegisterCommand): readonly (readonly [string, LegalDate | undefined])[] {
  return [
    ['since', 'since' in body ? body.since : undefined],
    ['head.since', 'head' in body ? body.head.since : undefined],
    ['birthDate', 'birthDate' in body ? body.birthDate : undefined],
  ];
}

function refuseOwnSuperior(command: RegisterCommand): void {
  const superior = 'superiorId' in command.body ? command.body.superiorId : undefined;
  if (superior === command.id)
    throw new Impossible({
      path: 'superiorId',
      words: { zh: '机关不能以自身为上级', en: 'an organ does not stand below itself' },
    });
}
