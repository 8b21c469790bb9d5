import { isDeputySectionOrAbove, rankCodes } from '../../../src/domain/regulation/ranks.js';

describe('a rank', () => {
  it('is reported for the record from 副科级 on', () => {
    expect(rankCodes.filter((rank) => !isDeputySectionOrAbove(rank))).toStrictEqual([
      'none',
      'section-member',
    ]);
    expect(rankCodes.filter(isDeputySectionOrAbove)).toHaveLength(6);
  });
});
