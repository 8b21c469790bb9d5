// The building blocks of every act's body and every event's data. One schema serves the HTTP
// body, the OpenAPI document and the stored event, so nothing is described twice.
import { z } from 'zod';
import { isLegalDate } from './legal-date.js';
import type { Words } from './words.js';

/** A zod refinement's message in both languages; the API picks the reader's. */
export function say(words: Words): { message: string; params: { zh: string } } {
  return { message: words.en, params: { zh: words.zh } };
}

/** What a field or parameter means, for its `meta`: the OpenAPI document shows the reader's language. */
export function means(zh: string, en: string): { description: string; zh: string } {
  return { description: en, zh };
}

/** A text of a form, and what is said of one that is not: nobody is shown a regular expression. */
export function formed(form: RegExp, complaint: Words): z.ZodString {
  return z
    .string()
    .refine((value) => form.test(value), say(complaint))
    .meta({ pattern: form.source });
}

/** An id a client may choose (API.md, Conventions). */
export const id = formed(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, {
  zh: '应为编号：1 至 64 个英文字母、数字或者 . _ - ，以字母或者数字开头',
  en: 'expected an id: 1 to 64 letters A to Z, digits, dots, underscores or hyphens, beginning with a letter or digit',
});

/** A date in Asia/Shanghai without a time of day. */
export const legalDate = z
  .string()
  .refine(
    isLegalDate,
    say({
      zh: '应为 1900-01-01 至 2999-12-31 之间实际存在的日期，格式 YYYY-MM-DD',
      en: 'expected a real date from 1900-01-01 to 2999-12-31, YYYY-MM-DD',
    }),
  )
  .meta({ format: 'date' });

// Control characters have no place in an official record, but for line feed and tab in running
// text; and text must be stored as sent: what canonical JSON would refuse is refused at the door.
const controlsInText = /[\u0000-\u0008\u000b-\u001f\u007f]/;
const controls = /[\u0000-\u001f\u007f]/;

function storable(value: string, forbidden: RegExp): boolean {
  return !forbidden.test(value) && value.isWellFormed() && value.normalize('NFC') === value;
}

function boundedText(most: number, forbidden: RegExp): z.ZodString {
  return z
    .string()
    .min(1)
    .max(most)
    .refine(
      (value) => value.trim().length > 0 && storable(value, forbidden),
      say({
        zh: '应为非空白文本，不含控制字符，并采用 Unicode NFC 规范形式',
        en: 'expected text that is not blank, without control characters, in Unicode form NFC',
      }),
    );
}

/** One line: a name, a title, a number, a manner. */
export const line = boundedText(300, controls);

/** Running text: facts, reasons, opinions. */
export const text = boundedText(20_000, controlsInText);

/** SHA-256 of bytes kept in the evidence store. */
export const digest = formed(/^sha-256:[0-9a-f]{64}$/, {
  zh: '应为摘要：sha-256: 加 64 位小写十六进制数字',
  en: 'expected a digest: sha-256: and 64 hexadecimal digits in lower case',
});

/** An event named by its id. */
export const eventId = z.uuid();

/** A person who appears by name and need not be registered. */
export const namedPerson = z.strictObject({ personId: id.exactOptional(), name: line });

/** A person who is known by id and name, as investigators, authors and handlers must be (I-22 compares ids). */
export const knownPerson = z.strictObject({ personId: id, name: line });

/** A list without repetition. */
export function distinct<T extends z.ZodType<string>>(element: T): z.ZodArray<T> {
  return z
    .array(element)
    .max(200)
    .refine(
      (items) => new Set(items).size === items.length,
      say({ zh: '列表中有重复项', en: 'the list repeats an entry' }),
    );
}
