// given / when / then for acts on a case: a history of acts, one more act, what the ledger answers.
import { z } from 'zod';
import {
  caseAct,
  type CaseAct,
  type CaseCommand,
  type CaseEvent,
} from '../../src/domain/case/acts.js';
import { decideCase } from '../../src/domain/case/decide.js';
import type { Facts } from '../../src/domain/case/facts.js';
import type { IrregularityCode } from '../../src/domain/case/irregularities.js';
import type { NoticeCode } from '../../src/domain/case/notices.js';
import type { CaseState } from '../../src/domain/case/state.js';
import { Impossible, Unknown, type Thing } from '../../src/domain/refusal.js';
import { acts, facts, folded } from './office.js';

/** The events a history of acts leaves, whatever rules it breaks; its days are past, whichever they are. */
export function recorded(
  history: readonly CaseCommand[],
  known: Facts = facts({ today: '2999-12-31' }),
): CaseEvent[] {
  return history.reduce<CaseEvent[]>(
    (events, command) => [
      ...events,
      ...decideCase(command, folded(events, known.policy), known).events,
    ],
    [],
  );
}

/** The case a history of acts leaves. */
export function caseAfter(...history: readonly CaseCommand[]): CaseState {
  const state = folded(recorded(history));
  if (state === undefined) throw new Error('a history begins with a registration');
  return state;
}

interface Then {
  /** It is recorded as these events, breaks no rule, and nothing is worth a look. */
  then(...events: readonly CaseEvent[]): void;
  /** It is recorded, and breaks exactly these rules. */
  thenIrregular(...codes: readonly IrregularityCode[]): void;
  /** It is recorded, breaks no rule, and exactly this is worth a look. */
  thenNoticed(...codes: readonly NoticeCode[]): void;
  /** It is recorded and breaks no rule. */
  thenRegular(): void;
  /** It is so already. */
  thenNothing(): void;
  /** It has no meaning; the refusal names the path. */
  thenImpossible(path: string): void;
  /** It names something that is not there; the refusal says where it is named. */
  thenUnknown(thing: Thing, path: string): void;
}

interface Given {
  when(command: CaseCommand, known?: Facts): Then;
}

export function given(...history: readonly CaseCommand[]): Given {
  return givenKnowing(facts(), ...history);
}

/** A history of acts recorded, and one more act decided, with other registers or another policy than the usual ones. */
export function givenKnowing(usual: Facts, ...history: readonly CaseCommand[]): Given {
  return {
    when(command, known = usual) {
      const state = folded(recorded(history, { ...usual, today: '2999-12-31' }), usual.policy);
      const decide = () => decideCase(command, state, known);
      const codes = () => decide().irregularities.map(({ code }) => code);
      return {
        then(...events) {
          expect(decide()).toStrictEqual({ events, irregularities: [], notices: [] });
        },
        thenNoticed(...expected) {
          const { events, irregularities, notices } = decide();
          expect(irregularities.map(({ code }) => code)).toStrictEqual([]);
          expect(notices.map(({ code }) => code).toSorted()).toStrictEqual(expected.toSorted());
          expect(events).toHaveLength(1);
        },
        thenIrregular(...expected) {
          expect(codes().toSorted()).toStrictEqual(expected.toSorted());
          expect(decide().events).toHaveLength(1);
        },
        thenRegular() {
          expect(codes()).toStrictEqual([]);
          expect(decide().events).toHaveLength(1);
        },
        thenNothing() {
          expect(decide()).toStrictEqual({ events: [], irregularities: [], notices: [] });
        },
        thenImpossible(path) {
          expect(refusalOf(decide, Impossible).trouble.path).toBe(path);
        },
        thenUnknown(thing, path) {
          const refusal = refusalOf(decide, Unknown);
          expect([refusal.thing, refusal.path]).toStrictEqual([thing, path]);
        },
      };
    },
  };
}

const jsonObject = z.record(z.string(), z.json());

/** A regular body as a caller sends it, with what a test changes of it; `undefined` leaves a field out. */
export function sentBody(
  name: CaseAct,
  changed: Readonly<Record<string, unknown>>,
): z.infer<typeof jsonObject> {
  const { caseId, ...register } = acts.register;
  const regular = name === 'register' ? { id: caseId, ...register } : acts[name];
  return jsonObject.parse(JSON.parse(JSON.stringify({ ...regular, ...changed })));
}

/** The paths at which the door refuses a body; none when it is let in. */
export function refusedAt(
  name: CaseAct,
  changed: Readonly<Record<string, unknown>> = {},
): readonly string[] {
  const parsed = caseAct(name).body.safeParse(sentBody(name, changed));
  if (parsed.success) return [];
  return parsed.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => [...issue.path, key].join('.'))
      : issue.path.join('.'),
  );
}

/** A body as it is understood: defaults filled in, short forms written out. */
export function understood(
  name: CaseAct,
  changed: Readonly<Record<string, unknown>> = {},
): unknown {
  return caseAct(name).body.parse(sentBody(name, changed));
}

function refusalOf<E extends Error>(
  decide: () => unknown,
  kind: abstract new (...args: never[]) => E,
): E {
  try {
    decide();
  } catch (error) {
    if (error instanceof kind) return error;
    throw error;
  }
  throw new Error(`expected a refusal of kind ${kind.name}, and it was recorded`);
}
