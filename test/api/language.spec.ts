import { languageOf } from '../../src/api/language.js';

describe('the language of an answer', () => {
  it.each([
    [undefined, 'zh'],
    ['', 'zh'],
    ['zh-CN', 'zh'],
    ['en', 'en'],
    ['en-US,en;q=0.9', 'en'],
    ['en;q=0.5, zh;q=0.9', 'zh'],
    ['zh;q=0.5, en;q=0.9', 'en'],
    ['zh, en', 'zh'],
    ['fr, en;q=0.2', 'en'],
    ['fr', 'zh'],
    ['*', 'zh'],
    ['en;q=0', 'zh'],
    ['en;q=nonsense', 'zh'],
    ['enough', 'zh'],
    ['EN-gb', 'en'],
  ])('asked for as %j is %s', (header, language) => {
    expect(languageOf(header)).toBe(language);
  });
});
