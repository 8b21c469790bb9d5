// The chapter of the superior organ: which bodies failed to act, why the ledger says so, event by
// event, what was known when, and what was done about it (docs/supervision.md).
import { notHeldToAccount } from './cases-of-oversight.js';
import { clerks, organs, type Words } from './city.js';
import type { View } from './commission-view.js';
import { bodies, findings, history, type Finding, type HistoryItem } from './questions.js';
import { columns, marked, paragraph, print } from './terminal.js';
import { inShanghai } from './wording.js';

const { supervisor } = clerks;
/** The day the supervisor looks, and one after all was done about it. */
const lookedAtOn = '2026-01-16';
const doneBy = '2026-01-31';

const states: Readonly<Record<string, Words>> = {
  open: { zh: '未解决', en: 'open' },
  rectified: { zh: '已纠正', en: 'rectified' },
  escalated: { zh: '已启动问责', en: 'escalated' },
  dismissed: { zh: '不予追究', en: 'dismissed' },
};

export async function supervision(view: View): Promise<void> {
  view.chapter({
    zh: `上级监督：谁应当问责而没有问责（省纪委，${lookedAtOn}）`,
    en: `Supervision: who should have held to account and did not (Provincial Commission, ${lookedAtOn})`,
  });
  await everyBody(view);
  await mayActOn(view);
  const asked = await one(view, { on: lookedAtOn });
  if (asked === undefined) throw new Error(`${notHeldToAccount} was not found`);
  const facts = await factsOf(view, asked);
  why(view, asked, facts);
  await knownWhen(view, asked, facts);
  await whatWasDone(view);
  askOn(view, asked);
}

function subtitle(view: View, title: Words): void {
  print('', paragraph(view.say(title)));
}

const kindsOfFindings = ['inaction', 'frame', 'procedure', 'notice'] as const;

async function everyBody(view: View): Promise<void> {
  const { items } = await bodies(view.client, supervisor, { on: lookedAtOn });
  const told = items
    .filter(({ organId }) => organId.startsWith('demo-'))
    .filter(({ cases, decisions }) => cases + decisions > 0)
    .toSorted((a, b) => b.openFindings.inaction - a.openFindings.inaction);
  print(
    paragraph(
      view.say({
        zh: '各机关问责情况（后四列为未解决的问题）：',
        en: 'How each body stands (the last four columns: open findings):',
      }),
    ),
    columns([
      [
        ...view.words([
          ['机关', 'body'],
          ['负责人', 'head'],
          ['案件', 'cases'],
          ['决定', 'decisions'],
          ['建议而未问责', 'against advice'],
          ['超期', 'overdue'],
        ]),
        ...kindsOfFindings.map(view.known.labelOf),
      ],
      ...told.map(({ organId, head, cases, decisions, openFindings, ...body }) => [
        view.nameOf(organId),
        head.map(({ name }) => name).join(view.comma),
        ...[cases, decisions, body.notHeldToAccount, body.overdue].map(String),
        ...kindsOfFindings.map((kind) => String(openFindings[kind])),
      ]),
    ]),
    '',
    paragraph(
      view.say({
        zh: '提示多为“未及时登记”（S-35）：演示把全年事项集中在一天登记，登记都晚于事项日期。',
        en: 'Most notices say "recorded long after its date" (S-35): the demo records a whole year in one day.',
      }),
    ),
  );
}

/** The open failures to act of the bodies that name the provincial commission as theirs. */
async function mayActOn(view: View): Promise<void> {
  const query = { superior: supervisor.organ, kind: 'inaction', state: 'open', on: lookedAtOn };
  const { items } = await findings(view.client, supervisor, query);
  subtitle(view, {
    zh: '省纪委可以过问的不作为（问题不是结论，处理前先听取负责人说明）：',
    en: 'Failures to act that the Provincial Commission may act on (a finding is a question: the head is heard first):',
  });
  print(
    columns([
      view.words([
        ['代码', 'code'],
        ['自', 'since'],
        ['答复机关', 'who answers'],
        ['时任负责人', 'head then'],
        ['条款', 'clause'],
        ['案件', 'case'],
        ['问题', 'question'],
      ]),
      ...items.map(({ code, openFrom, organId, head, clause, caseId, title }) => [
        marked(code),
        openFrom,
        view.nameOf(organId),
        head.map(({ name }) => name).join(view.comma),
        clause,
        caseId,
        title,
      ]),
    ]),
  );
}

/** The finding this chapter follows; undefined where it was not there. */
async function one(view: View, query: Moment): Promise<Finding | undefined> {
  const [, caseId = ''] = notHeldToAccount.split(':');
  const { items } = await findings(view.client, supervisor, { case: caseId, ...query });
  return items.find(({ id }) => id === notHeldToAccount);
}

type Moment = { readonly on: string } | { readonly on: string; readonly knownAt: string };

/** The events it rests on, in the order of the ledger. */
async function factsOf(view: View, { caseId, facts }: Finding): Promise<readonly HistoryItem[]> {
  const { items } = await history(view.client, supervisor, caseId);
  const found = items.filter(({ eventId }) => facts.includes(eventId));
  if (found.length < facts.length) throw new Error(`${caseId} lacks facts of ${notHeldToAccount}`);
  return found;
}

