// What supervision asks about one person across cases: repeated pleading, misconduct in an
// investigation, earlier decisions that were revoked or came to light, one matter decided twice.
import { findingRule } from '../../../src/domain/supervision/catalogue.js';
import {
  findingsOfPerson,
  type PersonOnRecord,
} from '../../../src/domain/supervision/findings-of-person.js';
import { held, nothingAsked, onRecord, personRows, pleaded } from './person-rows.js';

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
  const cadre = (...n: number[]) =>
    onRecord({ leadingCadre: true, pleadings: n.map((one) => pleaded(one)) });

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
    const earlier = { caseId: 'C-9', clause: 'M2-6-9', receivedOn: '2015-12-31' };
    const person = { ...cadre(1, 2), casesAgainst: [earlier] };
    expect(asked(person).map(({ rectifiedOn }) => rectifiedOn)).toStrictEqual([undefined]);
  });

  it('rests on the pleadings up to the decisive one, in the order of their days', () => {
    expect(asked(cadre(3, 1, 2)).map(({ facts }) => facts)).toStrictEqual([
      ['pleaded-1', 'pleaded-2'],
    ]);
  });

  it('is not mended by a case for something else', () => {
    const person = {
      ...cadre(1, 2),
      casesAgainst: [{ caseId: 'C-9', clause: 'M1-7-9', receivedOn: '2016-05-01' }],
    };
    expect(asked(person).map(({ rectifiedOn }) => rectifiedOn)).toStrictEqual([undefined]);
  });
});

describe('S-15 in full', () => {
  it('is not silenced by a case of before the person investigated', () => {
    const [row] = personRows.filter(({ code }) => code === 'S-15');
    const earlier = { caseId: 'C-9', clause: 'M1-16-2', receivedOn: '2015-12-19' };
    const person = { ...onRecord({}), ...row?.person, casesAgainst: [earlier] };
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
