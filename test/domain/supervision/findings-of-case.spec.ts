// What supervision asks about a case: for each finding a history that opens it, with the organ that
// answers, the day and the facts; the nearest one that does not; and what mends it.
import { findingRule } from '../../../src/domain/supervision/catalogue.js';
import { askedAfterDecisions } from './asked-after-decisions.js';
import { askedAfterPleading } from './asked-after-pleading.js';
import { askedBeforeDecisions } from './asked-before-decisions.js';
import { askedOfDecisions } from './asked-of-decisions.js';
import { askedOnTheWay } from './asked-on-the-way.js';
import { askedOfImpartiality } from './asked-of-impartiality.js';
import { eventsOf, found } from './case-under-supervision.js';

const rows = [
  ...askedBeforeDecisions,
  ...askedOnTheWay,
  ...askedOfDecisions,
  ...askedOfImpartiality,
  ...askedAfterDecisions,
  ...askedAfterPleading,
];
const named = rows.map((one) => [one.code, one.where, one] as const);

describe('supervision asks', () => {
  it.each(named)('%s where %s', (code, _, { history, opens, mended, known, recordedOn }) => {
    const besides = (opens.besides ?? []).map((of) => `${code}:C-1:${of}`);
    const asked = found(code, history, known, recordedOn);
    expect(asked.map(({ id }) => id).filter((id) => besides.includes(id))).toStrictEqual(besides);
    const about = asked
      .filter(({ id }) => !besides.includes(id))
      .map(({ id, kind, organId, openFrom, rectifiedOn, facts }) => {
        return { id, kind, organId, openFrom, rectifiedOn, facts };
      });
    expect(about).toStrictEqual([
      {
        id: `${code}:C-1:${opens.of}`,
        kind: opens.kind ?? findingRule(code).kind,
        organId: opens.organId,
        openFrom: opens.openFrom,
        rectifiedOn: mended.then.length === 0 ? mended.on : undefined,
        facts: eventsOf(history, ...opens.facts),
      },
    ]);
  });
});

describe('supervision does not ask', () => {
  it.each(rows.map((one) => [one.code, one.regular.where, one] as const))(
    '%s where %s',
    (code, _, { regular, known }) => {
      expect(found(code, regular.history, known)).toStrictEqual([]);
    },
  );
});

describe('a finding is mended', () => {
  it.each(rows.map((one) => [one.code, one.mended.where, one] as const))(
    '%s: where %s',
    (code, _, { history, opens, mended, known, recordedOn }) => {
      const after = [...history, ...mended.then];
      const asked = found(code, after, known, recordedOn).find(
        ({ id }) => id === `${code}:C-1:${opens.of}`,
      );
      expect([asked?.openFrom, asked?.rectifiedOn]).toStrictEqual([opens.openFrom, mended.on]);
    },
  );
});
