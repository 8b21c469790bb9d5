// Two ways to say what an office may see: an act on one case walks up from the case's organs, a
// list walks down from the viewer's. They must never disagree.
import fc from 'fast-check';
import { Registers } from '../../src/commands/registers.js';
import { History, Workplace } from './history.js';
import { organsSeen } from './organs-seen.js';

const workplace = new Workplace();
afterEach(() => workplace.clear());

// The last one is never registered, and still may be looked from, or be named as a superior.
const organs = ['a', 'b', 'c', 'd', 'e', 'f'];
const everyId = [...organs, 'nowhere'];
const anyOrgan = fc.constantFrom(...everyId);

/** For each organ, who stands above it and who supervises it: loops as they come. */
const city = fc.tuple(
  ...organs.map(() =>
    fc.record({
      superiorId: fc.option(anyOrgan, { nil: undefined }),
      supervisedBy: fc.uniqueArray(anyOrgan, { maxLength: 2 }),
      moved: fc.option(anyOrgan, { nil: undefined }),
    }),
  ),
);

describe('what lies in sight', () => {
  it('is the same walked up from an organ as walked down from the viewer', async () => {
    await fc.assert(
      fc.asyncProperty(city, async (described) => {
        const history = new History();
        for (const [index, { superiorId, supervisedBy }] of described.entries()) {
          const id = organs[index] ?? '';
          history.registered(id, {
            type: 'OrganRegistered',
            data: {
              id,
              name: '虚构单位',
              kind: 'department',
              supervisedBy,
              ...(superiorId === undefined ? {} : { superiorId }),
            },
          });
        }
        for (const [index, { moved }] of described.entries())
          if (moved !== undefined)
            history.registered(organs[index] ?? '', {
              type: 'OrganChanged',
              data: { superiorId: moved, since: '2016-01-01' },
            });
        const ledger = await workplace.ledgerOf(history);
        const store = await workplace.rebuilt(ledger);
        const registers = new Registers(ledger);
        for (const organ of everyId)
          for (const wide of [false, true]) {
            const up: string[] = [];
            for (const id of everyId) if (await registers.reaches(organ, [id], wide)) up.push(id);
            expect([organ, wide, await organsSeen(store, { organ, wide })]).toStrictEqual([
              organ,
              wide,
              up,
            ]);
          }
      }),
      { numRuns: 60, plugins: [fc.afterEach(() => workplace.clear())] },
    );
  });
});
