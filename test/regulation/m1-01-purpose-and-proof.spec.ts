import { irregularity } from '../../src/domain/case/irregularities.js';
import { measures } from '../../src/domain/regulation/measures.js';
import { before, upTo } from '../support/office.js';
import { act, breaks, finding } from './the-city.js';

const report = (changed: Parameters<typeof act<'file-report'>>[1]) => act('file-report', changed);

describe('the purpose of the measures', () => {
  it('is that of two measures issued together, and the right to be heard that they build on is one of its rules [M1-1] [M2-1]', () => {
    expect(measures.map(({ code, documentNumber }) => [code, documentNumber])).toStrictEqual([
      ['M1', '连发〔2015〕15号'],
      ['M2', '连发〔2015〕15号'],
    ]);
    expect(irregularity('subject-not-heard').clause).toBe('M1-1');
  });
});

describe('the proof of what is held against somebody', () => {
  const investigated = before('file-report');
  const [first, second] = ['a', 'b'].map((digit) => `sha-256:${digit.repeat(64)}`) as [
    string,
    string,
  ];

  it('is material linked to every ground that a report establishes [M1-3] [M2-3]', () => {
    expect(breaks(investigated, report({ materials: [] }))).toStrictEqual([
      'report-without-material',
    ]);
    expect(breaks(investigated, report({ materials: [first] }))).toStrictEqual([]);
  });

  it('is linked to single acts where the report does so, and then to each of them [M1-3] [M2-3]', () => {
    const conducts = [
      { id: 'c1', facts: '拖延。', grounds: ['M2-5-1' as const], evidence: [first] },
      { id: 'c2', facts: '推诿。', grounds: ['M1-7-2' as const] },
    ];
    const found = { ...finding, grounds: ['M2-5-1' as const, 'M1-7-2' as const] };
    expect(breaks(investigated, report({ findings: [{ ...found, conducts }] }))).toStrictEqual([
      'report-without-material',
    ]);
    const both = conducts.map((conduct) => ({ ...conduct, evidence: [second] }));
    expect(
      breaks(investigated, report({ findings: [{ ...found, conducts: both }] })),
    ).toStrictEqual([]);
  });

  it('is not asked of a report that establishes nothing [M1-3]', () => {
    expect(
      breaks(investigated, report({ materials: [], findings: [{ ...finding, grounds: [] }] })),
    ).toStrictEqual([]);
  });
});

describe('whoever acts on a case', () => {
  const near = [
    act('declare-conflict', { personId: 'near', role: 'investigator' }),
    act('declare-conflict', { personId: 'near', role: 'approver' }),
    act('declare-conflict', { personId: 'near', role: 'decider' }),
    act('declare-conflict', { personId: 'near', role: 'appeal-handler' }),
  ];
  const who = { personId: 'near', name: '癸某' };

  it('is no subject, no pleader, nobody who was pleaded with, and nobody with a conflict of interest [M2-3]', () => {
    expect([
      breaks(
        [...before('initiate'), ...near],
        act('initiate', { investigators: [{ ...who, organId: 'commission' }] }),
      ),
      breaks(
        [...before('initiate'), ...near],
        act('initiate', { approvedBy: { ...who, organId: 'commission' } }),
      ),
      breaks([...before('decide'), ...near], act('decide', { decidedBy: [who] })),
      breaks([...upTo('lodge-appeal'), ...near], act('assign-appeal-handler', { handlers: [who] })),
    ]).toStrictEqual([
      ['investigator-not-impartial'],
      ['approver-not-impartial'],
      ['decider-not-impartial'],
      ['appeal-handler-not-impartial'],
    ]);
  });

  it.each(['jia', 'pleader-1', 'contacted-1'])(
    'is not %s, who is part of the matter',
    (personId) => {
      const pleaded = act('record-intervention', {
        contacted: { personId: 'contacted-1', name: '子某' },
      });
      const decided = act('decide', { decidedBy: [{ personId, name: '某' }] });
      expect(breaks([...before('decide'), pleaded], decided)).toStrictEqual([
        'decider-not-impartial',
      ]);
    },
  );
});
