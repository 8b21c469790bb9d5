import { sources } from '../../src/domain/regulation/sources.js';
import { given, refusedAt } from '../support/given.js';
import { before, upTo } from '../support/office.js';
import { act, breaks, known } from './the-city.js';

describe('where a case comes from', () => {
  it('is one of six sources, whatever the channel [M1-18] [M2-7]', () => {
    for (const { code: source } of sources)
      expect([source, refusedAt('register', { source })]).toStrictEqual([source, []]);
    for (const channel of ['letter', 'visit', 'hotline', 'network', 'other'])
      expect([channel, refusedAt('register', { channel })]).toStrictEqual([channel, []]);
    expect(refusedAt('register', { source: 'rumour' })).toStrictEqual(['source']);
  });

  it('is no proof: a case that a leader’s instruction began needs material like any other [M1-18] [M1-3] [I-51]', () => {
    const instructed = [
      act('register', { source: 'leader-instruction' }),
      ...before('file-report').slice(1),
    ];
    expect([
      breaks(instructed, act('file-report', { materials: [] })),
      breaks(instructed, act('file-report')),
    ]).toStrictEqual([['report-without-material'], []]);
  });
});

describe('whoever reports', () => {
  const reported = act('register', { reporter: { mode: 'anonymous' } });

  it('may stay anonymous, and is told what became of it [M1-18] [M2-7]', () => {
    given(reported)
      .when(act('notify', { recipient: 'reporter', about: 'receipt' }))
      .thenRegular();
    given(act('register'))
      .when(act('notify', { recipient: 'reporter', about: 'receipt' }))
      .thenImpossible('recipient');
    expect(refusedAt('register', { reporter: { mode: 'anonymous', name: '寅某' } })).toStrictEqual([
      'reporter.name',
    ]);
  });

  it('is not handed to the organ that the person complained of heads, nor to the team’s own [M1-18]', () => {
    const headed = known({
      organs: { bureau: { heads: [{ personId: 'jia', name: '甲某', since: '2014-01-01' }] } },
    });
    const team = act('register', {
      subjects: [{ subjectId: 't1', kind: 'team', organId: 'bureau' }],
    });
    const handed = act('transfer', { toOrganId: 'bureau' });
    expect([
      breaks([act('register')], handed, headed),
      breaks([act('register')], act('accept', { organId: 'bureau' }), headed),
      breaks([team], handed),
      breaks([act('register')], handed),
      breaks([act('register', { source: 'inspection' })], handed, headed),
    ]).toStrictEqual([
      ['complaint-to-its-target'],
      ['complaint-to-its-target'],
      ['complaint-to-its-target'],
      [],
      [],
    ]);
  });
});

describe('a case on the table', () => {
  it('is answered for by the organ that has it: by acceptance, declination or transfer [M2-7] [M1-18]', () => {
    for (const answer of [act('accept'), act('decline'), act('transfer')])
      given(act('register')).when(answer).thenRegular();
    given(...upTo('accept'))
      .when(act('decline'))
      .thenImpossible('');
  });
});
