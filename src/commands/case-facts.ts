// What an act on a case needs and the case's own stream does not hold: organs and persons from
// their own streams, exact; earlier decisions and letters from the read models, once these have
// caught up with the ledger (DESIGN.md, "One road").
import type { CaseCommand } from '../domain/case/acts.js';
import type { Facts, KnownPriors, NumberedLetter } from '../domain/case/facts.js';
import {
  findingOn,
  holderOf,
  type CaseState,
  type Decision,
  type Subject,
} from '../domain/case/state.js';
import { shanghaiDate, type LegalDate } from '../domain/legal-date.js';
import { personOn } from '../domain/register/entries.js';
import { clause, type BasisCode } from '../domain/regulation/clauses.js';
import { numberBefore } from '../domain/regulation/letter-number.js';
import { policyOn } from '../domain/regulation/policy.js';
import type { Clock } from './clock.js';
import type { Registers } from './registers.js';

/** Reads a person's priors once the read model has caught up with the ledger. */
export type PriorsReader = (personId: string, on: LegalDate) => Promise<KnownPriors>;

/** Reads an organ's letters by their numbers, likewise. */
export type LettersReader = (
  organId: string,
  numbers: readonly string[],
) => Promise<readonly NumberedLetter[]>;

/** Reads the bases that can be cited against a person, likewise (I-19). */
export type BasesReader = (personId: string) => Promise<ReadonlySet<BasisCode>>;

export interface FactSources {
  readonly registers: Registers;
  readonly clock: Clock;
  readonly priors: PriorsReader;
  readonly letters: LettersReader;
  readonly bases: BasesReader;
}

/**
 * The facts for one act.
 * @param seen whether the caller can see a case of this id
 * @throws FactsUnavailable when the read models do not catch up in time
 */
export async function factsFor(
  sources: FactSources,
  command: CaseCommand,
  state: CaseState | undefined,
  seen: (caseId: string) => Promise<boolean>,
): Promise<Facts> {
  const { registers, clock, priors, letters, bases } = sources;
  const subjects = subjectsConcerned(command, state);
  const persons = await registers.personsAmong([
    ...personsNamed(command),
    ...subjects.flatMap(({ personId }) => personId ?? []),
  ]);
  const on = registerDay(command, state);
  const changed = changes(command.act) ? decisionConcerned(command, state) : undefined;
  const organs = await registers.organsWithSuperiors([
    ...organsNamed(command),
    ...subjects.flatMap((subject) => placesOf(subject, persons, on)),
    // Who may change a decision stands at or above the organ that made it.
    ...(changed ? [changed.organId] : []),
    // Whoever becomes a subject may head the organ that has the case (M1 Art. 18).
    ...(state && namesSubject(command.act) ? [holderOf(state)] : []),
  ]);
  const weighed = priorsWeighed(command, changed);
  const [personWeighed] = weighed === undefined ? [] : subjects;
  const known =
    weighed !== undefined && personWeighed?.personId !== undefined
      ? await priors(personWeighed.personId, weighed)
      : undefined;
  const number = numberGiven(command, state);
  const numbered = number && (await letters(number.organId, number.numbers));
  const cited = basesCited(command, state);
  const [person] = cited ? subjects : [];
  const fitting = person?.personId === undefined ? undefined : await bases(person.personId);
  const other = caseNamed(command);
  const cases = other === undefined ? undefined : new Set((await seen(other)) ? [other] : []);
  return {
    today: shanghaiDate(clock.now()),
    policy: policyOn(await registers.policies(), dateOf(command)),
    organs,
    persons,
    ...(known ? { priors: known } : {}),
    ...(numbered ? { letters: numbered } : {}),
    ...(fitting ? { bases: fitting } : {}),
    ...(cases ? { cases } : {}),
  };
}

/** The facts for the frame of a decision on a subject that is not made yet. */
export async function factsForFrame(
  { registers, clock, priors }: Pick<FactSources, 'registers' | 'clock' | 'priors'>,
  subject: Subject,
  on: LegalDate,
): Promise<Facts> {
  const { personId } = subject;
  const persons = await registers.personsAmong(personId === undefined ? [] : [personId]);
  return {
    today: shanghaiDate(clock.now()),
    policy: policyOn(await registers.policies(), on),
    organs: await registers.organsWithSuperiors(placesOf(subject, persons, on)),
    persons,
    ...(personId !== undefined && persons.has(personId)
      ? { priors: await priors(personId, on) }
      : {}),
  };
}

/** The legal date of an act: what it is judged by is the policy in force on that day. */
function dateOf({ act, body }: CaseCommand): LegalDate {
  return act === 'register' ? body.receivedOn : body.on;
}

/** The organs a subject belongs to and is managed by on a day, as registered; without an entry, the unit the case names. */
function placesOf(
  { personId, organId }: Subject,
  persons: Facts['persons'],
  on: LegalDate | undefined,
): readonly string[] {
  const person = personId === undefined ? undefined : persons.get(personId);
  if (person === undefined || on === undefined) return organId === undefined ? [] : [organId];
  const entry = personOn(person, on);
  return [entry.organId, entry.managedBy];
}

/** Whether an act changes a decision that was made. */
function changes(act: CaseCommand['act']): act is 'decide-appeal' | 'correct-decision' {
  return act === 'decide-appeal' || act === 'correct-decision';
}

