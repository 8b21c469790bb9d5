// What a schema's complaint says to an official: what was expected, in both languages. Zod's own
// texts speak of strings and patterns; they stand only where nothing here fits.
import type { z } from 'zod';
import type { Words } from '../domain/words.js';

type Issue = z.core.$ZodIssue;

/** A schema's complaint in words. @param zh what zod says of it in Chinese */
export function issueWords(issue: Issue, zh: string): Words {
  const zods = { zh, en: issue.message };
  if (/^invalid_(type|value)$/.test(issue.code) && issue.input === undefined)
    return { zh: '缺少必填项', en: 'is required' };
  switch (issue.code) {
    case 'unrecognized_keys':
      return { zh: '未知字段', en: 'unknown field' };
    case 'custom':
      return typeof issue.params?.['zh'] === 'string'
        ? { zh: issue.params['zh'], en: issue.message }
        : zods;
    case 'invalid_type':
      return typeWords(issue) ?? zods;
    case 'invalid_value':
      return valueWords(issue.values.map(String));
    case 'too_small':
      return boundWords(issue.origin, Number(issue.minimum), least) ?? zods;
    case 'too_big':
      return boundWords(issue.origin, Number(issue.maximum), most) ?? zods;
    case 'invalid_format':
      return issue.format === 'uuid' ? { zh: '应为 UUID', en: 'expected a UUID' } : zods;
    case 'not_multiple_of':
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
      return zods;
  }
}

/** By what zod calls a type. */
const types: Readonly<Record<string, Words>> = {
  string: { zh: '文本', en: 'text' },
  number: { zh: '数字', en: 'a number' },
  int: { zh: '整数', en: 'a whole number' },
  boolean: { zh: ' true 或者 false', en: 'true or false' },
  null: { zh: ' null', en: 'null' },
  array: { zh: '列表', en: 'a list' },
  object: { zh: '对象', en: 'an object' },
};

function typeWords({ expected, input }: z.core.$ZodIssueInvalidType): Words | undefined {
  if (expected === 'string' && Array.isArray(input))
    return { zh: '应为一个值，不是多个', en: 'expected one value, not several' };
  const type = types[expected];
  return type && { zh: `应为${type.zh}`, en: `expected ${type.en}` };
}

function valueWords(values: readonly string[]): Words {
  const [first = '', ...others] = values;
  return others.length === 0
    ? { zh: `应为 ${first}`, en: `expected ${first}` }
    : { zh: `应为下列之一：${values.join('、')}`, en: `expected one of ${values.join(', ')}` };
}

const least = { zh: { counted: '不少于', of: '不小于' }, en: 'at least' } as const;
const most = { zh: { counted: '不超过', of: '不大于' }, en: 'at most' } as const;

function boundWords(
  origin: string,
  bound: number,
  { zh, en }: typeof least | typeof most,
): Words | undefined {
  const n = String(bound);
  const one = bound === 1;
  if (origin === 'string')
    return {
      zh: `应${zh.counted} ${n} 个字符`,
      en: `expected ${en} ${n} ${one ? 'character' : 'characters'}`,
    };
  if (origin === 'array')
    return {
      zh: `应${zh.counted} ${n} 项`,
      en: `expected ${en} ${n} ${one ? 'entry' : 'entries'}`,
    };
  if (origin === 'number' || origin === 'int')
    return { zh: `应${zh.of} ${n}`, en: `expected a number of ${en} ${n}` };
  return undefined;
}
