// What supervision asks about one person across cases: repeated pleading, misconduct in an
// investigation, earlier decisions that were revoked or came to light, one matter decided twice.
import { findingRule } from '../../../src/domain/supervision/catalogue.js';
import {
  findingsOfPerson,
  type PersonOnRecord,
} from '../../../src/domain/supervision/findings-of-person.js';
import {
  against,
  held,
  nothingAsked,
  onRecord,
  personRows,
  pleaded,
  pleadedAsCadre as cadre,
} from './person-rows.js';

function asked(person: PersonOnRecord) {
  return findingsOfPerson(person).map(
    ({ id, kind, personId, caseId, organId, openFrom, rectifiedOn, facts }) => {
      return { id, kind, personId, caseId, organId, openFrom, rectifiedOn, facts };
    },
  );
}

describe('supervision asks about a person', () => {
  it.each(personRows.map((one) => [one.code, one.where, one] as const))(
    '%s where %s',
    (code, _, { person, opens: { of, kind, ...rest } }) => {
      expect(asked(person)).toStrictEqual([
        {
          ...rest,
          id: `${code}:${of}`,
          kind: kind ?? findingRule(code).kind,
          personId: 'jia',
          rectifiedOn: undefined,
        },
      ]);
    },
  );
});

describe('supervision does not ask about a person', () => {
  it.each([
    ...nothingAsked,
    ...personRows.map((one) => [one.code, one.regular.where, one.regular.person] as const),
  ])('%s where %s', (_, __, person) => {
    expect(asked(person)).toStrictEqual([]);
  });
});

describe('a finding about a person is mended', () => {
  it.each(personRows.map((one) => [one.code, one.mended.where, one] as const))(
    '%s: where %s',
    (code, _, { opens, mended }) => {
      const after = asked(mended.person).map(({ id, openFrom, rectifiedOn }) => [
        id,
        openFrom,
        rectifiedOn,
      ]);
      expect(after).toStrictEqual([[`${code}:${opens.of}`, opens.openFrom, mended.on]]);
    },
  );
});

