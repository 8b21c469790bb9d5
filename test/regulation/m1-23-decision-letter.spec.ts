import { given, refusedAt } from '../support/given.js';
import { before, upTo } from '../support/office.js';
import {
  act,
  breaks,
  caseOf,
  decidedBy,
  duties,
  known,
  meeting,
  notices,
  owed,
  recommendedWith,
} from './the-city.js';

describe('the decision letter', () => {
  const decided = upTo('decide');

  it('is owed by the deciding organ for every decision to hold to account [M1-23]', () => {
    expect(owed('letter', upTo('issue-letter'))).toStrictEqual([
      { by: 'commission', since: '2015-09-30', met: '2015-10-08' },
    ]);
    const none = act('decide', { accountable: false, methods: [] });
    expect(owed('letter', [...before('decide'), none])).toStrictEqual([]);
    given(...before('decide'), none)
      .when(act('issue-letter'))
      .thenImpossible('decisionId');
  });

  it('says whom, on which facts and on which clauses [M1-23] [form 2]', () => {
    const bare = [
      ...upTo('initiate'),
      act('decide', { grounds: [], mitigating: [], aggravating: [], severity: 'minor' }),
    ];
    expect(breaks(bare, act('issue-letter'))).toStrictEqual([
      'letter-without-basis',
      'letter-without-facts',
    ]);
    const unknown = [
      act('register', { subjects: [{ subjectId: 's1', kind: 'person' }] }),
      ...upTo('decide').slice(1),
    ];
    expect(breaks(unknown, act('issue-letter'))).toStrictEqual(['letter-without-subject']);
    expect(breaks(decided, act('issue-letter'))).toStrictEqual([]);
  });

  it('says in which manner and how widely a public apology is made [M1-23] [form 2]', () => {
    const apology = { manner: '书面', scope: '本单位' };
    const methods = ['ordered-public-apology' as const];
    const letter = (changed: object) =>
      breaks([...before('decide'), act('decide', { methods, ...changed })], act('issue-letter'));
    expect([letter({}), letter({ apology })]).toStrictEqual([['letter-without-apology'], []]);
  });

  it('names the deciding organ as the one that takes an appeal [M1-23] [M1-27]', () => {
    expect(breaks(decided, act('issue-letter', { appealTo: 'organization' }))).toStrictEqual([
      'appeal-to-other-organ',
    ]);
    expect(refusedAt('issue-letter', { appealTo: undefined })).toStrictEqual(['appealTo']);
  });

  it('has a number of its own in the organ’s year, in the form of the model [M1-23] [form 2]', () => {
    const used = (number: string) =>
      known({ letters: [{ number, caseId: 'C-9', letterId: 'L-9' }] });
    const second = act('issue-letter', { number: '虚构问责决字（2015）第2号' });
    expect([
      breaks(decided, act('issue-letter'), used('虚构问责决字（2015）第1号')),
      notices(decided, second, used('虚构问责决字（2015）第1号')),
      notices(decided, second),
      notices(decided, act('issue-letter', { number: '第一号决定' })),
    ]).toStrictEqual([
      ['letter-number-used-twice'],
      [],
      ['letter-number-gap'],
      ['letter-number-free-form'],
    ]);
  });

  it('comes before its delivery and its filing [M1-23] [M1-24] [M1-25]', () => {
    expect([
      breaks(decided, act('record-delivery')),
      breaks(decided, act('archive')),
    ]).toStrictEqual([['delivery-without-letter'], ['filing-without-letter']]);
  });
});

describe('the effective date', () => {
  it('is the one stated, and where none is the day of the decision [M1-23] [I-13]', () => {
    const effectiveOn = (changed: object) =>
      caseOf([...before('decide'), act('decide', changed)]).decisions[0]?.effectiveOn;
    expect([effectiveOn({}), effectiveOn({ effectiveOn: '2015-10-15' })]).toStrictEqual([
      '2015-09-30',
      '2015-10-15',
    ]);
  });

  it('is never before the decision [M1-23]', () => {
    expect(breaks(before('decide'), act('decide', { effectiveOn: '2015-09-29' }))).toStrictEqual([
      'effective-before-decision',
    ]);
  });

  it('may follow where a people’s congress has its own procedure, and execution is looked for from then on [M1-23] [I-44]', () => {
    const found = { severity: 'severe' as const, severityReasons: '群众反映和影响各有虚构材料。' };
    const removal = act('decide', {
      organId: 'committee',
      methods: ['removal'],
      meeting,
      effectiveOn: '2015-12-20',
    });
    expect(breaks(recommendedWith({ found }), removal)).toStrictEqual([]);
    expect(
      [decidedBy(['removal']), decidedBy(['removal'], { effectiveOn: '2015-12-20' })].map(
        (history) => duties('execution', history)[0]?.watchOn,
      ),
    ).toStrictEqual(['2015-10-30', '2016-01-19']);
  });
});
