// What is told of an act that is worth a look or breaks rules, in whose words, and what is kept with
// it once the rules are acknowledged: notices and irregularities as a user of the service meets them.
import { z } from 'zod';
import { codesOf, problemIn, recordedIn, type Caller } from '../support/caller.js';
import { registerCity, walk } from '../support/city.js';
import { acts, persons } from '../support/office.js';
import { loose, Readings } from '../support/readings.js';
import { RunningService } from '../support/running-service.js';
import { about, recommended } from './case-on-one-person.js';

let clerk: Caller;
let reading: Readings;

beforeAll(async () => {
  const service = await RunningService.start();
  const city = await registerCity(service);
  clerk = city.clerk;
  reading = new Readings(service, clerk);
  const { personId: _, changes: __, ...fields } = persons.jia;
  for (const own of [
    { id: 'mao', name: '卯某' },
    { id: 'wu', name: '午某' },
  ]) {
    const answer = await city.admin.post('/persons', { ...fields, ...own });
    if (answer.status !== 201) throw new Error(answer.text);
  }
});

const metadata = z.looseObject({
  notices: z.array(loose).optional(),
  irregularities: z.array(z.looseObject({ code: z.string() })).optional(),
  justification: z.string().optional(),
});

/** What stands beside the last event of a case. */
async function besideTheLast(caseId: string): Promise<z.output<typeof metadata>> {
  const { metadata: kept } = (await reading.history(caseId)).at(-1)!;
  return metadata.parse(kept);
}

describe('what is worth a look', () => {
  const shown = z.looseObject({
    notices: z.array(
      z.strictObject({
        code: z.string(),
        clause: z.string(),
        citation: z.string(),
        message: z.string(),
      }),
    ),
  });
  const decide = (language: string) =>
    clerk.post('/cases/N-1/decide', acts.decide, {
      'accept-language': language,
      'idempotency-key': 'n-1',
    });

  it('stops nothing, and is told in the answer', async () => {
    await walk(clerk, 'N-1', 'file-report');
    await clerk.did('N-1', 'recommend', acts.recommend);
    const answer = await decide('zh-CN');
    expect(answer.status).toBe(201);
    expect(shown.parse(JSON.parse(answer.text)).notices).toEqual([
      {
        code: 'subject-not-heard',
        clause: 'M1-1',
        citation: '《党政机关工作人员问责暂行办法》第一条',
        message: '作出问责决定前未听取该对象的陈述和申辩。',
      },
    ]);
    expect((await besideTheLast('N-1')).notices).toEqual([
      { code: 'subject-not-heard', clause: 'M1-1' },
    ]);
  });

  it('is told the same when the command is sent again, in the words of who asks', async () => {
    const first = await decide('zh-CN');
    expect(first.headers.get('idempotent-replayed')).toBe('true');
    expect(await decide('zh-CN')).toMatchObject({ status: 201, text: first.text });
    const { notices } = shown.parse(JSON.parse((await decide('en')).text));
    expect(notices).toMatchObject([
      {
        code: 'subject-not-heard',
        clause: 'M1-1',
        message: 'The subject was not heard before the decision to hold to account.',
      },
    ]);
    expect(await reading.history('N-1')).toHaveLength(7);
  });
});

describe('the number of a letter', () => {
  const letter = (changed: object) => ({ ...acts['issue-letter'], ...changed });

  it('is used once by an organ, in whichever case', async () => {
    await walk(clerk, 'T-1', 'issue-letter', about('mao'));
    await walk(clerk, 'T-2', 'decide', about('wu'));
    expect(codesOf(await clerk.act('T-2', 'issue-letter', letter({})))).toEqual([
      'letter-number-used-twice',
    ]);
    const gap = await clerk.act(
      'T-2',
      'issue-letter',
      letter({ number: '虚构问责决字（2015）第3号' }),
    );
    expect(recordedIn(gap).notices).toMatchObject([{ code: 'letter-number-gap', clause: 'M1-23' }]);
  });

  it('is recorded twice where it was used twice, and the record says so', async () => {
    await clerk.did('T-2', 'issue-letter', letter({ letterId: 'L-2' }), {
      acknowledge: { codes: ['letter-number-used-twice'], justification: '文号登记有误。' },
    });
    expect(await besideTheLast('T-2')).toMatchObject({
      irregularities: [{ code: 'letter-number-used-twice', clause: 'M1-23' }],
      justification: '文号登记有误。',
    });
  });
});

describe('several rules broken at once', () => {
  const wrong = { ...acts.decide, methods: ['removal'] };

  it('are told in the reader’s language', async () => {
    await recommended(clerk, 'X-1', 'yi', { severity: 'minor' }, ['circulated-criticism']);
    const told = async (language: string) => {
      const answer = await clerk.post('/cases/X-1/decide', wrong, { 'accept-language': language });
      return (problemIn(answer).irregularities ?? []).map(({ code, message }) => [code, message]);
    };
    expect(await told('zh-CN')).toEqual([
      ['organ-without-authority', '作出决定的机关对该人员或者该档问责方式没有相应的管理权限。'],
      ['no-collective-meeting', '停职检查以上方式应由党委、政府集体研究决定，未注明会议。'],
      ['heavier-than-frame', '问责方式重于所认定情节和所适用从轻、减轻、从重、加重对应的档次。'],
    ]);
    expect(await told('en')).toEqual([
      [
        'organ-without-authority',
        'The organ has no authority over this person, or not for these methods.',
      ],
      [
        'no-collective-meeting',
        'Methods from suspension upward are decided collectively by the Party committee or government; no meeting is cited.',
      ],
      ['heavier-than-frame', 'The methods lie above the band that severity and adjustment permit.'],
    ]);
  });

  it('are acknowledged together or not at all', async () => {
    const codes = ['organ-without-authority', 'no-collective-meeting', 'heavier-than-frame'];
    const justification = '情况紧急，先行处理。';
    for (const code of codes) {
      const some = codes.filter((other) => other !== code);
      const acknowledge = { codes: some, justification };
      expect(codesOf(await clerk.act('X-1', 'decide', wrong, { acknowledge }))).toEqual(codes);
    }
    await clerk.did('X-1', 'decide', wrong, { acknowledge: { codes, justification } });
    const { irregularities = [], justification: kept } = await besideTheLast('X-1');
    expect([irregularities.map(({ code }) => code), kept]).toEqual([codes, justification]);
  });
});
