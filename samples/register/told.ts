// The report as a reader sees it on a terminal: counts, how each body stands, and the ids of the
// cases to open first.
import type { Words } from '../city.js';
import type { Language } from '../client.js';
import { columns } from '../terminal.js';
import type { Figures } from './figures.js';
import type { Found } from './findings.js';
import { frame } from './frame.js';
import type { Report } from './loaded.js';
import { kinds } from './mapping.js';

/** What happened to rows, and why some became nothing. */
const outcomes: Readonly<Record<string, Words>> = {
  recorded: { zh: '如实登记，合乎程序', en: 'recorded, regular' },
  'recorded-irregular': {
    zh: '如实登记，不合程序之处已确认',
    en: 'recorded, irregular and acknowledged',
  },
  refused: { zh: '被服务拒绝', en: 'refused by the service' },
  'not-recorded': { zh: '未登记', en: 'not recorded' },
  'partial-date': { zh: '日期不完整（只有年或月）', en: 'date is a year or a month' },
  'before-1900': { zh: '早于 1900 年', en: 'before 1900' },
  'free-text': { zh: '自由文字，未能辨认', en: 'free text, not recognised' },
  'no-counterpart': { zh: '没有对应事项', en: 'no counterpart' },
  'adds-nothing': { zh: '与已登记的重复', en: 'adds nothing to what is recorded' },
  'nothing-recommended': { zh: '没有可采纳的建议', en: 'adopts what is not in the register' },
  'not-held-to-account': { zh: '不予问责', en: 'not held to account' },
  'held-to-account': { zh: '予以问责', en: 'held to account' },
  'person-gone': { zh: '本案对该人员已终结', en: 'the case is over for the person' },
};

type Section = readonly [Words, Readonly<Record<string, number>>];

/** One table below the other, a count a line. */
export function told(
  { register, recorded, ...report }: Report,
  figures: Figures,
  language: Language,
): string {
  const say = (words: Words): string => (language === 'en' ? words.en : words.zh);
  const labels = new Map([
    ...kinds.map(({ code, says }): [string, Words] => [code, says]),
    ...Object.entries(outcomes),
    ...frame.map(({ id, name }): [string, Words] => [id, name]),
  ]);
  const label = (code: string): string => {
    const words = labels.get(code);
    return words === undefined ? '' : say(words);
  };
  const { heldToAccount, notHeldToAccount } = figures.decisions;
  const sections: readonly Section[] = [
    [
      { zh: '登记册', en: 'The register' },
      { cases: register.cases, rows: register.rows, persons: register.persons },
    ],
    [{ zh: '已登记', en: 'Recorded' }, recorded],
    [{ zh: '各行的结果', en: 'What became of the rows' }, report.outcomes],
    [{ zh: '未登记的原因', en: 'Why not' }, report.why],
    [{ zh: '服务的拒绝', en: 'Refusals' }, report.refusals],
    [{ zh: '各行所载', en: 'What the rows say' }, report.kinds],
    [{ zh: '登记的事项', en: 'Acts recorded' }, report.acts],
    [{ zh: '不合程序之处', en: 'Irregularities' }, report.irregularities],
    [{ zh: '案件进展', en: 'Cases by phase' }, figures.casesByPhase],
    [
      { zh: '决定', en: 'Decisions' },
      {
        'held-to-account': heldToAccount,
        'not-held-to-account': notHeldToAccount,
      },
    ],
    [{ zh: '作出决定的机关', en: 'Decisions by organ' }, figures.decisions.byOrgan],
    [{ zh: `超期事项（${figures.on}）`, en: `Overdue duties (${figures.on})` }, figures.overdue],
    [{ zh: '逾期办理', en: 'Duties done late' }, figures.doneLate],
    [{ zh: '未办事项（多无法定期限）', en: 'Open duties (most without a date)' }, figures.open],
    [{ zh: '应予关注的未办事项', en: 'Open duties to look at' }, figures.watchedByOrgan],
  ];
  const counts = sections
    .filter(([, counts]) => Object.keys(counts).length > 0)
    .map(([title, counts]) => {
      const rows = Object.entries(counts).map(([code, n]) => [String(n), code, label(code)]);
      return `${say(title)}\n${columns(rows)}`;
    });
  return [...counts, ...toldBySupervision(figures, say)].join('\n\n');
}

/** So many cases are shown; the report has them all. */
const shownCases = 12;

/** What a supervisor would read first: which questions, of whom, in which cases. */
function toldBySupervision(
  { on, findings }: Figures,
  say: (words: Words) => string,
): readonly string[] {
  const names = new Map(frame.map(({ id, name }) => [id, say(name)]));
  const offices = new Map(frame.flatMap(({ head }) => (head ? [[head.zh, say(head)]] : [])));
  const nameOf = (organId: string): string => names.get(organId) ?? organId;
  const office = (heads: readonly string[]): string =>
    heads.map((head) => offices.get(head) ?? head).join(say({ zh: '、', en: ', ' }));
  const table = (title: Words, head: readonly Words[], rows: readonly string[][]): string =>
    `${say(title)}\n${columns([head.map(say), ...rows])}`;
  return [
    table(
      { zh: `监督发现的问题（${on}）`, en: `What supervision finds (${on})` },
      [
        { zh: '代码', en: 'code' },
        { zh: '未解决', en: 'open' },
        { zh: '已纠正', en: 'rectified' },
        { zh: '已处理', en: 'disposed of' },
        { zh: '问题', en: 'question' },
      ],
      findings.codes.map(({ code, open, rectified, disposedOf, title }) => [
        code,
        ...[open, rectified, disposedOf].map(String),
        title,
      ]),
    ),
    bodiesTable(findings, nameOf, office, table),
    table(
      {
        zh: `本应有人被问责而没有的案件（${String(findings.telling.length)} 件，列最近 ${String(shownCases)} 件）`,
        en: `Cases in which nobody was held to account (${String(findings.telling.length)}; the newest ${String(shownCases)})`,
      },
      [
        { zh: '案件', en: 'case' },
        { zh: '自', en: 'open from' },
        { zh: '问题', en: 'questions' },
        { zh: '答复机关', en: 'who answers' },
        { zh: '负责人', en: 'head' },
      ],
      findings.telling
        .slice(0, shownCases)
        .map(({ caseId, openFrom, codes, organId, head }) => [
          caseId,
          openFrom,
          codes.join(' '),
          nameOf(organId),
          office(head),
        ]),
    ),
  ];
}

function bodiesTable(
  { bodies }: Found,
  nameOf: (organId: string) => string,
  office: (heads: readonly string[]) => string,
  table: (title: Words, head: readonly Words[], rows: readonly string[][]) => string,
): string {
  return table(
    {
      zh: '各机关问责情况（末四列为未解决的问题）',
      en: 'How each body stands (the last four: open questions)',
    },
    [
      { zh: '机关', en: 'body' },
      { zh: '负责人', en: 'head' },
      { zh: '案件', en: 'cases' },
      { zh: '决定', en: 'decisions' },
      { zh: '建议而未问责', en: 'against advice' },
      { zh: '超期', en: 'overdue' },
      { zh: '不作为', en: 'inaction' },
      { zh: '幅度权限', en: 'frame' },
      { zh: '程序', en: 'procedure' },
      { zh: '提示', en: 'notice' },
    ],
    bodies.map(({ organId, head, cases, decisions, notHeldToAccount, overdue, openFindings }) => [
      nameOf(organId),
      office(head.map(({ name }) => name)),
      ...[cases, decisions, notHeldToAccount, overdue].map(String),
      ...Object.values(openFindings).map(String),
    ]),
  );
}
