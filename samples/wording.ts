// What the demo calls things that the API has codes for and no labels.
import type { Words } from './city.js';

/** Instants as an official reads them. */
export const inShanghai = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** Codes of the API that its catalogue has no label for. */
export const codes: Readonly<Record<string, Words>> = {
  subject: { zh: '本人', en: 'the subject' },
  unit: { zh: '单位', en: 'the unit' },
  oral: { zh: '口头', en: 'oral' },
  written: { zh: '书面', en: 'in writing' },
  mode: { zh: '方式', en: 'mode' },
  confidential: { zh: '要求保密', en: 'confidential' },
  name: { zh: '姓名', en: 'name' },
  contact: { zh: '联系方式', en: 'contact' },
};

interface Counted {
  readonly start: string;
  readonly unit: string;
  readonly days: readonly string[];
  readonly skipped: readonly { readonly date: string }[];
}

/** How a due date was found, so that one can follow it on a calendar. */
export function howCounted(
  { start, unit, days, skipped }: Counted,
  dueOn: string,
  duty: string,
): Words {
  const n = String(days.length);
  const last = days.at(-1) ?? '';
  if (unit === 'calendar-days') {
    const moved = skipped.length > 0;
    return {
      zh: `${duty}：${start} 收到，当日不计，满 ${n} 日为 ${last}，${moved ? `逢休息日，顺延至 ${dueOn}` : '当日为工作日'}。`,
      en: `${duty}: received on ${start}, not counted; day ${n} is ${last}, ${moved ? `a rest day, so ${dueOn}` : 'a working day'}.`,
    };
  }
  const counted = days.map((date) => date.slice(5)).join(' ');
  const passed = skipped.map(({ date }) => date.slice(5)).join(' ');
  return {
    zh: `${duty}：${start} 决定，当日不计；工作日 ${counted}（第 ${n} 个）；跳过休息日 ${passed}。`,
    en: `${duty}: decided on ${start}, not counted; working days ${counted} (the ${n}th); rest days passed over ${passed}.`,
  };
}
