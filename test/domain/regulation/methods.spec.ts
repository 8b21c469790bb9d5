import {
  bandCodes,
  bandOf,
  heaviest,
  methodCodes,
  methodNumber,
  methods,
  methodsForTeam,
} from '../../../src/domain/regulation/methods.js';

describe('the methods of holding to account', () => {
  it('are ten, in three bands, in the order of Article 13 [M1-13]', () => {
    expect(methods.map(({ number, label, band }) => [number, label.zh, band])).toStrictEqual([
      [1, '诫勉谈话', 'minor'],
      [2, '书面检查', 'minor'],
      [3, '责令公开道歉', 'minor'],
      [4, '通报批评', 'minor'],
      [5, '停职检查', 'serious'],
      [6, '调离岗位', 'serious'],
      [7, '引咎辞职', 'serious'],
      [8, '责令辞职', 'severe'],
      [9, '免职', 'severe'],
      [10, '降职', 'severe'],
    ]);
    expect(bandCodes).toStrictEqual(['minor', 'serious', 'severe']);
    expect(methodNumber('transfer')).toBe(6);
  });

  it('each alone is in its own band', () => {
    expect(methodCodes.map((code) => bandOf([code]))).toStrictEqual(
      methods.map(({ band }) => band),
    );
  });

  it('combined, the heaviest decides the band, in whatever order they are named', () => {
    expect(heaviest(['admonishing-talk', 'demotion', 'removal'])).toBe('demotion');
    expect(bandOf(['suspension', 'circulated-criticism'])).toBe('serious');
    expect(bandOf(['circulated-criticism', 'ordered-resignation', 'transfer'])).toBe('severe');
    expect(bandOf(['circulated-criticism', 'admonishing-talk'])).toBe('minor');
  });

  it('a leadership team can receive the first four only [M1-14]', () => {
    expect(methodsForTeam).toStrictEqual([
      'admonishing-talk',
      'written-self-criticism',
      'ordered-public-apology',
      'circulated-criticism',
    ]);
  });
});
