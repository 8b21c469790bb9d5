// How many acts the grounds of a decision are, for 从重 when there are several (M1 Art. 16).
import fc from 'fast-check';
import { bases, groundCodes, type ClauseCode } from '../../../src/domain/regulation/clauses.js';
import { separateActs, type FrameBasis } from '../../../src/domain/regulation/frame.js';
import { computedIn, plain } from './drawn-frames.js';

describe('several grounds at once', () => {
  const met = (...grounds: ClauseCode[]) => ({ id: 'k', grounds });

  it.each<[string, Partial<FrameBasis>, number]>([
    ['one clause is one act', { grounds: ['M1-7-2'] }, 1],
    ['two clauses of one article are two acts', { grounds: ['M1-7-2', 'M1-7-9'] }, 2],
    ['a clause of M2 counts with one of M1', { grounds: ['M1-7-2', 'M2-5-1'] }, 2],
    ['a basis beside a ground is no ground', { grounds: ['M2-6-9', 'M1-16-3'] }, 1],
    [
      'one conduct that meets two clauses is one act',
      { grounds: ['M1-7-2', 'M2-5-1'], conducts: [met('M1-7-2', 'M2-5-1')] },
      1,
    ],
    [
      'two conducts that meet the same clause are one',
      { grounds: ['M1-7-2'], conducts: [met('M1-7-2'), met('M1-7-2')] },
      1,
    ],
    [
      'two conducts with a clause each are two',
      { grounds: ['M1-7-2', 'M2-5-1'], conducts: [met('M1-7-2'), met('M2-5-1')] },
      2,
    ],
    [
      'a ground that no conduct meets is an act of its own',
      { grounds: ['M1-7-2', 'M2-5-1', 'M1-8-1'], conducts: [met('M1-7-2', 'M2-5-1')] },
      2,
    ],
    [
      'conducts that share a clause are one, for the smallest number counts',
      {
        grounds: ['M1-7-2', 'M2-5-1', 'M1-8-1'],
        conducts: [met('M1-7-2', 'M2-5-1'), met('M2-5-1', 'M1-8-1')],
      },
      1,
    ],
    [
      'a clause that the decision does not hold established connects nothing',
      {
        grounds: ['M1-7-2', 'M1-8-1'],
        conducts: [met('M1-7-2', 'M2-5-1'), met('M2-5-1', 'M1-8-1')],
      },
      2,
    ],
    [
      'a basis that two conducts meet connects nothing',
      {
        grounds: ['M1-7-2', 'M1-8-1', 'M2-9'],
        conducts: [met('M1-7-2', 'M2-9'), met('M2-9', 'M1-8-1')],
      },
      2,
    ],
    ['no ground is no act', { grounds: [] }, 0],
  ])('%s', (_, found, acts) => {
    const { grounds, conducts } = { ...plain, ...found };
    expect(separateActs(grounds, conducts)).toHaveLength(acts);
    expect(computedIn(found)).toStrictEqual(acts >= 2 ? ['multiple-grounds'] : []);
  });

  it('are as many as a union-find over the clauses finds, for any report [M1-16] [I-5]', () => {
    const few = [...groundCodes.slice(0, 7), ...bases.map(({ code }) => code)];
    const clauses = fc.subarray(few);
    fc.assert(
      fc.property(clauses, fc.array(clauses, { maxLength: 5 }), (grounds, met) => {
        const conducts = met.map((of, index) => ({ id: String(index), grounds: of }));
        const acts = separateActs(grounds, conducts);
        const counted = grounds.filter((code) => !code.startsWith('M1-16') && code !== 'M2-9');
        const roots = unionFind(counted, met);
        expect(acts.flat().sort()).toStrictEqual([...counted].sort());
        expect(acts).toHaveLength(new Set(roots.values()).size);
        for (const act of acts) expect(new Set(act.map((code) => roots.get(code))).size).toBe(1);
        expect(computedIn({ grounds, conducts })).toStrictEqual(
          acts.length >= 2 ? ['multiple-grounds'] : [],
        );
      }),
      { numRuns: 1000 },
    );
  });
});

/** Every clause with the root of its act. */
function unionFind(
  clauses: readonly ClauseCode[],
  conducts: readonly (readonly ClauseCode[])[],
): Map<ClauseCode, ClauseCode> {
  const parent = new Map(clauses.map((code) => [code, code]));
  const root = (code: ClauseCode): ClauseCode =>
    parent.get(code) === code ? code : root(parent.get(code)!);
  for (const conduct of conducts) {
    const known = conduct.filter((code) => parent.has(code));
    for (const code of known.slice(1)) parent.set(root(code), root(known[0]!));
  }
  return new Map(clauses.map((code) => [code, root(code)]));
}