function why(view: View, { code, title, caseId }: Finding, facts: readonly HistoryItem[]): void {
  subtitle(view, {
    zh: `为什么：${code}“${title}”所依据的记录（${caseId} 的 history）：`,
    en: `Why: the events that ${code} "${title}" rests on (history of ${caseId}):`,
  });
  print(
    columns([
      view.words([
        ['日期', 'date'],
        ['事项', 'act'],
        ['单位', 'organ'],
        ['登记人', 'recorded by'],
        ['登记时间', 'recorded at'],
        ['内容', 'what it says'],
      ]),
      ...facts.map((fact) => [
        fact.data.on ?? '',
        fact.title,
        view.nameOf(fact.data.organId ?? fact.metadata.organ),
        fact.metadata.actor.sub.replace('@demo-', '@'),
        inShanghai.format(new Date(fact.metadata.recordedAt)),
        [view.particulars(fact), reasonsOf(fact)].join('  '),
      ]),
    ]),
  );
}

function reasonsOf({ data }: HistoryItem): string {
  return data.reasons ?? (data.recommendations ?? []).map(({ reasons }) => reasons ?? '').join('');
}

/** The same question on two dates, and as known before the decisive event. */
async function knownWhen(
  view: View,
  { openFrom }: Finding,
  facts: readonly HistoryItem[],
): Promise<void> {
  const decisive = facts.at(-1);
  if (decisive === undefined) throw new Error(`${notHeldToAccount} rests on nothing`);
  const before = (BigInt(decisive.position) - 1n).toString();
  const dayBefore = new Date(Date.parse(openFrom) - 86_400_000).toISOString().slice(0, 10);
  const rows: readonly (readonly [Words, Moment])[] = [
    [
      {
        zh: `${dayBefore}（决定前一日）的情形，现在所知`,
        en: `on ${dayBefore}, the day before the decision, as known now`,
      },
      { on: dayBefore },
    ],
    [
      { zh: `${lookedAtOn} 的情形，现在所知`, en: `on ${lookedAtOn}, as known now` },
      { on: lookedAtOn },
    ],
    [
      {
        zh: `${lookedAtOn} 的情形，第 ${decisive.position} 条（作出决定）入账之前所知`,
        en: `on ${lookedAtOn}, as known before event ${decisive.position} (the decision) was recorded`,
      },
      { on: lookedAtOn, knownAt: before },
    ],
  ];
  subtitle(view, {
    zh: '何时可知：同一问题，问三次：',
    en: 'What was known when: the same question, asked three times:',
  });
  const answers: string[][] = [];
  for (const [asked, moment] of rows) {
    const found = await one(view, moment);
    answers.push([
      view.say(asked),
      found === undefined
        ? view.say({ zh: '没有这个问题', en: 'no such finding' })
        : marked(stateOf(view, found)),
    ]);
  }
  print(columns(answers));
}

async function whatWasDone(view: View): Promise<void> {
  const query = { superior: supervisor.organ, kind: 'inaction', on: doneBy };
  const { items } = await findings(view.client, supervisor, query);
  const left = items.filter(({ state }) => state === 'open').length;
  subtitle(view, {
    zh: `如何处理（截至 ${doneBy}）：`,
    en: `What was done about it (by ${doneBy}):`,
  });
  print(
    columns(
      items
        .flatMap((found) => found.dispositions.map((done) => ({ found, done })))
        .toSorted((a, b) => (a.done.on < b.done.on ? -1 : a.done.on > b.done.on ? 1 : 0))
        .map(({ found, done: { on, organId, caseId, reasons } }) => [
          on,
          found.code,
          found.caseId,
          marked(stateOf(view, found)),
          view.nameOf(organId),
          caseId === undefined
            ? (reasons ?? '')
            : view.say({
                zh: `另立 ${caseId}，对象为时任负责人${found.head.map(({ name }) => name).join('、')}`,
                en: `case ${caseId}, against the head then, ${found.head.map(({ name }) => name).join(', ')}`,
              }),
        ]),
    ),
    '',
    paragraph(
      view.say({
        zh: `其余 ${String(left)} 项仍未解决。立案只能针对不作为，对象须是当时的负责人；不予追究必须写明理由；两者都是账本上的记录。`,
        en: `${String(left)} more are open. Only a failure to act can be escalated, and only against whoever headed the body then; a dismissal says why. Both are events of the ledger.`,
      }),
    ),
  );
}

/** The ids that are to be typed, and three questions that answer what stands above, on any day. */
function askOn(view: View, { id }: Finding): void {
  const { organ } = supervisor;
  subtitle(view, {
    zh: `接着问（令牌：角色 supervisor，单位 ${organ}）：`,
    en: `To ask on (a token of the role supervisor for the organ ${organ}):`,
  });
  const path = '/api/v1/supervision';
  const may = `superior=${organ}&kind=inaction&state=open`;
  print(
    `  GET ${path}/organs?superior=${organ}&on=${lookedAtOn}`,
    `  GET ${path}/findings?${may}&on=${lookedAtOn}`,
    `  GET ${path}/findings/${id}?on=${lookedAtOn}`,
    '',
    columns([
      view.words([
        ['单位编号', 'organ id'],
        ['单位', 'organ'],
      ]),
      ...organs.map((one) => [one.id, view.nameOf(one.id)]),
    ]),
  );
}

function stateOf(view: View, { state }: Finding): string {
  return view.say(states[state] ?? { zh: state, en: state });
}
