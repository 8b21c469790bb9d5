// The one-year count against a second opinion: the same question answered from the raw events by a
// few lines that know nothing of the program (M1 Art. 16-1-2; I-1, I-2, I-3, I-21).
import fc from 'fast-check';
import { Impossible, Unknown } from '../../src/domain/refusal.js';
import { accountability } from '../../src/projections/accountability-counts.js';
import { acts } from '../support/office.js';
import { History, Workplace, type Told } from './history.js';

const workplace = new Workplace();
afterEach(() => workplace.clear());

const persons = ['jia', 'yi', 'stationed'] as const;
const cases = ['C-1', 'C-2', 'C-3', 'C-4', 'C-5', 'C-6', 'C-7'] as const;
const methods = ['admonishing-talk', 'circulated-criticism', 'removal'] as const;

/** A date, often one of those at which years and the measures begin and end. */
const day = fc.oneof(
  fc.constantFrom('2015-02-03', '2015-02-04', '2015-02-28', '2015-03-01', '2016-02-28'),
  fc.constantFrom('2016-02-29', '2016-03-01', '2017-02-28', '2017-03-01'),
  fc.nat(600).map((days) => new Date(Date.UTC(2015, 0, 20 + days)).toISOString().slice(0, 10)),
);
const caseId = fc.constantFrom(...cases);
const chosen = fc.subarray([...methods]);
/** Which of the events of a type, counted around. */
const which = fc.nat(9);

type Move = (history: History) => void;

const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc
      .tuple(caseId, day, fc.option(day), chosen, fc.constantFrom('D-1', 'D-1', 'D-2'), fc.nat(4))
      .map(([id, on, effective, named, decisionId, again]): Move => (history) => {
        history.on(id, 'decide', {
          organId: 'ministry',
          decisionId,
          on,
          accountable: named.length > 0,
          methods: named,
          ...(effective === null ? {} : { effectiveOn: effective }),
          ...(again === 0 ? { replaces: 'D-1' } : {}),
        });
      }),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(caseId, day, fc.option(day), fc.option(day), chosen)
      .map(([id, on, decided, effective, named]): Move => (history) => {
        history.on(id, 'record-external-outcome', {
          on,
          accountable: named.length > 0,
          methods: named,
          // It was decided by the day it came back, which is recorded as the later of the two.
          decidedOn: decided !== null && decided < on ? decided : on,
          ...(effective === null ? {} : { effectiveOn: effective }),
        });
      }),
  },
  fc
    .tuple(caseId, day, fc.constantFrom('upheld', 'revoked', 'modified', 'not-admitted'), day)
    .map(([id, on, outcome, effectiveOn]): Move => (history) => {
      const appealId = `A-${String(history.told.length)}`;
      const change = { methods: ['written-self-criticism' as const], effectiveOn };
      history.on(id, 'lodge-appeal', { appealId }).on(id, 'decide-appeal', {
        ...{ appealId, on, outcome },
        ...(outcome === 'modified' ? { changes: change } : {}),
      });
    }),
  fc
    .tuple(caseId, day, fc.constantFrom('revoked' as const, 'modified' as const))
    .map(([id, on, outcome]): Move => (history) => {
      const change = outcome === 'modified' ? { methods: ['demotion' as const] } : {};
      history.on(id, 'correct-decision', { on, outcome, ...change });
    }),
  // The day of a decision is letter; a day of its own on which it takes effect is substance and stays.
  fc.tuple(caseId, day, which).map(([id, to, nth]): Move => (history) => {
    const { id: eventId, data } = oneOf(history, id, nth, 'DecisionMade');
    correct(history, id, eventId, dateIn(data, 'on'), to);
  }),
  fc
    .tuple(caseId, which, fc.constantFrom('ExternalOutcomeRecorded', 'RecordCorrected'))
    .map(([id, nth, type]): Move => (history) => {
      history.on(id, 'void-record', { eventId: oneOf(history, id, nth, type).id });
    }),
);

function correct(history: History, id: string, eventId: string, from: string, to: string): void {
  const evidence = acts.evidence.digest;
  history.on(id, 'correct-record', { eventId, field: '/on', from, to, evidence });
}

function dateIn(data: Data, field: string): string {
  const date = data[field];
  if (typeof date !== 'string') throw new Error(`no date at ${field}`);
  return date;
}

/** A move names an event that nobody recorded. */
class NothingThere extends Error {}

function oneOf({ told }: History, id: string, nth: number, type: string): Told['event'] {
  const found = told.filter(({ stream, event }) => stream === `case-${id}` && event.type === type);
  const event = found[nth % Math.max(found.length, 1)]?.event;
  if (event === undefined) throw new NothingThere();
  return event;
}

const history = fc
  .array(move, { minLength: 5, maxLength: 80, size: 'max' })
  .map((moves): History => {
    const made = new History();
    for (const [index, id] of cases.entries()) {
      const personId = persons[index % persons.length]!;
      made.on(id, 'register', {
        receivedOn: '2015-02-04',
        subjects: [{ subjectId: 's1', kind: 'person', personId }],
      });
      made.on(id, 'evidence');
    }
    for (const make of moves)
      try {
        make(made);
      } catch (error) {
        const idle = [Impossible, Unknown, NothingThere].some((kind) => error instanceof kind);
        if (!idle) throw error;
      }
    return made;
  });

type Event = Told['event'] & { readonly place: number };
type Data = Readonly<Record<string, unknown>>;

interface Time {
  readonly caseId: string;
  readonly decisionId: string;
  readonly effectiveOn: string;
  readonly methods: unknown;
  readonly place: number;
}

