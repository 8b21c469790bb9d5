// Every item of a list of the service, page by page, as the loader may read it.
import { z } from 'zod';
import type { Client } from '../client.js';
import { loader } from './frame.js';

export async function every<T extends z.ZodType>(
  client: Client,
  path: string,
  query: Readonly<Record<string, string>>,
  item: T,
): Promise<readonly z.output<T>[]> {
  const form = z.object({ items: z.array(item), nextCursor: z.string().nullable() });
  const all: z.output<T>[] = [];
  let cursor: string | null = null;
  do {
    const from: Record<string, string> = cursor === null ? {} : { cursor };
    const page: z.output<typeof form> = await client.question(
      loader,
      path,
      { ...query, ...from, limit: '500' },
      form,
    );
    all.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return all;
}

/** The service may hold other cases too: those of the demo. */
export function ofRegister({ caseId }: { readonly caseId: string }): boolean {
  return caseId.startsWith('R-');
}
