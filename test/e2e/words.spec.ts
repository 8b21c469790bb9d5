// What users read beside the codes: the catalogue of the words, and the titles of duties and events
// in the language of whoever asks.
import { z } from 'zod';
import { eventWords } from '../../src/domain/event-words.js';
import type { Caller } from '../support/caller.js';
import { registerCity, walk } from '../support/city.js';
import { EventStream } from '../support/event-stream.js';
import { RunningService } from '../support/running-service.js';

let service: RunningService;
let clerk: Caller;

beforeAll(async () => {
  service = await RunningService.start();
  ({ clerk } = await registerCity(service));
  await walk(clerk, 'W-1', 'decide');
});

const titled = z.looseObject({ title: z.string() });
const duty = titled.extend({ kind: z.string(), clause: z.string(), citation: z.string() });
const event = titled.extend({ type: z.string(), data: z.looseObject({}) });

/** The answer to a question in a language. */
async function told<T extends z.ZodType>(
  path: string,
  language: string,
  form: T,
): Promise<z.output<T>> {
  const { status, text } = await clerk.ask(path, { headers: { 'accept-language': language } });
  expect(status).toBe(200);
  return form.parse(JSON.parse(text));
}

describe('the words beside the codes', () => {
  it('stand in the catalogue for findings, their kinds, duties and events', async () => {
    const words = z.object({ zh: z.string(), en: z.string() });
    const { findings, findingKinds, duties, events } = await clerk.get(
      '/regulation',
      z.looseObject({
        findings: z.array(z.looseObject({ code: z.string(), words })),
        findingKinds: z.array(z.looseObject({ words })),
        duties: z.array(z.looseObject({ kind: z.string(), words })),
        events: z.array(z.looseObject({ type: z.string(), words })),
      }),
    );
    expect([findings, findingKinds, duties].map(({ length }) => length)).toEqual([38, 4, 22]);
    expect(findings.find(({ code }) => code === 'S-08')).toEqual({
      code: 'S-08',
      kind: 'procedure',
      clause: 'M1-24',
      citation: {
        zh: '《党政机关工作人员问责暂行办法》第二十四条',
        en: expect.stringMatching(/, Art\. 24$/) as string,
      },
      words: { zh: '决定书逾期送达或者未送达', en: 'Delivery late or missing' },
    });
    expect(findingKinds).toContainEqual({
      kind: 'inaction',
      words: { zh: '应问责未问责', en: 'Failure to act' },
    });
    expect(duties.find(({ kind }) => kind === 'delivery-unit')).toMatchObject({
      clause: 'M1-24',
      words: { zh: '问责决定书送达被问责人所在单位' },
    });
    expect(events.map(({ type }) => type)).toEqual(Object.keys(eventWords));
    expect(events).toContainEqual({
      type: 'CaseAccepted',
      words: { zh: '受理', en: 'Case accepted' },
    });
  });

  it.each([
    ['zh-CN', '问责决定书送达被问责人', '《党政机关工作人员问责暂行办法》第二十四条'],
    ['en', 'Deliver the letter to the subject', expect.stringMatching(/, Art\. 24$/) as string],
  ])('say in %s what has to be done: in the list and in the case', async (...row) => {
    const [language, title, citation] = row;
    const path = `/obligations?case=W-1&atLeast=${String(await service.head())}`;
    const { items } = await told(path, language, z.object({ items: z.array(duty) }));
    const { obligations } = await told(
      '/cases/W-1',
      language,
      z.looseObject({ obligations: z.array(duty) }),
    );
    for (const owed of [items, obligations])
      expect(owed.find(({ kind }) => kind === 'delivery-subject')).toMatchObject({
        title,
        clause: 'M1-24',
        citation,
      });
  });

  it.each([
    ['zh-CN', '登记问题线索'],
    ['en', 'Case registered'],
  ])('say in %s what was recorded: in the history, beside what is stored', async (...row) => {
    const [language, title] = row;
    const history = z.object({ items: z.array(event) });
    const [first] = (await told('/cases/W-1/history', language, history)).items;
    expect(first).toMatchObject({ type: 'CaseRegistered', title });
    expect(first?.data).not.toHaveProperty('title');
  });

  it('are sent with each event as it is recorded, in the language of whoever listens', async () => {
    const stream = await EventStream.open(service, clerk.token, '?after=0', {
      'accept-language': 'en',
    });
    const [first] = await stream.first(1);
    stream.leave();
    expect(first?.data).toMatchObject({ type: 'OrganRegistered', title: 'Organ registered' });
  });
});
