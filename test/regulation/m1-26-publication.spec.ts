import { before, upTo } from '../support/office.js';
import { act, breaks, duties } from './the-city.js';

const scopes = ['unit', 'system', 'society'] as const;

/** The regular road up to the letter's delivery, with the decision made to be published so. */
const decidedTo = (changed: Parameters<typeof act<'decide'>>[1]) => [
  ...before('decide'),
  act('decide', changed),
  act('issue-letter'),
  act('record-delivery'),
];

describe('making a decision public', () => {
  it('is owed in the unit always, in the system where it is decided so, to society where the impact is major [M1-26]', () => {
    const owedFor = (changed: Parameters<typeof act<'decide'>>[1]) =>
      scopes.filter((scope) => duties(`publication-${scope}`, decidedTo(changed)).length > 0);
    expect([
      owedFor({}),
      owedFor({ publicationScopes: ['unit', 'system'] }),
      owedFor({ majorImpact: true }),
      owedFor({ publicationScopes: [...scopes] }),
    ]).toStrictEqual([['unit'], ['unit', 'system'], ['unit', 'society'], [...scopes]]);
  });

  it('is done in each scope by itself [M1-26]', () => {
    const history = [
      ...decidedTo({ publicationScopes: [...scopes] }),
      act('publish', { scope: 'system', place: '虚构系统内网' }),
    ];
    expect(
      scopes.map((scope) => duties(`publication-${scope}`, history)[0]?.met?.on),
    ).toStrictEqual([undefined, '2015-10-14', undefined]);
  });

  it('is no wider than decided; narrower it may be [M1-26]', () => {
    const published = (changed: Parameters<typeof act<'decide'>>[1]) =>
      scopes.map((scope) => breaks(decidedTo(changed), act('publish', { scope })));
    const wider = ['published-wider-than-decided'];
    expect([
      published({}),
      published({ publicationScopes: ['system'] }),
      published({ majorImpact: true }),
    ]).toStrictEqual([
      [[], wider, wider],
      [[], [], wider],
      [[], [], []],
    ]);
  });

  it('waits until the subject has the letter [M1-26] [M1-24]', () => {
    expect([
      breaks(upTo('issue-letter'), act('publish')),
      breaks(upTo('record-delivery'), act('publish', { on: '2015-10-11' })),
      breaks(upTo('record-delivery'), act('publish', { on: '2015-10-12' })),
    ]).toStrictEqual([['published-before-delivery'], ['published-before-delivery'], []]);
  });
});
