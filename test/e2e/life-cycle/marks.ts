// Resolves the marks of a body (moves.ts) to what they stand for in one run.
import { z } from 'zod';
import { addDays, shanghaiDate } from '../../../src/domain/legal-date.js';
import { uploaded } from '../../support/city.js';
import type { Cases } from './cases.js';
import { leftOut, type Body } from './moves.js';
import type { Office } from './office.js';

/** The id of an event nobody recorded. */
const noEvent = '00000000-0000-4000-8000-000000000000';

export class Marks {
  private uploads = 0;

  constructor(
    private readonly office: Pick<Office, 'callers' | 'material'>,
    private readonly cases: Cases,
    /** The name of the run, with which its ids begin. */
    private readonly run: string,
  ) {}

  /** A body with its marks resolved; bytes it calls fresh are uploaded first. */
  async resolved(body: Body, caseId?: string): Promise<Body> {
    const fresh = Object.values(body).includes('{fresh}')
      ? await uploaded(this.office.callers.clerk, `${this.run}-${String((this.uploads += 1))}`)
      : this.office.material;
    const resolve = (value: unknown): unknown => {
      if (typeof value === 'string') return this.mark(value, fresh, caseId);
      if (Array.isArray(value)) return value.map(resolve);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .filter(([, inner]) => inner !== leftOut)
          .map(([field, inner]) => [field, resolve(inner)]),
      );
    };
    const whole = z.record(z.string(), z.unknown()).parse(resolve(body));
    if (whole['from'] !== '{present}' || caseId === undefined) return whole;
    return {
      ...whole,
      from: this.cases.present(caseId, String(whole['eventId']), String(whole['field'])),
    };
  }

  mark(text: string, { digest, size } = this.office.material, caseId?: string): unknown {
    if (text.startsWith('~')) return `${this.run}-${text.slice(1)}`;
    if (text.startsWith('event:')) return this.eventNamed(text, caseId);
    if (text === '{digest}' || text === '{fresh}') return digest;
    if (text === '{size}') return size;
    const today = shanghaiDate(new Date());
    return text
      .replace('{run}', this.run)
      .replace('{today}', today)
      .replace('{tomorrow}', addDays(today, 1));
  }

  private eventNamed(text: string, caseId: string | undefined): string {
    const [, type = '*', back = '0'] = text.split(':');
    const among =
      type === 'elsewhere'
        ? this.cases.all().flatMap(([id, { events }]) => (id === caseId ? [] : events))
        : (this.cases.get(caseId ?? '')?.events ?? []).filter(
            (event) => type === '*' || event.type === type,
          );
    return among.at(-1 - (Number(back) % Math.max(1, among.length)))?.id ?? noEvent;
  }
}
