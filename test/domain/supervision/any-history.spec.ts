// Whatever happens on a case, in whatever order: supervision can always be asked, each finding has
// an id of its own, and none is mended before it opens.
import * as fc from 'fast-check';
import { inOrder } from '../../../src/domain/case/effective.js';
import { randomHistory } from '../../projections/random-history.js';
import { findingsOf } from './case-under-supervision.js';

describe('any history of a case', () => {
  it('has findings of different ids that rest on its events and are not mended before they open', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(randomHistory(60), (history) => {
        for (const id of ['C-1', 'C-2', 'C-3']) {
          const state = history.case(id);
          if (state === undefined) continue;
          const findings = findingsOf(state);
          const ids = findings.map((found) => found.id);
          expect(ids).toStrictEqual([...new Set(ids)]);
          const events = new Set(inOrder(state.log).map(({ at }) => at.eventId));
          const absurd = findings.filter(
            ({ openFrom, rectifiedOn, facts }) =>
              (rectifiedOn !== undefined && rectifiedOn < openFrom) ||
              facts.length === 0 ||
              facts.some((fact) => !events.has(fact)),
          );
          expect(absurd).toStrictEqual([]);
          for (const { code } of findings) seen.add(code);
        }
      }),
      { numRuns: 150 },
    );
    expect(seen.size).toBeGreaterThan(15);
  });
});
