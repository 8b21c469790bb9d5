import { Impossible, Unknown } from '../../../src/domain/refusal.js';
import type { OrganKindCode } from '../../../src/domain/regulation/organ-kinds.js';
import {
  defaultPolicy,
  policiesOf,
  policyNamed,
  policyOn,
  type Adoption,
} from '../../../src/domain/regulation/policy.js';
import { decideAdoption, policyAdopted } from '../../../src/domain/regulation/policy-adoption.js';

const kinds = new Map<string, OrganKindCode>([
  ['commission', 'discipline-commission'],
  ['organization', 'organization-department'],
  ['personnel', 'personnel-department'],
  ['bureau', 'department'],
]);
const today = '2016-03-01';

const stricter: Adoption = {
  id: 'P-1',
  effectiveFrom: '2016-03-01',
  adoptedBy: ['commission'],
  consulted: ['organization', 'personnel'],
  reference: '虚构纪发〔2016〕1号',
  changes: { priorsForAggravation: 1 },
};

/** What the ledger answers to an adoption, after others. */
function adopting(changed: Partial<Adoption>, ...before: Adoption[]) {
  return decideAdoption({ ...stricter, ...changed }, before, { today, kinds });
}

function refusalOf(adopt: () => unknown): Error {
  try {
    adopt();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('expected a refusal, and it was recorded');
}

function impossibleAt(changed: Partial<Adoption>, ...before: Adoption[]): string {
  const refusal = refusalOf(() => adopting(changed, ...before));
  if (!(refusal instanceof Impossible)) throw refusal;
  return refusal.trouble.path;
}

describe('adopting a policy', () => {
  it('is recorded as its organs issued it [M1-28] [M2-10]', () => {
    expect(adopting({})).toStrictEqual([{ type: 'PolicyAdopted', data: stricter }]);
  });

  it('is for the discipline commission, which consults both departments [M1-28] [M2-10]', () => {
    expect([
      impossibleAt({ adoptedBy: ['bureau'] }),
      impossibleAt({ adoptedBy: [] }),
      impossibleAt({ consulted: ['organization'] }),
      impossibleAt({ consulted: ['personnel'] }),
      impossibleAt({ adoptedBy: ['organization'], consulted: ['commission', 'personnel'] }),
    ]).toStrictEqual(['adoptedBy', 'adoptedBy', 'consulted', 'consulted', 'adoptedBy']);
    expect(adopting({ adoptedBy: ['commission', 'bureau'] })).toHaveLength(1);
  });

  it('names organs that are registered', () => {
    expect(refusalOf(() => adopting({ consulted: ['organization', 'nobody'] }))).toStrictEqual(
      new Unknown('organ', 'consulted.1'),
    );
  });

  it('takes effect on the day it is recorded or later: what was decided before stays as it was [M1-28]', () => {
    expect(impossibleAt({ effectiveFrom: '2016-02-29' })).toBe('effectiveFrom');
    expect(adopting({ effectiveFrom: '2016-03-01' })).toHaveLength(1);
    expect(adopting({ effectiveFrom: '2017-01-01' })).toHaveLength(1);
  });

  it('is so already when it is said again, also after its first day', () => {
    const past = { ...stricter, effectiveFrom: '2016-02-01' };
    expect(adopting(past, past)).toStrictEqual([]);
  });

  it('cannot take the id of another policy, nor of the one that holds by default', () => {
    expect(impossibleAt({ changes: { zeroReport: true } }, stricter)).toBe('id');
    expect(impossibleAt({ id: 'default' })).toBe('id');
  });

  it.each<[string, object, string]>([
    ['a field that is no reading', { hearings: true }, 'changes'],
    ['a value of another type', { hearingRequired: 'yes' }, 'changes.hearingRequired'],
    ['no time at all', { priorsForAggravation: 0 }, 'changes.priorsForAggravation'],
    ['half a day', { undatedDutyWatchDays: 0.5 }, 'changes.undatedDutyWatchDays'],
    ['more days than ten years have', { recordingDays: 3_651 }, 'changes.recordingDays'],
    ['a day before the measures', { countsFrom: '2015-02-03' }, 'changes.countsFrom'],
    ['nothing', {}, 'changes'],
  ])('is refused at the door where it changes to %s', (_, changes, path) => {
    const parsed = policyAdopted.safeParse({ ...stricter, changes });
    const paths = parsed.error?.issues.map((issue) => issue.path.join('.'));
    expect(new Set(paths)).toStrictEqual(new Set([path]));
  });
});

describe('the policy in force', () => {
  const later: Adoption = {
    ...stricter,
    id: 'P-2',
    effectiveFrom: '2016-09-01',
    changes: { undatedDutyWatchDays: 10, priorsForAggravation: 3 },
  };
  const between: Adoption = {
    ...stricter,
    id: 'P-3',
    effectiveFrom: '2016-06-01',
    changes: { undatedDutyWatchDays: 45, hearingRequired: true },
  };

  it('is the default one where nobody has adopted any, and before the first one', () => {
    expect(policyOn(policiesOf([]), '2016-03-01')).toMatchObject(defaultPolicy);
    expect(policyOn(policiesOf([stricter]), '2016-02-29')).toMatchObject({
      id: 'default',
      adoptedBy: [],
      reference: null,
    });
    expect(policyOn(policiesOf([stricter]), '2015-02-03').id).toBe('default');
  });

  it('changes the fields it names of the one before it, by first day, whichever was adopted first [M1-28]', () => {
    const policies = policiesOf([stricter, later, between]);
    const values = (on: string) => {
      const { id, priorsForAggravation, undatedDutyWatchDays, hearingRequired } = policyOn(
        policies,
        on,
      );
      return [id, priorsForAggravation, undatedDutyWatchDays, hearingRequired];
    };
    expect(
      ['2016-02-29', '2016-03-01', '2016-05-31', '2016-06-01', '2016-09-01'].map(values),
    ).toStrictEqual([
      ['default', 2, 30, false],
      ['P-1', 1, 30, false],
      ['P-1', 1, 30, false],
      ['P-3', 1, 45, true],
      ['P-2', 3, 10, true],
    ]);
  });

  it('is of two that take effect on one day the one adopted last, which builds on the other', () => {
    const corrected = { ...stricter, id: 'P-4', changes: { zeroReport: true } };
    expect(policyOn(policiesOf([stricter, corrected]), '2016-03-01')).toMatchObject({
      id: 'P-4',
      priorsForAggravation: 1,
      zeroReport: true,
    });
    expect(policyNamed(policiesOf([stricter, corrected]), 'P-1').zeroReport).toBe(false);
  });

  it('is not the business of a policy that nobody adopted', () => {
    expect(() => policyNamed(policiesOf([stricter]), 'P-9')).toThrow('nobody adopted');
  });
});
