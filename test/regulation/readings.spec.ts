import { clausePlace } from '../../src/domain/regulation/citation.js';
import { inOrder, readings } from '../../src/domain/regulation/readings.js';
import { decidedPersons } from './counted.js';
import { before, upTo } from '../support/office.js';
import { act } from './the-city.js';

describe('the catalogue of readings', () => {
  it('has each number once, in order, with the clause that is read', () => {
    const codes = readings.map(({ code }) => code);
    expect(inOrder([...codes].reverse())).toStrictEqual(codes);
    expect(new Set(codes).size).toBe(43);
    for (const { clause } of readings) expect(() => clausePlace(clause)).not.toThrow();
  });

  it('says in both languages how the text is taken, in whole sentences', () => {
    for (const { code, words } of readings) {
      expect([code, words.zh]).toStrictEqual([
        code,
        expect.stringMatching(/^[\p{Script=Han}\d].+。$/u),
      ]);
      expect([code, words.en]).toStrictEqual([code, expect.stringMatching(/^[A-Z].+\.$/)]);
    }
  });
});

describe('a time', () => {
  const made = (changed: Parameters<typeof act<'decide'>>[1]) => [
    ...before('decide'),
    act('decide', changed),
  ];

  it('is one decision to hold a person to account, however many methods it combines, and none that holds nobody to account [M1-16] [I-2] [I-21]', () => {
    expect([
      decidedPersons(made({ methods: ['admonishing-talk', 'circulated-criticism'] })),
      decidedPersons(made({ accountable: false, methods: [] })),
    ]).toStrictEqual([[['jia', '2015-09-30']], []]);
  });

  it('ceases with a revocation, also for the past, and stays with a modification, from its first effective date [M1-16] [I-2]', () => {
    const modified = act('decide-appeal', {
      outcome: 'modified',
      changes: { methods: ['admonishing-talk'], effectiveOn: '2015-11-10' },
    });
    expect([
      decidedPersons([...before('decide-appeal'), act('decide-appeal', { outcome: 'revoked' })]),
      decidedPersons([...before('decide-appeal'), modified]),
      decidedPersons(upTo('lodge-appeal')),
    ]).toStrictEqual([[], [['jia', '2015-09-30']], [['jia', '2015-09-30']]]);
  });

  it('is what an appointing organ decided on a proposal, too, and nothing decided before the measures [M1-16] [I-21]', () => {
    const stationed = [
      act('register', { subjects: [{ subjectId: 's1', kind: 'person', personId: 'stationed' }] }),
      act('accept', { track: 'proposal-only' }),
    ];
    const outcome = act('record-external-outcome', { effectiveOn: '2015-10-18' });
    expect([
      decidedPersons([...stationed, outcome]),
      decidedPersons(made({ on: '2015-02-03' })),
      decidedPersons(made({ on: '2015-02-04' })),
    ]).toStrictEqual([[['stationed', '2015-10-18']], [], [['jia', '2015-02-04']]]);
  });

  it('is counted for no member of a team that is decided on [M1-16] [I-2]', () => {
    const team = [
      act('register', { subjects: [{ subjectId: 's1', kind: 'team', organId: 'bureau' }] }),
      ...before('decide').slice(1),
      act('decide'),
    ];
    expect(decidedPersons(team)).toStrictEqual([]);
  });

  it('is the decision that replaces another, not both [M1-16] [I-20]', () => {
    const replaced = [
      ...upTo('decide'),
      act('decide', { on: '2015-10-20', decisionId: 'D-2', replaces: 'D-1' }),
    ];
    expect(decidedPersons(replaced)).toStrictEqual([['jia', '2015-10-20']]);
  });
});
