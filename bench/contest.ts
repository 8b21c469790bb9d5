// Two ways of doing the same work, taking turns in one run, and the work: an absolute figure says
// little without the one beside it.
import { createHash, randomUUID } from 'node:crypto';
import type { EventToAppend } from '../src/ledger/event.js';

/** Rounds that count; one before them warms up. */
export const rounds = 7;

interface Round {
  readonly perSecond: number;
  readonly cpuUs: number;
}

export interface Contest {
  readonly name: string;
  readonly unit: string;
  readonly goal: number;
  /** Work units of one round. */
  readonly size: number;
  readonly ours: (events: readonly EventToAppend[]) => Promise<void> | void;
  readonly floor: (events: readonly EventToAppend[]) => Promise<void> | void;
}

/** Runs a contest and prints it; false when the goal is missed. */
export async function compete(contest: Contest): Promise<boolean> {
  const ours: Round[] = [];
  const floor: Round[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const [first, second] = [events(contest.size), events(contest.size)];
    // Each goes first every other time.
    if (round % 2 === 0) {
      floor.push(await timed(contest.size, () => contest.floor(first)));
      ours.push(await timed(contest.size, () => contest.ours(second)));
    } else {
      ours.push(await timed(contest.size, () => contest.ours(first)));
      floor.push(await timed(contest.size, () => contest.floor(second)));
    }
  }
  // The first round warms up.
  ours.shift();
  floor.shift();
  const ratio = median(ours.map((each, n) => each.perSecond / (floor[n]?.perSecond ?? 0)));
  const holds = ratio >= contest.goal;
  console.log(
    [
      contest.name.padEnd(27),
      `ours ${described(ours)}`,
      `floor ${described(floor)}`,
      `${contest.unit}/s`,
      `ratio ${ratio.toFixed(2)} (goal ${contest.goal.toFixed(2)}) ${holds ? 'holds' : 'MISSED'}`,
    ].join('  '),
  );
  return holds;
}

async function timed(size: number, work: () => Promise<void> | void): Promise<Round> {
  const cpu = process.cpuUsage();
  const begun = performance.now();
  await work();
  const seconds = (performance.now() - begun) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  return { perSecond: size / seconds, cpuUs: (user + system) / size };
}

function described(each: readonly Round[]): string {
  const rates = each.map(({ perSecond }) => Math.round(perSecond));
  const cpu = median(each.map(({ cpuUs }) => cpuUs)).toFixed(1);
  const range = `${String(Math.min(...rates))}-${String(Math.max(...rates))}`;
  return `${String(median(rates))} [${range}] ${cpu} us cpu`;
}

export function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;
}

function events(count: number): EventToAppend[] {
  return Array.from({ length: count }, (_, number) => anEvent(number));
}

/** About 700 bytes, as the events of PERFORMANCE.md's workload. */
export function anEvent(number: number): EventToAppend {
  const id = randomUUID();
  return {
    id,
    type: 'InvestigatorsAssigned',
    data: {
      on: '2024-03-01',
      organId: `organ-${String(number % 50)}`,
      reasons: '经集体研究，指派调查组成员，即日开展工作。',
      investigators: [{ personId: `person-${String(number)}`, name: '甲某', organId: 'organ-1' }],
    },
    metadata: {
      salt: createHash('sha256').update(id).digest('hex'),
      actor: { issuer: 'https://issuer.invalid', sub: 'clerk-1' },
      organ: 'organ-1',
      roles: ['intake', 'decider'],
      correlationId: id,
      causationId: id,
      commandId: '0190a5c2-7d1c-7a55-9c3e-0242ac120002',
      requestHash: 'c0'.repeat(32),
      recordedAt: '2024-03-01T01:02:03.004Z',
      schemaVersion: 1,
      policyVersion: 'policy-1',
    },
  };
}

/** Bytes of data and metadata as JSON. */
export function bytesOf({ data, metadata }: EventToAppend): number {
  return Buffer.byteLength(JSON.stringify(data)) + Buffer.byteLength(JSON.stringify(metadata));
}
