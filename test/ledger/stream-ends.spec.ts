import { StreamEnds } from '../../src/ledger/stream-ends.js';

describe('where the streams end of a ledger that nobody else writes to', () => {
  let asked: string[];
  let ends: StreamEnds;
  beforeEach(() => {
    asked = [];
    ends = new StreamEnds((stream) => {
      asked.push(stream);
      return stream === 'case-1' ? 6 : -1;
    });
  });

  it('is asked once, also of a stream that does not exist', () => {
    for (let time = 0; time < 2; time += 1) {
      expect(ends.lastRevision('case-1')).toBe(6);
      expect(ends.lastRevision('policy')).toBe(-1);
    }
    expect(asked).toStrictEqual(['case-1', 'policy']);
  });

  it('moves on with what is committed, without asking', () => {
    ends.beginAt(10);
    ends.lastRevision('case-1');
    ends.committed(
      13,
      new Map([
        ['case-1', 8],
        ['case-2', 0],
      ]),
    );
    ends.beginAt(13);
    expect(ends.lastRevision('case-1')).toBe(8);
    expect(ends.lastRevision('case-2')).toBe(0);
    expect(asked).toStrictEqual(['case-1']);
  });

  it('is asked again of what was heard of longest ago, once 10,000 others are known', () => {
    ends.lastRevision('case-1');
    ends.lastRevision('case-2');
    ends.committed(1, new Map([['case-1', 7]]));
    for (let other = 0; other < 9_999; other += 1) ends.lastRevision(`organ-${other}`);
    asked = [];
    ends.lastRevision('case-1');
    expect(asked).toStrictEqual([]);
    ends.lastRevision('case-2');
    expect(asked).toStrictEqual(['case-2']);
  });

  it('is forgotten when the ledger does not begin where it was left', () => {
    ends.beginAt(0);
    ends.committed(3, new Map([['case-1', 2]]));
    ends.beginAt(3);
    expect(ends.lastRevision('case-1')).toBe(2);
    ends.beginAt(4);
    expect(ends.lastRevision('case-1')).toBe(6);
  });
});
