// Events as the command side would hand them to the ledger; a test says only what matters to it.
import { createHash, randomUUID } from 'node:crypto';
import type { EventToAppend, JsonObject } from '../../src/ledger/event.js';

const digest = (text: string) => createHash('sha256').update(text).digest('hex');

/** An event of the size of W in the benchmarks, about 650 bytes with its metadata. */
export function act(
  data: JsonObject = { on: '2024-03-01', organId: 'organ-1', reasons: '事实清楚，予以受理' },
  id: string = randomUUID(),
): EventToAppend {
  return {
    id,
    type: 'CaseAccepted',
    data,
    metadata: {
      salt: digest(`salt of ${id}`),
      actor: { issuer: 'https://issuer.invalid', sub: 'clerk-1' },
      organ: 'organ-1',
      roles: ['intake'],
      correlationId: 'request-1',
      causationId: 'request-1',
      commandId: '0190a5c2-7d1c-7a55-9c3e-0242ac120002',
      requestHash: digest('what was asked'),
      recordedAt: '2024-03-01T01:02:03.004Z',
      schemaVersion: 1,
      policyVersion: 'policy-1',
    },
  };
}

/** Several of them. */
export function acts(count: number): EventToAppend[] {
  return Array.from({ length: count }, (_, number) => act({ number }));
}