/** The times that count for a person on a date, from nothing but the events. */
function naively(told: readonly Told[], personId: string, on: string): Omit<Time, 'place'>[] {
  const times = [...new Set(told.map(({ stream }) => stream))].flatMap((stream) => {
    const events = inForce(
      told.flatMap(({ stream: its, event }, index) =>
        its === stream ? [{ ...event, place: index + 1 }] : [],
      ),
    );
    const registration = events[0]!.data as { subjects: { personId?: string }[] };
    return registration.subjects[0]?.personId === personId ? timesOf(stream, events) : [];
  });
  return times
    .filter(({ effectiveOn }) => effectiveOn <= on && on <= yearAfter(effectiveOn))
    .sort((a, b) => a.effectiveOn.localeCompare(b.effectiveOn) || a.place - b.place)
    .map(({ place: _, ...time }) => time);
}

/** Void events taken out. */
function inForce(events: readonly Event[]): Event[] {
  const standing: Event[] = [];
  const voided = new Set<unknown>();
  for (const event of events.toReversed()) {
    if (voided.has(event.id)) continue;
    if (event.type === 'RecordVoided') voided.add(event.data['eventId']);
    standing.unshift(event);
  }
  return standing;
}

function timesOf(stream: string, events: readonly Event[]): Time[] {
  const ofCase = stream.replace('case-', '');
  const corrected = (event: Event): Data =>
    events
      .filter(({ type, data }) => type === 'RecordCorrected' && data['eventId'] === event.id)
      .reduce<Data>(
        // What took effect on the day it was decided does so still (I-13).
        (data, { data: { to } }) =>
          data['effectiveOn'] === data['on']
            ? { ...data, on: to, effectiveOn: to }
            : { ...data, on: to },
        event.data,
      );
  const ofType = (type: string) => events.filter((event) => event.type === type);
  const appealed = new Map(
    ofType('AppealLodged').map(({ data }) => [data['appealId'], data['decisionId']]),
  );
  const changes = [...ofType('AppealDecided'), ...ofType('DecisionCorrected')]
    .sort((a, b) => a.place - b.place)
    .map(({ data }) => ({
      decision: data['decisionId'] ?? appealed.get(data['appealId']),
      outcome: data['outcome'],
      methods: data['methods'] ?? (data['changes'] as Data | undefined)?.['methods'],
    }));
  const replaced = new Set<unknown>(ofType('DecisionMade').map(({ data }) => data['replaces']));
  const ours = ofType('DecisionMade').flatMap((event): Time[] => {
    const data = corrected(event);
    const own = changes.filter(({ decision }) => decision === data['decisionId']);
    const revoked = own.some(({ outcome }) => outcome === 'revoked');
    if (data['accountable'] !== true || dateIn(data, 'on') < '2015-02-04') return [];
    if (revoked || replaced.has(data['decisionId'])) return [];
    return [
      {
        caseId: ofCase,
        decisionId: String(data['decisionId']),
        effectiveOn: dateIn(data, 'effectiveOn'),
        methods: own.findLast(({ outcome }) => outcome === 'modified')?.methods ?? data['methods'],
        place: event.place,
      },
    ];
  });
  // The appointing organ's last word counts.
  const theirs = ofType('ExternalOutcomeRecorded')
    .slice(-1)
    .flatMap((event): Time[] => {
      const { data } = event;
      const decidedOn = dateIn(data, 'decidedOn');
      if (data['accountable'] !== true || decidedOn < '2015-02-04') return [];
      return [
        {
          caseId: ofCase,
          decisionId: event.id,
          effectiveOn: 'effectiveOn' in data ? dateIn(data, 'effectiveOn') : decidedOn,
          methods: data['methods'],
          place: event.place,
        },
      ];
    });
  return [...ours, ...theirs];
}

/** The same day of the next year; where there is none, the last day of its month (I-1). */
function yearAfter(date: string): string {
  const next = `${String(Number(date.slice(0, 4)) + 1)}${date.slice(4)}`;
  return next.endsWith('-02-29') ? next.replace('-29', '-28') : next;
}

describe('the one-year count', () => {
  it('is what the raw events say, of any person on any date, as known at any position', async () => {
    const seen = { counted: 0, aggravated: 0, asked: 0 };
    await fc.assert(
      fc.asyncProperty(
        history,
        fc.array(
          fc.tuple(day, fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true }))),
          {
            minLength: 10,
            maxLength: 10,
          },
        ),
        async (made, asked) => {
          const ledger = await workplace.ledgerOf(made);
          const store = await workplace.rebuilt(ledger);
          for (const [on, part] of asked)
            for (const personId of persons) {
              const at = Math.ceil(part * made.told.length);
              const expected = naively(made.told.slice(0, at), personId, on);
              const { sanctions, ...found } = await accountability(store, personId, on, String(at));
              expect(sanctions.map(({ organId: _, ...sanction }) => sanction)).toStrictEqual(
                expected,
              );
              expect(found).toMatchObject({
                count: expected.length,
                aggravationRequired: expected.length >= 2,
              });
              seen.asked += 1;
              if (expected.length > 0) seen.counted += 1;
              if (expected.length > 1) seen.aggravated += 1;
            }
        },
      ),
      { numRuns: 40, plugins: [fc.afterEach(() => workplace.clear())] },
    );
    // The histories are such that something counts, and often twice.
    expect(seen.counted).toBeGreaterThan(seen.asked / 10);
    expect(seen.aggravated).toBeGreaterThan(10);
  });
});
