// The duties that the modification or revocation of a decision brings: what is owed anew, what is
// undone, and what was published is corrected (M1 Art. 27); and the same where another decision takes
// its place.
import type { CaseCommand, CommandBody } from '../../../src/domain/case/acts.js';
import { decideCase } from '../../../src/domain/case/decide.js';
import { caseAfter } from '../../support/given.js';
import { act, before, eventIdAt, facts, upTo } from '../../support/office.js';
import { ofKind, owed } from './duties-owed.js';

const without = (history: readonly CaseCommand[], name: CaseCommand['act']) =>
  history.filter((one) => one.act !== name);

describe('after a modification', () => {
  const modified = [
    ...before('decide-appeal'),
    act('decide-appeal', { outcome: 'modified', methods: ['admonishing-talk'] }),
  ];

  it.each(['letter', 'delivery-subject', 'delivery-unit', 'archive'] as const)(
    '%s is owed anew, from the day of the modification',
    (kind) => {
      const ids = owed(kind, ...modified).map(([id, , on, met]) => [id, on, met !== undefined]);
      expect(ids).toStrictEqual([
        [`D-1:${kind}`, '2015-09-30', true],
        [`D-1:${kind}:2`, '2015-11-10', false],
      ]);
    },
  );

  it('the new letter has seven working days of its own', () => {
    expect(ofKind('delivery-subject', modified).map(({ dueOn }) => dueOn)).toStrictEqual([
      '2015-10-15',
      '2015-11-19',
    ]);
  });

  it('the new method is carried out, and the former one undone', () => {
    expect(owed('execution', ...modified)).toStrictEqual([
      ['D-1:execution:circulated-criticism', 'commission', '2015-09-30', '2015-10-15'],
      ['D-1:execution:admonishing-talk:2', 'commission', '2015-11-10', undefined],
    ]);
    expect(owed('restoration', ...modified)).toStrictEqual([
      ['D-1:restoration:circulated-criticism:2', 'commission', '2015-11-10', undefined],
    ]);
    const undone = act('record-execution', { on: '2015-11-20', result: 'undone' });
    expect(owed('restoration', ...modified, undone)[0]?.[3]).toBe('2015-11-20');
  });

  it('nothing is restored that was not carried out', () => {
    expect(owed('restoration', ...without(modified, 'record-execution'))).toStrictEqual([]);
  });
});

