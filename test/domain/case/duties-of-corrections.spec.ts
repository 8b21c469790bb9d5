// The duties that the modification or revocation of a decision brings: what is owed anew, what is
// undone, and what was published is corrected (M1 Art. 27).
import type { CaseCommand, CommandBody } from '../../../src/domain/case/acts.js';
import { act, before, eventIdAt, upTo } from '../../support/office.js';
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
