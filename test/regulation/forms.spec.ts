import { isLetterNumber, numberBefore } from '../../src/domain/regulation/letter-number.js';
import { refusedAt } from '../support/given.js';
import { upTo } from '../support/office.js';
import { caseOf, known } from './the-city.js';

describe('the approval form', () => {
  it('finds its content in the register and on the case: who, which unit and post, what for, what was proposed, how many materials [form 1]', () => {
    const { persons } = known();
    const { reports, recommendations, decisions } = caseOf(upTo('decide'));
    expect(persons.get('jia')).toMatchObject({ name: '甲某', sex: 'male', post: '副局长' });
    expect(reports[0]?.materials).toHaveLength(1);
    expect(recommendations[0]?.recommendations[0]?.reasons).toBe('事实清楚。');
    expect(decisions[0]).toMatchObject({
      facts: '无正当理由拖延审批三个月。',
      subject: { organId: 'bureau', post: '副局长' },
    });
  });
});

describe('the decision letter', () => {
  it('has the number of the model: organ, year, and its place in that year [form 2]', () => {
    expect([
      isLetterNumber('虚构问责决字（2015）第1号'),
      isLetterNumber('虚构问责决字(2015)第1号'),
      isLetterNumber('虚构问责决字（2015）第01号'),
      numberBefore('虚构问责决字（2015）第12号'),
      numberBefore('虚构问责决字（2015）第1号'),
    ]).toStrictEqual([true, false, false, '虚构问责决字（2015）第11号', undefined]);
  });

  it('goes in copy to others and may name other remedies and its document by digest [form 2]', () => {
    const document = `sha-256:${'b'.repeat(64)}`;
    expect([
      refusedAt('issue-letter', {
        copyTo: ['虚构局'],
        otherRemedies: '可以依法申请复核。',
        document,
      }),
      refusedAt('issue-letter', { document: 'letter.docx' }),
    ]).toStrictEqual([[], ['document']]);
  });
});
