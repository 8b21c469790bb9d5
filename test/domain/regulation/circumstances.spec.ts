import {
  adjustments,
  aggravatingCodes,
  aggravationOrigin,
  mitigatingCodes,
} from '../../../src/domain/regulation/circumstances.js';

describe('the circumstances of Articles 15 and 16', () => {
  it('are three that mitigate and eight that aggravate', () => {
    expect(mitigatingCodes).toHaveLength(3);
    expect(aggravatingCodes).toHaveLength(8);
  });

  it('count several grounds and two times in a year from the ledger, never from what is typed in', () => {
    expect(aggravatingCodes.filter((code) => aggravationOrigin(code) === 'computed')).toStrictEqual(
      ['multiple-grounds', 'two-in-one-year'],
    );
  });

  it('hold an investigator and a pleader answerable for themselves, not the subject for them', () => {
    expect(
      aggravatingCodes.filter((code) => aggravationOrigin(code) === 'another-person'),
    ).toStrictEqual(['investigator-abuse', 'repeated-pleading']);
  });

  it('tell 从轻 from 减轻 and 从重 from 加重 [M1-15] [M1-16]', () => {
    expect(adjustments.map(({ code, label }) => [code, label.zh])).toStrictEqual([
      ['none', '无'],
      ['lighter', '从轻'],
      ['reduced', '减轻'],
      ['heavier', '从重'],
      ['increased', '加重'],
    ]);
  });
});
