// What several examples share, and what the examples are: of each event type, at least one.
import type { DomainEvent, EventType } from '../../src/domain/catalogue.js';

type DataOf<T extends EventType> = Extract<DomainEvent, { type: T }>['data'];

export type Examples = { readonly [T in EventType]: readonly DataOf<T>[] };

export const digest = `sha-256:${'0123456789abcdef'.repeat(4)}`;
export const eventId = '5f1d7a3e-4c2b-8d6f-9a01-23456789abcd';
export const sealedText = {
  sealed: {
    alg: 'A256GCM' as const,
    keyId: 'AAAAAAAAAAAAAAAAAAAAAA',
    nonce: 'BBBBBBBBBBBBBBBB',
    ciphertext: 'CCCCCCCCCCCCCCCCCCCCCCCCCCCC',
  },
};
export const meeting = { body: '虚构市委常委会', heldOn: '2015-09-29', reference: '虚构委纪〔2015〕9号' };
export const otherRule = { title: '虚构市某规定', number: '虚构发〔2015〕1号', clause: '第三条' };
export const apology = { manner: '书面', scope: '本单位', by: '2015-10-31' };
export const mitigating = [
  { code: 'remedied-harm' as const },
  { code: 'other-mitigating' as const, description: '首次违反。' },
];
export const aggravating = [
  { code: 'retaliated' as const },
  { code: 'other-aggravating' as const, description: '虚构条例第一条。' },
];