describe('S-14 in full', () => {
  const pleadings = (...n: readonly number[]) => n.map((one) => pleaded(one));
  const spans = (person: PersonOnRecord) =>
    asked(person).map(({ id, kind, openFrom, rectifiedOn }) => [id, kind, openFrom, rectifiedOn]);

  it('grows from worth a look to a failure with the second pleading of a leading cadre', () => {
    expect(asked(cadre(1)).map(({ id, kind }) => [id, kind])).toStrictEqual([
      ['S-14:jia:pleaded-1', 'notice'],
    ]);
    expect(asked(cadre(2, 1)).map(({ id, kind, openFrom }) => [id, kind, openFrom])).toStrictEqual([
      ['S-14:jia:pleaded-2', 'inaction', '2016-02-01'],
    ]);
  });

  it('is another question than the notice of the first pleading: what was said of that holds for that alone', () => {
    const [notice] = asked(cadre(1));
    const [failure] = asked(cadre(1, 2));
    expect(notice?.id).not.toBe(failure?.id);
  });

  it('is not silenced by a case of before the first pleading', () => {
    const person = { ...cadre(1, 2), casesAgainst: [against('M2-6-9', '2015-12-31')] };
    expect(asked(person).map(({ rectifiedOn }) => rectifiedOn)).toStrictEqual([undefined]);
  });

  it('rests on the pleadings up to the decisive one, in the order of their days', () => {
    expect(asked(cadre(3, 1, 2)).map(({ facts }) => facts)).toStrictEqual([
      ['pleaded-1', 'pleaded-2'],
    ]);
  });

  it('is not mended by a case for something else', () => {
    const person = { ...cadre(1, 2), casesAgainst: [against('M1-7-9', '2016-05-01')] };
    expect(asked(person).map(({ rectifiedOn }) => rectifiedOn)).toStrictEqual([undefined]);
  });

  it('is asked again of pleading after the case against the pleader was closed, and rests on every time (I-15)', () => {
    const person = onRecord({
      pleadings: pleadings(1, 2, 5, 6),
      casesAgainst: [against('M1-16-3', '2016-03-04', '2016-04-04')],
    });
    expect(
      asked(person).map(({ id, openFrom, rectifiedOn, facts }) => [
        id,
        openFrom,
        rectifiedOn,
        facts,
      ]),
    ).toStrictEqual([
      ['S-14:jia:pleaded-2', '2016-02-01', '2016-03-04', ['pleaded-1', 'pleaded-2']],
      ['S-14:jia:pleaded-5', '2016-05-01', undefined, ['pleaded-1', 'pleaded-2', 'pleaded-5']],
    ]);
  });

  it('is not asked of pleading while a case against the pleader is open, which can take it up', () => {
    const person = onRecord({
      pleadings: pleadings(1, 2, 5, 6),
      casesAgainst: [against('M1-16-3', '2016-03-04', '2016-05-01')],
    });
    expect(spans(person)).toStrictEqual([
      ['S-14:jia:pleaded-2', 'inaction', '2016-02-01', '2016-03-04'],
      ['S-14:jia:pleaded-6', 'inaction', '2016-06-01', undefined],
    ]);
  });

  it('is mended by the next case, and by the same one opened again', () => {
    const person = onRecord({
      pleadings: pleadings(1, 2, 5),
      casesAgainst: [
        against('M1-16-3', '2016-03-04', '2016-04-04'),
        against('M1-16-3', '2016-06-04'),
      ],
    });
    expect(spans(person)).toStrictEqual([
      ['S-14:jia:pleaded-2', 'inaction', '2016-02-01', '2016-03-04'],
      ['S-14:jia:pleaded-5', 'inaction', '2016-05-01', '2016-06-04'],
    ]);
  });

  it('keeps the notice that a case answered when the leading cadre pleads once more', () => {
    const person = {
      ...cadre(1, 3),
      casesAgainst: [against('M2-6-9', '2016-01-20', '2016-02-20')],
    };
    expect(spans(person)).toStrictEqual([
      ['S-14:jia:pleaded-1', 'notice', '2016-01-01', '2016-01-20'],
      ['S-14:jia:pleaded-3', 'inaction', '2016-03-01', undefined],
    ]);
  });

  it.each(['2015-12-15', '2016-01-15', '2016-02-15'])(
    'keeps its id when a pleading of %s is recorded afterwards: what was said of it holds',
    (on) => {
      const recorded = onRecord({ pleadings: pleadings(1, 2) });
      const more = onRecord({ pleadings: [...pleadings(1, 2), pleaded(3, { on })] });
      expect(asked(more).map(({ id }) => id)).toStrictEqual(asked(recorded).map(({ id }) => id));
    },
  );

  it('opens on the day of the second pleading, whenever that was recorded', () => {
    const person = onRecord({
      pleadings: [pleaded(1), pleaded(2), pleaded(3, { on: '2016-01-15' })],
    });
    expect(asked(person).map(({ openFrom, facts }) => [openFrom, facts])).toStrictEqual([
      ['2016-01-15', ['pleaded-1', 'pleaded-3']],
    ]);
  });

  it('has an id where every pleading that makes it a failure was recorded after it', () => {
    const person = onRecord({
      pleadings: [pleaded(6, { position: 1 }), pleaded(2, { position: 2 })],
      casesAgainst: [against('M1-16-3', '2016-03-04', '2016-04-04')],
    });
    expect(spans(person)).toStrictEqual([
      ['S-14:jia:pleaded-6', 'inaction', '2016-06-01', undefined],
    ]);
  });

  it('goes by what the pleader was on the day: a notice of the pleading of a leading cadre alone', () => {
    const later = onRecord({
      pleadings: [
        pleaded(1, { timesRequired: 3 }),
        pleaded(2, { timesRequired: 3, leadingCadre: true }),
      ],
    });
    expect(spans(later)).toStrictEqual([['S-14:jia:pleaded-2', 'notice', '2016-02-01', undefined]]);
  });
});

describe('S-15 in full', () => {
  it('is not silenced by a case of before the person investigated', () => {
    const [row] = personRows.filter(({ code }) => code === 'S-15');
    const earlier = [against('M1-16-2', '2015-12-19')];
    const person = { ...onRecord({}), ...row?.person, casesAgainst: earlier };
    expect(asked(person).map(({ rectifiedOn }) => rectifiedOn)).toStrictEqual([undefined]);
  });
});

describe('S-36 across cases', () => {
  const sameTime = { conductFrom: '2015-03-01', conductTo: '2015-06-30' };

  it('opens on the later day, also where the later decision was recorded first', () => {
    const decisions = [
      held(2, { ...sameTime, position: 1 }),
      held(1, { ...sameTime, position: 2 }),
    ];
    expect(asked(onRecord({ decisions })).map(({ openFrom }) => openFrom)).toStrictEqual([
      '2016-02-01',
    ]);
  });

  it('pairs three decisions on one matter each with each, under ids of their own', () => {
    const ids = asked(onRecord({ decisions: [1, 2, 3].map((n) => held(n, sameTime)) }))
      .map(({ id }) => id)
      .filter((id) => id.startsWith('S-36'));
    expect(ids).toStrictEqual([
      'S-36:C-2:D-1:decided-1',
      'S-36:C-3:D-1:decided-1',
      'S-36:C-3:D-1:decided-2',
    ]);
  });
});