describe('to correct what was published (M1-27)', () => {
  const decided = [
    ...upTo('recommend'),
    act('decide', { publicationScopes: ['unit', 'system'] }),
    act('issue-letter'),
    act('record-delivery'),
    act('archive'),
    act('publish', { scope: 'unit' }),
    act('publish', { scope: 'system', until: '2015-12-31' }),
  ];
  const revoked = [...decided, act('correct-decision')];
  const inSystem = eventIdAt(decided.length - 1);
  const correction = (changed: Partial<CommandBody<'publish'>>) =>
    act('publish', { on: '2015-11-25', kind: 'correction', ...changed });
  const met = (...more: readonly CaseCommand[]) =>
    owed('correction', ...revoked, ...more).map(([id, , , on]) => [id, on]);
  const unit = 'D-1:correction:publication-unit:2';
  const system = 'D-1:correction:publication-system:2';
  const archive = 'D-1:correction:archive:2';

  it('is owed for each scope, and the file is reversed', () => {
    expect(met()).toStrictEqual([
      [unit, undefined],
      [system, undefined],
      [archive, undefined],
    ]);
    const reversal = act('archive', { on: '2015-11-26', kind: 'reversal' });
    expect(met(reversal)).toContainEqual([archive, '2015-11-26']);
    expect(met(act('archive', { on: '2015-11-26' }))).toContainEqual([archive, undefined]);
  });

  it('is as wide as the publication: narrower meets nothing wider', () => {
    expect(met(correction({ scope: 'unit' })).slice(0, 2)).toStrictEqual([
      [unit, '2015-11-25'],
      [system, undefined],
    ]);
    expect(met(correction({ scope: 'system' })).slice(0, 2)).toStrictEqual([
      [unit, '2015-11-25'],
      [system, '2015-11-25'],
    ]);
  });

  it('is as long as the publication', () => {
    expect(met(correction({ scope: 'system', until: '2015-12-30' }))[1]).toStrictEqual([
      system,
      undefined,
    ]);
    expect(met(correction({ scope: 'system', until: '2015-12-31' }))[1]).toStrictEqual([
      system,
      '2015-11-25',
    ]);
    // The publication in the unit had no end, and neither has its correction.
    expect(met(correction({ scope: 'system', until: '2015-12-31' }))[0]).toStrictEqual([
      unit,
      undefined,
    ]);
  });

  it('is met by taking the publication down', () => {
    const removal = correction({ kind: 'removal', of: inSystem, scope: 'system' });
    expect(met(removal).slice(0, 2)).toStrictEqual([
      [unit, undefined],
      [system, '2015-11-25'],
    ]);
  });

  it('is not owed for what had been taken down before', () => {
    const removed = [
      ...decided,
      act('publish', { kind: 'removal', of: inSystem, scope: 'system' }),
      act('correct-decision'),
    ];
    expect(owed('correction', ...removed).map(([id]) => id)).toStrictEqual([unit, archive]);
  });

  it('is not owed where nothing was published or filed', () => {
    expect(owed('correction', ...upTo('decide'), act('correct-decision'))).toStrictEqual([]);
  });

  it('takes the place of a further publication after a modification, and the file is not reversed', () => {
    const changed = act('correct-decision', {
      outcome: 'modified',
      methods: ['admonishing-talk'],
    });
    expect(owed('correction', ...decided, changed).map(([id]) => id)).toStrictEqual([unit, system]);
    expect(owed('publication-unit', ...decided, changed).map(([id]) => id)).toStrictEqual([
      'D-1:publication-unit',
    ]);
  });

  it('of a revocation found without an appeal is told by letter to the subject and the unit', () => {
    expect(owed('letter', ...revoked).map(([id]) => id)).toStrictEqual([
      'D-1:letter',
      'D-1:letter:2',
    ]);
    const onAppeal = [...before('decide-appeal'), act('decide-appeal', { outcome: 'revoked' })];
    expect(owed('letter', ...onAppeal).map(([id]) => id)).toStrictEqual(['D-1:letter']);
  });
});

