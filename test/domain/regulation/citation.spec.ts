import { citation } from '../../../src/domain/regulation/citation.js';

describe('citing a clause', () => {
  it.each([
    ['M1-24', '第二十四条', 'Art. 24'],
    ['M1-10-7', '第十条第（七）项', 'Art. 10(7)'],
    ['M1-20-3', '第二十条第（三）项', 'Art. 20(3)'],
    ['M1-16-1-4', '第十六条第（一）项第4目', 'Art. 16(1)(4)'],
    ['M1-13-10', '第十三条第（十）项', 'Art. 13(10)'],
  ] as const)('%s is %s', (reference, zh, en) => {
    expect(citation(reference).zh).toBe(`《党政机关工作人员问责暂行办法》${zh}`);
    expect(citation(reference).en).toMatch(new RegExp(`, ${en.replace(/[().]/g, '\\$&')}$`));
  });

  it.each(['M1-0', 'M1-7-', 'M1-7-9-1-1', 'M1-x', 'M2-100'] as const)(
    '%s cites nothing',
    (reference) => {
      expect(() => citation(reference)).toThrow('bug');
    },
  );
});
