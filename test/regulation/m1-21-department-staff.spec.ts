import { act, breaks, known, meeting, notices, recommendedWith } from './the-city.js';

const approvedBy = { organId: 'bureau', personId: 'yi', name: '乙某' };
/** A member of a department's staff, investigated by the department itself. */
const department = {
  personId: 'staff',
  accepted: { track: 'department-staff' as const },
  found: { grounds: ['M1-7-2' as const] },
  initiated: { approvedBy },
};
const byBureau = { organId: 'bureau' };

describe('the staff of a department', () => {
  it('is looked into when the department’s main leader has approved the start [M1-21]', () => {
    const history = recommendedWith(department).slice(0, 2);
    expect([
      breaks(history, act('initiate', { organId: 'bureau' })),
      breaks(history, act('initiate', { organId: 'bureau', approvedBy })),
    ]).toStrictEqual([['start-not-approved'], []]);
  });

  it('is looked into with the approval of the superior organ where that leader is a subject himself [M1-21] [I-39]', () => {
    const subjects = [
      { subjectId: 's1', kind: 'person' as const, personId: 'staff' },
      { subjectId: 's2', kind: 'person' as const, personId: 'yi' },
    ];
    const history = recommendedWith({ ...department, registered: { subjects } }).slice(0, 2);
    const superior = { organId: 'committee', name: '卯某' };
    expect([
      breaks(history, act('initiate', { organId: 'bureau', approvedBy })),
      breaks(history, act('initiate', { organId: 'bureau', approvedBy: superior })),
    ]).toStrictEqual([['approver-is-subject'], []]);
  });

  it('is decided on by the department, whatever the method [M1-21]', () => {
    const serious = { ...department.found, severity: 'serious' as const };
    const suspended = act('decide', { ...byBureau, methods: ['suspension'], meeting });
    expect([
      breaks(recommendedWith(department), act('decide', byBureau)),
      breaks(recommendedWith(department), act('decide', { organId: 'commission' })),
      breaks(recommendedWith({ ...department, found: serious }), suspended),
    ]).toStrictEqual([[], ['organ-without-authority'], []]);
  });

  it('is suspended or more by a meeting of the department’s leadership; a missing one is worth a look [M1-21] [I-29]', () => {
    const serious = { ...department.found, severity: 'serious' as const };
    const history = recommendedWith({ ...department, found: serious });
    const suspended = { ...byBureau, methods: ['suspension' as const] };
    expect([
      notices(history, act('decide', suspended)),
      notices(history, act('decide', { ...suspended, meeting })),
    ]).toStrictEqual([['no-leadership-meeting'], []]);
  });

  it('of an organ that is no department follows the same article, with the employing organ in the department’s place [M1-21] [I-45]', () => {
    const nurse = known({ persons: { staff: { organId: 'hospital', managedBy: 'hospital' } } });
    expect([
      breaks(recommendedWith(department), act('decide', { organId: 'hospital' }), nurse),
      breaks(recommendedWith(department), act('decide', { organId: 'commission' }), nurse),
    ]).toStrictEqual([[], ['organ-without-authority']]);
  });

  it('is not what leads a court, an institution or an enterprise: that follows the article on leading cadres, by who manages it [M1-21] [M1-20] [I-45]', () => {
    const director = known({ persons: { jia: { organId: 'hospital', post: '院长' } } });
    const serious = recommendedWith({ found: { severity: 'serious' } });
    const suspended = { methods: ['suspension' as const], meeting };
    expect([
      breaks(serious, act('decide', { ...suspended, organId: 'hospital' }), director),
      breaks(serious, act('decide', { ...suspended, organId: 'committee' }), director),
    ]).toStrictEqual([['organ-without-authority'], []]);
  });
});