describe('after another decision has taken its place', () => {
  const carriedOut = before('lodge-appeal');
  const replacing = (changed: Partial<CommandBody<'decide'>>) =>
    act('decide', { on: '2015-11-02', decisionId: 'D-2', replaces: 'D-1', ...changed });
  const letGo = [...carriedOut, replacing({ accountable: false, methods: [] })];
  const lighter = [...carriedOut, replacing({ methods: ['admonishing-talk'] })];
  const ofFirst = (...history: readonly CaseCommand[]) =>
    (
      [
        'letter',
        'delivery-subject',
        'delivery-unit',
        'archive',
        'publication-unit',
        'execution',
        'correction',
        'restoration',
      ] as const
    ).flatMap((kind) =>
      owed(kind, ...history)
        .filter(([id]) => /^D-1:.*:2$/.test(id ?? ''))
        .map(([id, , on, met]) => [id?.replace('D-1:', ''), on, met]),
    );

  it('that holds nobody to account, what followed is told, corrected and undone as after a revocation', () => {
    expect(ofFirst(...letGo)).toStrictEqual([
      ['letter:2', '2015-11-02', undefined],
      ['delivery-subject:2', '2015-11-02', undefined],
      ['delivery-unit:2', '2015-11-02', undefined],
      ['correction:publication-unit:2', '2015-11-02', undefined],
      ['correction:archive:2', '2015-11-02', undefined],
      ['restoration:circulated-criticism:2', '2015-11-02', undefined],
    ]);
    const revoked = [...carriedOut, act('correct-decision', { on: '2015-11-02' })];
    expect(ofFirst(...letGo)).toStrictEqual(ofFirst(...revoked));
  });

  it('that is met as after a revocation', () => {
    const done = [
      act('issue-letter', { on: '2015-11-04', letterId: 'L-2' }),
      act('record-delivery', { on: '2015-11-05' }),
      act('record-delivery', { on: '2015-11-06', recipient: 'unit' }),
      act('publish', { on: '2015-11-07', kind: 'correction' }),
      act('archive', { on: '2015-11-08', kind: 'reversal' }),
      act('record-execution', { on: '2015-11-09', result: 'undone' }),
    ];
    expect(ofFirst(...letGo, ...done).map(([, , met]) => met)).toStrictEqual([
      '2015-11-04',
      '2015-11-05',
      '2015-11-06',
      '2015-11-07',
      '2015-11-08',
      '2015-11-09',
    ]);
  });

  it('that holds to account otherwise, the former method is undone and the publication corrected', () => {
    expect(ofFirst(...lighter)).toStrictEqual([
      ['correction:publication-unit:2', '2015-11-02', undefined],
      ['restoration:circulated-criticism:2', '2015-11-02', undefined],
    ]);
    const removed = act('publish', { on: '2015-11-07', kind: 'removal' });
    expect(ofFirst(...lighter, removed)[0]?.[2]).toBe('2015-11-07');
  });

  it('whose publication is as wide, the former one is corrected by it', () => {
    const told = act('publish', { on: '2015-11-10', decisionId: 'D-2' });
    expect(ofFirst(...lighter, told)[0]?.[2]).toBe('2015-11-10');
    const takenDown = act('publish', { on: '2015-11-10', decisionId: 'D-2', kind: 'removal' });
    expect(ofFirst(...lighter, takenDown)[0]?.[2]).toBeUndefined();
    const wide = [
      ...carriedOut,
      act('publish', { scope: 'society' }),
      replacing({ methods: ['admonishing-talk'] }),
      told,
    ];
    const [society] = ofFirst(...wide).filter(([id]) => id?.includes('society'));
    expect(society).toStrictEqual(['correction:publication-society:2', '2015-11-02', undefined]);
  });

  it('with the same method, nothing is undone', () => {
    const same = [...carriedOut, replacing({})];
    expect(ofFirst(...same).map(([id]) => id)).toStrictEqual(['correction:publication-unit:2']);
  });

  it('nothing is owed of what had not been done yet', () => {
    const undone = [...upTo('decide'), replacing({ accountable: false, methods: [] })];
    expect(ofFirst(...undone)).toStrictEqual([]);
    const onlyUnit = [
      ...upTo('issue-letter'),
      act('record-delivery', { recipient: 'unit' }),
      replacing({ accountable: false, methods: [] }),
    ];
    expect(ofFirst(...onlyUnit).map(([id]) => id)).toStrictEqual(['letter:2', 'delivery-unit:2']);
  });

  it('a letter that tells of it has seven working days of its own', () => {
    expect(ofKind('delivery-subject', letGo).map(({ dueOn }) => dueOn)).toStrictEqual([
      '2015-10-15',
      '2015-11-11',
    ]);
    const retold = caseAfter(...letGo, act('issue-letter', { on: '2015-11-04', letterId: 'L-2' }));
    const delivered = (on: string, state = retold) =>
      decideCase(act('record-delivery', { on }), state, facts()).irregularities.map(
        ({ code }) => code,
      );
    expect(delivered('2015-11-11')).toStrictEqual([]);
    expect(delivered('2015-11-12')).toStrictEqual(['delivered-late']);
    expect(delivered('2015-11-11', caseAfter(...letGo))).toStrictEqual(['delivery-without-letter']);
  });
});
