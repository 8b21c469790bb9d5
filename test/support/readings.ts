// What a test asks of a running service again and again, once everything recorded so far is known
// to the read models.
import { z } from 'zod';
import type { Caller } from './caller.js';
import type { RunningService } from './running-service.js';

/** Any object: what a test does not look at. */
export const loose = z.looseObject({});

const historyEntry = z.looseObject({
  eventId: z.string(),
  type: z.string(),
  position: z.string(),
  revision: z.int(),
  data: loose,
  metadata: z.looseObject({ recordedAt: z.string(), organ: z.string() }),
});

const accountability = z.looseObject({ count: z.int(), aggravationRequired: z.boolean() });

const obligation = z.looseObject({
  id: z.string(),
  kind: z.string(),
  state: z.string(),
  dueOn: z.string().nullable(),
});

export class Readings {
  constructor(
    private readonly service: RunningService,
    private readonly reader: Caller,
  ) {}

  /** The path of a question, to be answered when the read models know all that is recorded by now. */
  async now(path: string): Promise<string> {
    return `${path}${path.includes('?') ? '&' : '?'}atLeast=${String(await this.service.head())}`;
  }

  file(caseId: string, query = ''): Promise<z.output<typeof loose>> {
    return this.reader.get(`/cases/${caseId}${query}`, loose);
  }

  history(caseId: string): Promise<z.output<typeof historyEntry>[]> {
    return this.reader.items(`/cases/${caseId}/history`, historyEntry);
  }

  /** The one-year count of a person. */
  async count(
    personId: string,
    query: string,
  ): Promise<{ count: number; aggravationRequired: boolean }> {
    const path = await this.now(`/persons/${personId}/accountability?${query}`);
    const { count, aggravationRequired } = await this.reader.get(path, accountability);
    return { count, aggravationRequired };
  }

  /** The duties of a case. */
  async obligations(caseId: string, query: string): Promise<z.output<typeof obligation>[]> {
    return this.reader.items(
      await this.now(`/obligations?limit=500&case=${caseId}&${query}`),
      obligation,
    );
  }
}