/** Whether an act says of somebody that the case is about them. */
function namesSubject(act: CaseCommand['act']): boolean {
  return act === 'add-subject' || act === 'identify-subject';
}

/** The decision an act carries out or changes. */
export function decisionConcerned(
  { act, body }: Pick<CaseCommand, 'act'> & { readonly body: object },
  state: CaseState | undefined,
): Decision | undefined {
  const fields = new Map<string, unknown>(Object.entries(body));
  const appeal =
    act === 'decide-appeal'
      ? state?.appeals.find(({ appealId }) => appealId === fields.get('appealId'))
      : undefined;
  const named = appeal?.decisionId ?? fields.get('decisionId');
  return state?.decisions.find(({ decisionId }) => decisionId === named);
}

/**
 * The day on which earlier decisions count for what an act decides; undefined where none do. A
 * change is weighed by those that the decision knew, as far as they still stand (I-2).
 */
function priorsWeighed(
  { act, body }: CaseCommand,
  changed: Decision | undefined,
): LegalDate | undefined {
  if (act === 'decide') return body.on;
  return changed === undefined || changed.priors.length === 0 ? undefined : changed.on;
}

/** The subjects whose register entry an act is judged by. */
function subjectsConcerned(command: CaseCommand, state: CaseState | undefined): readonly Subject[] {
  const among = (...ids: string[]): readonly Subject[] =>
    (state?.subjects ?? []).filter(({ subjectId }) => ids.includes(subjectId));
  const { act, body } = command;
  if (act === 'decide' || act === 'forward-proposal' || act === 'record-external-outcome')
    return among(body.subjectId);
  if (act === 'recommend') return among(...body.recommendations.map(({ subjectId }) => subjectId));
  if (act !== 'issue-letter' && !changes(act)) return [];
  const decision = decisionConcerned(command, state);
  return decision === undefined ? [] : among(decision.subjectId);
}

/** The day as of which the register is asked: that of the decision, also where it is changed later (I-42). */
function registerDay(command: CaseCommand, state: CaseState | undefined): LegalDate | undefined {
  const { act, body } = command;
  if (act === 'record-external-outcome') return body.decidedOn ?? body.on;
  if (changes(act)) return decisionConcerned(command, state)?.on;
  return 'on' in body ? body.on : undefined;
}

/** The number that a letter is given, and the one before it, with the organ that numbers. */
function numberGiven(
  command: CaseCommand,
  state: CaseState | undefined,
): { readonly organId: string; readonly numbers: readonly string[] } | undefined {
  const { act, body } = command;
  const decision = decisionNumbered(command, state);
  if (decision === undefined) return undefined;
  const corrected = act === 'correct-record' && body.field === '/number' ? body.to : undefined;
  const number = act === 'issue-letter' ? body.number : corrected;
  if (typeof number !== 'string') return undefined;
  const before = numberBefore(number);
  return {
    organId: decision.organId,
    numbers: [number, ...(before === undefined ? [] : [before])],
  };
}

/** The decision whose letter an act numbers: by issuing it, by correcting its number, by voiding it. */
export function decisionNumbered(
  command: Pick<CaseCommand, 'act'> & { readonly body: object },
  state: CaseState | undefined,
): Decision | undefined {
  if (command.act === 'issue-letter') return decisionConcerned(command, state);
  if (command.act !== 'correct-record' && command.act !== 'void-record') return undefined;
  const eventId = new Map<string, unknown>(Object.entries(command.body)).get('eventId');
  return state?.decisions.find(({ letters }) => letters.some(({ at }) => at.eventId === eventId));
}

/** Whether what is decided rests on one of the three bases. */
function basesCited({ act, body }: CaseCommand, state: CaseState | undefined): boolean {
  const grounds =
    act === 'decide'
      ? (body.grounds ?? (state && findingOn(state, body.subjectId)?.grounds))
      : act === 'decide-appeal' || act === 'correct-decision'
        ? (body.changes?.grounds ?? decisionConcerned({ act, body }, state)?.grounds)
        : undefined;
  return (grounds ?? []).some((code) => clause(code).basis);
}

/** Another case that an act names: the one it duplicates, or the one a subject is merged into. */
function caseNamed({ act, body }: CaseCommand): string | undefined {
  if (act === 'decline') return body.duplicateOf;
  return act === 'end-for-subject' ? body.caseId : undefined;
}

function personsNamed({ act, body }: CaseCommand): string[] {
  if (act === 'register') return body.subjects.flatMap(({ personId }) => personId ?? []);
  if (act === 'add-subject') return [body.subject.personId ?? []].flat();
  return act === 'identify-subject' ? [body.personId] : [];
}

// The fields in which an act names an organ that must be registered.
const organFields = [
  'organId',
  'receivedBy',
  'fromOrganId',
  'toOrganId',
  'keeperOrganId',
  'appealTo',
  'executedBy',
] as const;

function organsNamed({ act, body }: CaseCommand): string[] {
  const fields: Readonly<Record<string, unknown>> = body;
  const named = organFields.map((field) => fields[field]).filter((id) => typeof id === 'string');
  if (act === 'register')
    return [...named, ...body.subjects.flatMap(({ organId }) => organId ?? [])];
  if (act === 'add-subject') return [...named, ...[body.subject.organId ?? []].flat()];
  if (act === 'initiate' && body.approvedBy) return [...named, body.approvedBy.organId];
  return named;
}
