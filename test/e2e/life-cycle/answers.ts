// What an official may rely on of each answer to a command (API.md, Conventions; REGULATION.md,
// "Record, do not refuse").
import { caseAct, type CaseAct } from '../../../src/domain/case/acts.js';
import { irregularities } from '../../../src/domain/case/irregularities.js';
import { organsOf, type CaseState } from '../../../src/domain/case/state.js';
import type { RecordedEvent } from '../../../src/ledger/event.js';
import { problemIn, type Answer, type Conditions, type Recorded } from '../../support/caller.js';
import type { Body, Manner } from './moves.js';
import { count, type Met } from './office.js';

/** A command as it was sent. */
export interface Told {
  readonly who: Manner['who'];
  readonly caseId: string;
  readonly act: CaseAct;
  readonly body: Body;
  readonly conditions: Conditions;
}

const clauses = new Map<string, string>(irregularities.map(({ code, clause }) => [code, clause]));

/** @throws Error saying what does not hold */
export function must(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}

/** What was recorded stands in the ledger as it was answered, with its acknowledgement. */
export function recordedProperly(
  { who, caseId, act, conditions }: Told,
  answer: Answer,
  said: Recorded,
  fresh: readonly RecordedEvent[],
  state: CaseState | undefined,
  met: Met,
): void {
  const { acknowledge, ifMatch } = conditions;
  const last = fresh.at(-1);
  must(answer.status === 201, `recorded, and answers ${String(answer.status)}`);
  must(said.caseId === caseId, `recorded on ${String(said.caseId)}`);
  must(
    fresh.length === 1 && fresh.every(({ type }) => type === caseAct(act).event),
    `${act} became ${fresh.map(({ type }) => type).join()}`,
  );
  expect(said.events).toEqual(
    fresh.map(({ id, type, revision, position }) => ({ eventId: id, type, revision, position })),
  );
  must(
    said.revision === last?.revision && said.position === last.position,
    'the answer tells another place than the ledger',
  );
  must(answer.headers.get('etag') === `"${String(said.revision)}"`, 'another ETag');
  must(answer.headers.get('idempotent-replayed') === null, 'replayed, and recorded');
  must(
    ifMatch === undefined || act === 'register' || ifMatch === said.revision - 1,
    'If-Match was passed over',
  );
  const organ = who === 'stranger' ? 'neighbour' : undefined;
  must(
    organ === undefined || (state !== undefined && organsOf(state).includes(organ)),
    'a stranger acted on a case of others',
  );
  for (const { type, metadata } of fresh) {
    met.recorded += 1;
    count(met.events, type);
    const codes = metadata.irregularities?.map(({ code }) => code) ?? [];
    const asked = acknowledge?.codes ?? [];
    must(
      codes.length === 0 || sameCodes(codes, asked),
      `recorded with ${codes.join()}, acknowledged ${asked.join()}`,
    );
    must(
      metadata.justification === (codes.length === 0 ? undefined : acknowledge?.justification),
      'recorded with another justification',
    );
    for (const code of codes) count(met.codes, code);
    const notices = (metadata.notices ?? []).map(({ code }) => code);
    expect((said.notices ?? []).map(({ code }) => code)).toEqual(notices);
    for (const code of notices) count(met.notices, code);
  }
}

/** Holds a refusal against those an official may meet. */
export function refusedProperly({ act, conditions }: Told, answer: Answer, met: Met): void {
  const { status } = answer;
  const { code, detail, errors = [], irregularities: found = [], acknowledge } = problemIn(answer);
  const kind = `${String(status)} ${code}`;
  count(met.refused, kind);
  for (const one of found) count(met.codes, one.code);
  const proper = (): boolean => {
    switch (kind) {
      case '400 invalid-request':
        return errors.length > 0;
      case '409 not-possible':
        return detail !== undefined && detail !== '';
      case '409 case-moved-on':
        return true;
      case '412 revision-mismatch':
        return conditions.ifMatch !== undefined;
      case '422 idempotency-key-reused':
        return conditions.key !== undefined;
      case '403 forbidden':
        // It would be received by an organ that is not the caller's.
        return act === 'register';
      case '422 irregular':
        return (
          found.length > 0 &&
          new Set(found.map((one) => one.code)).size === found.length &&
          found.every((one) => clauses.get(one.code) === one.clause && one.message !== '') &&
          sameCodes(
            acknowledge?.codes,
            found.map((one) => one.code),
          )
        );
      default:
        return status === 404 && /^[a-z]+-not-found$/.test(code) && code !== 'route-not-found';
    }
  };
  must(proper(), `refused in words nobody knows: ${shown(answer)}`);
  must(
    kind !== '422 irregular' ||
      !sameCodes(
        conditions.acknowledge?.codes,
        found.map((one) => one.code),
      ),
    'refused although the very codes are acknowledged',
  );
}

/** The codes an answer says are broken; undefined where it says nothing of the kind. */
export function codesIn(answer: Answer): readonly string[] | undefined {
  if (answer.status !== 422) return undefined;
  const { code, irregularities: found = [] } = problemIn(answer);
  return code === 'irregular' ? found.map((one) => one.code) : undefined;
}

export function sameCodes(some: readonly string[] | undefined, others: readonly string[]): boolean {
  return some?.toSorted().join() === others.toSorted().join();
}

export function shown({ status, text }: Answer): string {
  return `${String(status)} ${text.slice(0, 2_000)}`;
}
