// What the service counts for its operators (Prometheus). Labels are route patterns, methods and
// statuses, and the key names of configured witnesses: never an id, an organ or a person.
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { WitnessStatus } from '../ledger/sequencer/witnesses.js';
import type { RequestLine } from './log.js';

export class Metrics {
  /** Whoever else has something to count registers it here. */
  readonly registry = new Registry();
  private readonly requests: Histogram<'method' | 'route' | 'status'>;

  constructor() {
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry });
    this.requests = new Histogram({
      name: 'wenze_http_request_seconds',
      help: 'Time to answer a request',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers,
    });
  }

  answered({ method, route, status, ms }: RequestLine): void {
    this.requests.observe({ method, route, status: String(status) }, ms / 1000);
  }

  /** Reads the ledger's and the read models' figures whenever they are asked for. */
  watch({ commits, head, projected, clockBehindMs, witnesses }: Watched): void {
    const registers = [this.registry];
    const gauge = (name: string, help: string, read: () => number | Promise<number>): void => {
      new Gauge({
        name,
        help,
        registers,
        async collect() {
          this.set(await read());
        },
      });
    };
    if (commits)
      gauge('wenze_ledger_commits', 'Transactions that wrote events since the start', commits);
    gauge('wenze_ledger_position', 'Position of the newest event', async () =>
      Number(await head()),
    );
    if (projected)
      gauge('wenze_projection_position', 'Position the read models have applied', () =>
        Number(projected()),
      );
    if (clockBehindMs)
      gauge(
        'wenze_clock_behind_seconds',
        'How far the clock is behind the newest event',
        () => clockBehindMs() / 1000,
      );
    if (witnesses) this.watchWitnesses(witnesses);
  }

  private watchWitnesses(witnesses: () => readonly WitnessStatus[]): void {
    const labelNames = ['witness'] as const;
    const registers = [this.registry];
    const gauge = (name: string, help: string, read: (status: WitnessStatus) => number): void => {
      new Gauge({
        name,
        help,
        labelNames,
        registers,
        collect() {
          for (const status of witnesses()) this.set({ witness: status.name }, read(status));
        },
      });
    };
    gauge(
      'wenze_witness_cosigned_leaves',
      'Leaves under the last checkpoint that a witness cosigned here',
      ({ size }) => size,
    );
    gauge(
      'wenze_witness_contradicts',
      '1 when a witness holds more of the log than there is here, or another history',
      ({ contradiction }) => (contradiction === undefined ? 0 : 1),
    );
    new Counter({
      name: 'wenze_witness_failures_total',
      help: 'Attempts that brought no cosignature',
      labelNames,
      registers,
      collect() {
        this.reset();
        for (const { name, failures } of witnesses()) this.inc({ witness: name }, failures);
      },
    });
  }
}

/** What the gauges read. Positions are numbers here: a gauge has nothing else. */
export interface Watched {
  /** Absent where the engine does not say. */
  readonly commits?: (() => number) | undefined;
  readonly head: () => Promise<string>;
  /** Absent in a process that has nothing to do with the read models. */
  readonly projected?: (() => string) | undefined;
  /** Absent in a process that takes no commands. */
  readonly clockBehindMs?: (() => number) | undefined;
  /** Absent in a process that asks none. */
  readonly witnesses?: (() => readonly WitnessStatus[]) | undefined;
}
