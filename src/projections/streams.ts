// Which streams the read store follows, how each is folded, and what rows it gives: the one list
// of everything that is projected. A new question adds its parts here.
import { adoptionIn } from '../domain/adopted-policies.js';
import { foldCase } from '../domain/case/fold.js';
import type { CaseState } from '../domain/case/state.js';
import {
  decodeEvent,
  isDispositionEvent,
  isRegisterEvent,
  UndecodableEvent,
  type DomainEvent,
} from '../domain/catalogue.js';
import { evolveOrgan, evolvePerson, type Organ, type Person } from '../domain/register/entries.js';
import { bases, grounds } from '../domain/regulation/clauses.js';
import { calendarVersion } from '../domain/regulation/calendar/state-council-days.js';
import { bands, methods } from '../domain/regulation/methods.js';
import { defaultPolicy, type Policies } from '../domain/regulation/policy.js';
import { ranks } from '../domain/regulation/ranks.js';
import { evolveDisposition, type Disposition } from '../domain/supervision/disposition.js';
import { dispositionParts } from './dispositions.js';
import { findingParts } from './finding-rows.js';
import { derivedPersonFindings, handlerParts } from './person-findings.js';
import type { RecordedEvent } from '../ledger/event.js';
import { accessParts, type RecordedAccess } from './accesses.js';
import { accountabilityParts } from './accountability-counts.js';
import { policyParts, type RecordedAdoption } from './adopted-policies.js';
import { biViews } from './bi-views.js';
import { caseListParts } from './case-list.js';
import { decisionParts } from './decisions.js';
import { evidenceParts } from './evidence-cases.js';
import { followStream, Parts, type FollowedStream, type StreamKind } from './followed-stream.js';
import { interventionParts } from './intervention-log.js';
import { letterParts } from './letters.js';
import { obligationParts } from './obligations.js';
import { organParts, personParts } from './registers.js';
import type { Table } from './rows.js';
import type { StoreDefinition } from './store-definition.js';
import { headParts, investigatingParts } from './capacities.js';

/** Raised whenever a fold or a part gives other rows than before, so that stores are rebuilt. */
const projectionVersion = '5';

const caseParts = new Parts<CaseState>([
  ...caseListParts,
  ...accountabilityParts,
  ...decisionParts,
  ...interventionParts,
  ...obligationParts,
  ...findingParts,
  ...handlerParts,
  ...letterParts,
  ...investigatingParts,
  ...evidenceParts,
]);

function cases(policies: () => Policies): StreamKind<CaseState> {
  return {
    evolve: (state, recorded) => foldCase(policies())(state, recorded),
    parts: caseParts,
  };
}

const organs: StreamKind<Organ> = {
  evolve(organ, recorded) {
    const event = decodeEvent(recorded);
    if (!isRegisterEvent(event)) throw misplaced(event);
    return evolveOrgan(organ, event);
  },
  parts: new Parts([...organParts, ...headParts]),
};

const persons: StreamKind<Person> = {
  evolve(person, recorded) {
    const event = decodeEvent(recorded);
    if (!isRegisterEvent(event)) throw misplaced(event);
    return evolvePerson(person, event);
  },
  parts: new Parts(personParts),
};

const dispositions: StreamKind<Disposition> = {
  evolve(before, recorded) {
    const event = decodeEvent(recorded);
    if (!isDispositionEvent(event)) throw misplaced(event);
    return evolveDisposition(before, event);
  },
  parts: new Parts(dispositionParts),
};

const accesses: StreamKind<RecordedAccess> = {
  evolve(_, recorded) {
    const event = decodeEvent(recorded);
    if (event.type !== 'RecordAccessed') throw misplaced(event);
    return { data: event.data, recorded };
  },
  parts: new Parts(accessParts),
  addsOnly: true,
};

const policies: StreamKind<RecordedAdoption> = {
  evolve: (_, recorded) => ({ adoption: adoptionIn(recorded), recorded }),
  parts: new Parts(policyParts),
  addsOnly: true,
};

/** What became of the log is on record and asked for in no list: it has no rows. */
const logRestarts: StreamKind<RecordedEvent> = {
  evolve(_, recorded) {
    const event = decodeEvent(recorded);
    if (event.type !== 'LogRestarted') throw misplaced(event);
    return recorded;
  },
  parts: new Parts([]),
  addsOnly: true,
};

function misplaced({ type }: DomainEvent): UndecodableEvent {
  return new UndecodableEvent(`${type} does not belong in this stream`);
}

/**
 * Begins to follow a stream at its start.
 * @param known the policies known by now: asked again for every event of a case
 * @throws UndecodableEvent for a kind of stream that is not known here
 */
export function beginStream(stream: string, known: () => Policies): FollowedStream {
  const kind = stream.slice(0, stream.indexOf('-'));
  switch (kind) {
    case 'case':
      return followStream(cases(known));
    case 'organ':
      return followStream(organs);
    case 'person':
      return followStream(persons);
    case 'finding':
      return followStream(dispositions);
    case 'policy':
      return followStream(policies);
    case 'access':
      return followStream(accesses);
    case 'log':
      return followStream(logRestarts);
    default:
      throw new UndecodableEvent(`unknown kind of stream ${stream}`);
  }
}

/** What the read store holds and depends on. */
export const storeDefinition: StoreDefinition = {
  tables: [
    ...new Set<Table>(
      [
        caseParts,
        organs.parts,
        persons.parts,
        policies.parts,
        dispositions.parts,
        accesses.parts,
      ].flatMap(({ all }) => all.map(({ table }) => table)),
    ),
    derivedPersonFindings.table,
  ],
  derived: [derivedPersonFindings],
  views: biViews,
  versions: [
    projectionVersion,
    calendarVersion,
    JSON.stringify({ grounds, bases, methods, bands, ranks }),
    JSON.stringify(defaultPolicy),
    JSON.stringify(biViews),
  ],
};
