// What each dataset of the analytics is: by what it can be grouped, what its columns say, and in
// which units. Read by the query, the answer and the OpenAPI document alike.
import { methods } from '../domain/regulation/methods.js';
import type { Words } from '../domain/words.js';

/** By what a dataset can be grouped. */
export const groupings = ['organ', 'month', 'year', 'severity', 'track', 'source'] as const;
export type Grouping = (typeof groupings)[number];

export const units = [
  'code',
  'cases',
  'decisions',
  'appeals',
  'duties',
  'steps',
  'days',
  'share',
] as const;

export interface Column {
  /** Its name in rows and in the head of a CSV. */
  readonly name: string;
  /** `code` for what tells rows apart; `days` are calendar days; a `share` is between 0 and 1. */
  readonly unit: (typeof units)[number];
  readonly label: Words;
}

export interface Dataset {
  readonly groupings: readonly Grouping[];
  /** Grouped by this where nothing is asked for. */
  readonly always?: Grouping;
  /** The state of its duties is that of a day, which can be asked for with `on`. */
  readonly onADay?: true;
  /** Which dates `from` and `to` bound. */
  readonly period: Words;
  /** What tells its rows apart besides the group. */
  readonly keys: readonly Column[];
  readonly measures: readonly Column[];
}

function of(unit: Column['unit']) {
  return (name: string, zh: string, en: string): Column => ({ name, unit, label: { zh, en } });
}

const code = of('code');
const cases = of('cases');
const decisions = of('decisions');
const appeals = of('appeals');
const duties = of('duties');
const shareOf = of('share');
const days = of('days');

/** The first column of a grouped answer. */
export const groupColumns: Readonly<Record<Grouping, Column>> = {
  organ: code('organ', '单位', 'Organ'),
  month: code('month', '月份', 'Month'),
  year: code('year', '年度', 'Year'),
  severity: code('severity', '情节', 'Severity'),
  track: code('track', '办理权限', 'Track'),
  source: code('source', '线索来源', 'Source'),
};

const ofDuties = [
  duties('done', '按期完成', 'Done in time'),
  duties('doneLate', '逾期完成', 'Done late'),
  duties('open', '办理中', 'Open'),
  duties('overdue', '逾期未办', 'Overdue'),
] as const;

export const datasets = {
  funnel: {
    groupings: ['organ', 'month', 'year', 'source', 'track'],
    period: { zh: '期间内收到的案件', en: 'cases received in the period' },
    keys: [],
    measures: [
      cases('received', '收到', 'Received'),
      cases('declined', '不予受理', 'Declined'),
      cases('accepted', '受理', 'Accepted'),
      cases('initiated', '启动调查', 'Investigation started'),
      cases('reported', '提交报告', 'Reported'),
      cases('recommended', '提出建议', 'Recommended on'),
      cases('decided', '作出决定', 'Decided'),
      cases('heldToAccount', '予以问责', 'Held to account'),
    ],
  },
  grounds: {
    groupings: ['organ', 'month', 'year', 'severity', 'track'],
    period: { zh: '期间内作出的决定', en: 'decisions made in the period' },
    keys: [code('clause', '问责情形', 'Ground')],
    measures: [
      decisions('decisions', '决定', 'Decisions'),
      decisions('heldToAccount', '予以问责', 'Held to account'),
      decisions('notHeld', '不予问责', 'Not held to account'),
    ],
  },
  methods: {
    groupings: ['organ', 'year', 'track'],
    period: { zh: '期间内作出的问责决定', en: 'decisions to hold to account made in the period' },
    keys: [code('clause', '问责情形', 'Ground'), code('severity', '情节', 'Severity')],
    measures: [
      decisions('decisions', '问责决定', 'Decisions'),
      ...methods.map(({ code: name, label }) => decisions(name, label.zh, label.en)),
    ],
  },
  durations: {
    groupings: ['organ', 'month', 'year'],
    period: { zh: '期间内完成的步骤', en: 'steps completed in the period' },
    keys: [code('step', '步骤', 'Step')],
    measures: [
      of('steps')('completed', '已完成', 'Completed'),
      days('medianDays', '半数在此天数内', 'Half within, days'),
      days('p90Days', '九成在此天数内', 'Nine tenths within, days'),
    ],
  },
  appeals: {
    groupings: ['organ', 'month', 'year', 'severity', 'track'],
    period: { zh: '期间内收到的申诉', en: 'appeals received in the period' },
    keys: [],
    measures: [
      appeals('lodged', '申诉', 'Lodged'),
      appeals('pending', '办理中', 'Pending'),
      appeals('withdrawn', '撤回', 'Withdrawn'),
      appeals('notAdmitted', '不予受理', 'Not admitted'),
      appeals('upheld', '维持', 'Upheld'),
      appeals('modified', '变更', 'Modified'),
      appeals('revoked', '撤销', 'Revoked'),
      shareOf('overturnRate', '改变率', 'Overturn rate'),
    ],
  },
  organs: {
    groupings: ['organ'],
    always: 'organ',
    onADay: true,
    period: {
      zh: '期间内收到的案件、作出的决定、产生的事项',
      en: 'cases received, decisions made and duties begun in the period',
    },
    keys: [],
    measures: [
      cases('cases', '案件', 'Cases'),
      decisions('decisions', '决定', 'Decisions'),
      decisions('heldToAccount', '予以问责', 'Held to account'),
      decisions('modified', '其中已变更', 'Of these modified'),
      decisions('revoked', '其中已撤销', 'Of these revoked'),
      decisions(
        'againstRecommendation',
        '建议问责而不予问责',
        'Not held against the recommendation',
      ),
      decisions('notHeld', '其他不予问责', 'Otherwise not held to account'),
      duties('duties', '事项', 'Duties'),
      ...ofDuties,
    ],
  },
  timeliness: {
    groupings: ['organ', 'month', 'year'],
    onADay: true,
    period: { zh: '期间内产生的事项', en: 'duties that began in the period' },
    keys: [code('kind', '事项类别', 'Kind of duty')],
    measures: [
      duties('duties', '事项', 'Duties'),
      ...ofDuties,
      shareOf('inTimeRate', '按期率', 'In time'),
    ],
  },
} as const satisfies Readonly<Record<string, Dataset>>;

export type DatasetName = keyof typeof datasets;
export const datasetNames = Object.keys(datasets) as readonly DatasetName[];

/** The same with its type, for whoever treats all alike. */
export function dataset(name: DatasetName): Dataset {
  return datasets[name];
}

/** The steps whose length is measured: kinds of duties that are met by the next step (M1 Art. 20, 24, 27; M2 Art. 7). */
export const measuredSteps = [
  'intake',
  'initiation',
  'report',
  'recommendation',
  'decision',
  'letter',
  'delivery-subject',
  'appeal-decision',
] as const;
