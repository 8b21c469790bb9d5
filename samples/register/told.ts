// The report as a reader sees it on a terminal: counts only.
import type { Words } from '../city.js';
import type { Language } from '../client.js';
import { columns } from '../terminal.js';
import type { Figures } from './figures.js';
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
  'recommended-and-not-held': {
    zh: '建议问责而决定不予问责（S-01）',
    en: 'recommended, and decided not to (S-01)',
  },
  'recommended-and-not-decided': {
    zh: '建议问责而未作决定（S-04）',
    en: 'recommended, and nothing decided (S-04)',
  },
  'established-and-not-held': {
    zh: '认定情形而不予问责（S-24）',
    en: 'a ground established, and nobody held to account (S-24)',
  },
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
  const {
    heldToAccount,
    notHeldToAccount,
    recommendedAndNotHeld,
    recommendedAndNotDecided,
    establishedAndNotHeld,
  } = figures.decisions;
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
        'recommended-and-not-held': recommendedAndNotHeld.length,
        'recommended-and-not-decided': recommendedAndNotDecided.length,
        'established-and-not-held': establishedAndNotHeld.length,
      },
    ],
    [{ zh: '作出决定的机关', en: 'Decisions by organ' }, figures.decisions.byOrgan],
    [{ zh: `超期事项（${figures.on}）`, en: `Overdue duties (${figures.on})` }, figures.overdue],
    [{ zh: '逾期办理', en: 'Duties done late' }, figures.doneLate],
    [{ zh: '未办事项（多无法定期限）', en: 'Open duties (most without a date)' }, figures.open],
    [{ zh: '应予关注的未办事项', en: 'Open duties to look at' }, figures.watchedByOrgan],
  ];
  return sections
    .filter(([, counts]) => Object.keys(counts).length > 0)
    .map(([title, counts]) => {
      const rows = Object.entries(counts).map(([code, n]) => [String(n), code, label(code)]);
      return `${say(title)}\n${columns(rows)}`;
    })
    .join('\n\n');
}
