// Which of the two languages a reader wants (API.md, Conventions). Codes never change with it.
import type { Words } from '../domain/words.js';

export type Language = keyof Words;

/** The value of a `Content-Language` header. */
export const languageTag: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en' };

/**
 * The language of an `Accept-Language` header: the one with the greater weight (RFC 9110, 12.5.4),
 * Chinese when neither is named or both weigh the same and Chinese stands first.
 */
export function languageOf(header: string | undefined): Language {
  let best: Language = 'zh';
  let weight = 0;
  for (const part of header?.slice(0, 200).split(',') ?? []) {
    const [tag = '', ...parameters] = part
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/);
    const language = /^en\b/.test(tag) ? 'en' : /^(zh\b|\*$)/.test(tag) ? 'zh' : undefined;
    const q = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    const asked = q === undefined ? 1 : Number(q);
    if (language !== undefined && asked > weight) {
      best = language;
      weight = asked;
    }
  }
  return best;
}
