// The letter: what Art. 23 asks of it, its number, where it sends the appeal, and the letter after a
// modification, which starts the clocks of delivery and appeal anew (M1 Art. 23, 24, 27; I-25).
import type { CommandBody } from '../../../src/domain/case/acts.js';
import type { NumberedLetter } from '../../../src/domain/case/facts.js';
import { given } from '../../support/given.js';
import { act, before, facts, finding, upTo, upToWithout } from '../../support/office.js';

const letter = (changed: Partial<CommandBody<'issue-letter'>> = {}) => act('issue-letter', changed);
const made = (changed: Partial<CommandBody<'decide'>>) => [
  ...upTo('recommend'),
  act('decide', changed),
];
const numbered = (number: number, of: Partial<NumberedLetter> = {}): NumberedLetter => ({
  number: `虚构问责决字（2015）第${String(number)}号`,
  caseId: 'C-9',
  letterId: 'L-9',
  ...of,
});
const known = (...letters: NumberedLetter[]) => ({ ...facts(), letters });

describe('what a letter says (M1-23)', () => {
  it('is complete where the decision has facts, grounds and a person', () => {
    given(...upTo('decide'))
      .when(letter())
      .thenNoticed();
  });

  it('is for a team as well, which has no basic information of a person', () => {
    const ofTeam = [
      act('register', { subjects: [{ subjectId: 't1', kind: 'team', organId: 'bureau' }] }),
      ...upTo('initiate').slice(1),
      act('file-report', { findings: [{ ...finding, subjectId: 't1' }] }),
      act('decide', { subjectId: 't1' }),
    ];
    given(...ofTeam)
      .when(letter())
      .thenNoticed();
  });

  it('lacks everything at once where nothing is known', () => {
    const bare = [
      act('register', { subjects: [{ subjectId: 's1', kind: 'person' }] }),
      ...upToWithout('recommend', 'file-report').slice(1),
      act('decide', { methods: ['ordered-public-apology'] }),
    ];
    given(...bare)
      .when(letter({ appealTo: 'committee', on: '2015-09-29' }))
      .thenIrregular(
        'before-decision',
        'letter-without-subject',
        'letter-without-facts',
        'letter-without-basis',
        'letter-without-apology',
        'appeal-to-other-organ',
      );
  });

  it('needs the manner of an apology only where one is ordered', () => {
    const apology = { manner: '书面', scope: '虚构局' };
    given(...made({ methods: ['ordered-public-apology', 'circulated-criticism'] }))
      .when(letter())
      .thenIrregular('letter-without-apology');
    given(...made({ methods: ['ordered-public-apology'], apology }))
      .when(letter())
      .thenNoticed();
  });

  it('is judged by the decision as it was modified', () => {
    const apologised = act('correct-decision', {
      outcome: 'modified',
      changes: { methods: ['ordered-public-apology'] },
    });
    given(...upTo('issue-letter'), apologised)
      .when(letter({ on: '2015-11-21', letterId: 'L-2' }))
      .thenIrregular('letter-without-apology');
  });
});

describe('the number of a letter', () => {
  const decided = given(...upTo('decide'));
  const third = letter({ number: '虚构问责决字（2015）第3号' });

  it('is used once by an organ', () => {
    decided.when(letter(), known(numbered(1))).thenIrregular('letter-number-used-twice');
    decided.when(letter(), known()).thenNoticed();
  });

  it('may be that of the letter it replaces, and not that of another case', () => {
    const issued = given(...upTo('issue-letter'));
    const again = letter({ letterId: 'L-2', replaces: 'L-1' });
    issued.when(again, known(numbered(1, { caseId: 'C-1', letterId: 'L-1' }))).thenNoticed();
    issued
      .when(again, known(numbered(1, { caseId: 'C-2', letterId: 'L-1' })))
      .thenIrregular('letter-number-used-twice');
  });

  it('leaves no gap, which is worth a look', () => {
    decided.when(third, known()).thenNoticed('letter-number-gap');
    decided.when(third, known(numbered(2))).thenNoticed();
    decided.when(letter(), known()).thenNoticed();
  });

  it('has the form of the model letter, or is looked at; a free form leaves no gap', () => {
    for (const number of ['虚构〔2015〕1号', '虚构问责决字（2015）第03号', '问责决定一'])
      decided.when(letter({ number }), known()).thenNoticed('letter-number-free-form');
  });
});

describe('the letter after a modification', () => {
  const modified = [
    ...before('decide-appeal'),
    act('decide-appeal', { outcome: 'modified', methods: ['admonishing-talk'] }),
  ];
  const anew = [...modified, letter({ on: '2015-11-12', letterId: 'L-2', replaces: 'L-1' })];
  const delivered = (on: string) => act('record-delivery', { on, letterId: 'L-2' });

  it('is one of its own: the first one is delivered no more', () => {
    given(...modified)
      .when(act('record-delivery', { on: '2015-11-13' }))
      .thenIrregular('delivery-without-letter');
    given(...anew)
      .when(delivered('2015-11-13'))
      .thenRegular();
  });

  it('is delivered within seven working days of the modification', () => {
    // Decided on Tuesday 10 November: the seventh working day is Thursday the 19th.
    given(...anew)
      .when(delivered('2015-11-19'))
      .thenRegular();
    given(...anew)
      .when(delivered('2015-11-20'))
      .thenIrregular('delivered-late');
  });

  it('starts the fifteen days of an appeal anew, which is admitted (I-49)', () => {
    const again = [
      ...anew,
      delivered('2015-11-13'),
      act('lodge-appeal', { on: '2015-11-27', appealId: 'A-2' }),
      act('assign-appeal-handler', { on: '2015-11-28', appealId: 'A-2' }),
    ];
    given(...again)
      .when(act('decide-appeal', { on: '2015-12-10', appealId: 'A-2' }))
      .thenNoticed();
    given(
      ...again.map((one) =>
        one.act === 'lodge-appeal' && one.body.appealId === 'A-2'
          ? act('lodge-appeal', { ...one.body, on: '2015-12-01' })
          : one,
      ),
    )
      .when(act('decide-appeal', { on: '2015-12-10', appealId: 'A-2' }))
      .thenNoticed('late-appeal-admitted');
  });

  it('lets one more appeal be admitted, also where the modification was a correction, and only one', () => {
    const appealed = (appealId: string, on: string) => [
      act('lodge-appeal', { on, appealId }),
      act('assign-appeal-handler', { on, appealId }),
    ];
    const answered = (appealId: string) => act('decide-appeal', { on: '2015-12-18', appealId });
    const corrected = [
      ...upTo('decide-appeal'),
      act('correct-decision', { outcome: 'modified', methods: ['admonishing-talk'] }),
      ...appealed('A-2', '2015-11-25'),
    ];
    given(...corrected)
      .when(answered('A-2'))
      .thenNoticed();
    given(...corrected, answered('A-2'), ...appealed('A-3', '2015-12-18'))
      .when(answered('A-3'))
      .thenIrregular('second-appeal-admitted');
  });

  it('may be lighter, and is published anew after it was delivered', () => {
    given(...anew)
      .when(act('publish', { on: '2015-11-14' }))
      .thenIrregular('published-before-delivery');
    given(...anew, delivered('2015-11-13'))
      .when(act('publish', { on: '2015-11-14' }))
      .thenRegular();
    given(...anew)
      .when(act('publish', { on: '2015-11-14', kind: 'correction' }))
      .thenRegular();
  });
});
