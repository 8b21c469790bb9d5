import { measures, repealedDocuments } from '../../src/domain/regulation/measures.js';
import { defaultPolicy, type Policy } from '../../src/domain/regulation/policy.js';
import { readings } from '../../src/domain/regulation/readings.js';
import { upTo, upToWithout } from '../support/office.js';
import { act, breaks, finding, known, notices, recommendedWith } from './the-city.js';

describe('the right to interpret', () => {
  it('has its values in one policy, every one of them named by a reading [M1-28] [M2-10]', () => {
    const { id, ...values } = defaultPolicy;
    expect(id).toBe('default');
    expect(new Set(readings.flatMap(({ policy }) => policy))).toStrictEqual(
      new Set(Object.keys(values)),
    );
  });

  it('changes by another policy what an act breaks, and not what the act is [M1-28] [M2-10]', () => {
    const changed = (policy: Partial<Policy>, priors: readonly string[] = []) =>
      breaks(upTo('recommend'), act('decide'), known({ policy, priors }));
    expect([
      changed({ priorsForAggravation: 3 }, ['2015-03-10', '2015-05-10']),
      changed({ priorsForAggravation: 2 }, ['2015-03-10', '2015-05-10']),
      changed({ priorsForAggravation: 1 }, ['2015-03-10']),
    ]).toStrictEqual([[], ['aggravation-not-applied'], ['aggravation-not-applied']]);
  });

  it('may make the missing hearing of the subject irregular, which is else worth a look [M1-28] [M1-1] [I-26]', () => {
    const unheard = upToWithout('recommend', 'hear-subject');
    const required = known({ policy: { hearingRequired: true } });
    expect([
      notices(unheard, act('decide')),
      breaks(unheard, act('decide'), required),
      breaks(upTo('recommend'), act('decide'), required),
      breaks(unheard, act('decide', { accountable: false, methods: [] }), required),
    ]).toStrictEqual([['subject-not-heard'], ['subject-not-heard'], [], []]);
  });
});

describe('the measures', () => {
  it('are in force from 2015-02-04 on, and repealed three documents that day [M1-29] [M2-11]', () => {
    expect(measures.map(({ inForceFrom }) => inForceFrom)).toStrictEqual([
      '2015-02-04',
      '2015-02-04',
    ]);
    expect(repealedDocuments.map(({ documentNumber }) => documentNumber)).toStrictEqual([
      '连政发〔2009〕45号',
      '连发〔2010〕24号',
      '连委办发〔2013〕59号',
    ]);
  });

  it('do not reach conduct that lies wholly before that day [M1-29] [M2-11] [I-14]', () => {
    const reported = (from: string, to: string) =>
      breaks(
        upTo('evidence'),
        act('file-report', {
          findings: [
            {
              ...finding,
              conducts: [{ id: 'c1', facts: '拖延。', grounds: ['M2-5-1'], from, to }],
            },
          ],
        }),
      );
    expect([
      reported('2014-10-01', '2015-02-03'),
      reported('2014-10-01', '2015-02-04'),
      reported('2015-02-04', '2015-06-30'),
    ]).toStrictEqual([['conduct-before-measures'], [], []]);
    const whole = recommendedWith({ registered: { conductTo: '2015-02-03' } });
    expect(breaks(whole, act('decide'))).toStrictEqual(['conduct-before-measures']);
  });
});
