// The number of a decision letter (form 2): ××问责决字（2015）第7号, counted by each organ and year.

const form = /^(\S.*问责决字)（(\d{4})）第([1-9]\d{0,5})号$/;

/** Whether a number has the form of the model letter. */
export function isLetterNumber(number: string): boolean {
  return form.test(number);
}

/** The number before it in the same year; undefined for the first one and for a free form. */
export function numberBefore(number: string): string | undefined {
  const [, organ, year, counted] = form.exec(number) ?? [];
  const before = Number(counted) - 1;
  if (organ === undefined || year === undefined || !(before > 0)) return undefined;
  return `${organ}（${year}）第${String(before)}号`;
}
