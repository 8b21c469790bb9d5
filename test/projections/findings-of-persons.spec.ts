// Findings about a person across cases, from the events of the cases and of the register: what a
// case against a pleader answers, and what the pleader was on the day.
import { listFindings } from '../../src/projections/findings.js';
import { History, Workplace } from './history.js';

const workplace = new Workplace();
afterEach(() => workplace.clear());

async function spans(history: History, code: 'S-14' | 'S-36') {
  const store = await workplace.rebuilt(await workplace.ledgerOf(history));
  const { items } = await listFindings(store, 'everything', { code }, { limit: 50 }, '2018-12-31');
  return items
    .map(({ kind, caseId, openFrom, rectifiedOn }) => [kind, caseId, openFrom, rectifiedOn])
    .toSorted((a, b) => String(a[2]).localeCompare(String(b[2])));
}

/** A pleading of yi, for the subject of a case that is registered for it. */
const pleaded = (history: History, caseId: string, on: string): History =>
  history.on(caseId, 'register', { receivedOn: '2015-03-01' }).on(caseId, 'record-intervention', {
    on,
    pleader: { personId: 'yi', name: '乙某' },
  });

/** A case against yi for pleading, closed. */
const proceededAgainst = (history: History, receivedOn: string, closedOn: string): History =>
  history
    .on('C-9', 'register', {
      receivedOn,
      subjects: [{ subjectId: 's1', kind: 'person', personId: 'yi' }],
      suspectedGrounds: ['M2-6-9', 'M1-16-3'],
    })
    .on('C-9', 'accept', { on: receivedOn })
    .on('C-9', 'close', { on: closedOn });

describe('pleading, again and again (S-14)', () => {
  const twice = () => {
    const history = new History();
    pleaded(history, 'C-1', '2015-09-09');
    return pleaded(history, 'C-2', '2015-10-10');
  };

  it('is answered by a case against the pleader, and asked about again after that was closed', async () => {
    const history = proceededAgainst(twice(), '2015-11-01', '2015-12-01');
    pleaded(history, 'C-3', '2016-02-02');
    expect(await spans(history, 'S-14')).toStrictEqual([
      ['inaction', 'C-2', '2015-10-10', '2015-11-01'],
      ['inaction', 'C-3', '2016-02-02', undefined],
    ]);
  });

  it('is not asked about while that case is open', async () => {
    const history = proceededAgainst(twice(), '2015-11-01', '2016-02-02');
    pleaded(history, 'C-3', '2016-02-02');
    expect(await spans(history, 'S-14')).toStrictEqual([
      ['inaction', 'C-2', '2015-10-10', '2015-11-01'],
    ]);
  });

  it('is answered by that case opened again', async () => {
    const history = proceededAgainst(twice(), '2015-11-01', '2015-12-01');
    pleaded(history, 'C-3', '2016-02-02').on('C-9', 'reopen', { on: '2016-03-03' });
    expect(await spans(history, 'S-14')).toStrictEqual([
      ['inaction', 'C-2', '2015-10-10', '2015-11-01'],
      ['inaction', 'C-3', '2016-02-02', '2016-03-03'],
    ]);
  });
});

describe('the pleading of a leading cadre (S-14)', () => {
  const registered = (track: 'leading-cadre' | 'department-staff', leadingCadre?: boolean) =>
    new History().registered('yi', {
      type: 'PersonRegistered',
      data: {
        id: 'yi',
        name: '乙某',
        sex: 'male',
        organId: 'bureau',
        post: '副局长',
        rank: 'deputy-county',
        category: 'party-government',
        managedBy: 'committee',
        track,
        ...(leadingCadre === undefined ? {} : { leadingCadre }),
      },
    });
  const changed = (history: History, track: 'leading-cadre' | 'department-staff') =>
    history.registered('yi', { type: 'PersonChanged', data: { since: '2015-09-09', track } });
  const notice = [['notice', 'C-1', '2015-09-09', undefined]];

  it('is worth a look the first time, by the track where the register does not say more (I-17)', async () => {
    const asked = (history: History) => spans(pleaded(history, 'C-1', '2015-09-09'), 'S-14');
    expect(await asked(registered('leading-cadre'))).toStrictEqual(notice);
    expect(await asked(registered('leading-cadre', false))).toStrictEqual([]);
    expect(await asked(registered('department-staff'))).toStrictEqual([]);
    expect(await asked(registered('department-staff', true))).toStrictEqual(notice);
  });

  it('goes by what the pleader was on that day', async () => {
    const risen = () => changed(registered('department-staff'), 'leading-cadre');
    const left = () => changed(registered('leading-cadre'), 'department-staff');
    expect(await spans(pleaded(risen(), 'C-1', '2015-09-08'), 'S-14')).toStrictEqual([]);
    expect(await spans(pleaded(risen(), 'C-1', '2015-09-09'), 'S-14')).toStrictEqual(notice);
    expect(await spans(pleaded(left(), 'C-1', '2015-09-09'), 'S-14')).toStrictEqual([]);
    expect(await spans(pleaded(left(), 'C-1', '2015-09-08'), 'S-14')).toStrictEqual([
      ['notice', 'C-1', '2015-09-08', undefined],
    ]);
  });
});

describe('one matter in two cases (S-36)', () => {
  const acts = (from: string, to: string) => [
    {
      subjectId: 's1',
      facts: '虚构事实。',
      grounds: ['M1-7-9' as const],
      severity: 'minor' as const,
      mitigating: [],
      aggravating: [],
      conducts: [{ id: 'k1', facts: '虚构行为。', grounds: ['M1-7-9' as const], from, to }],
    },
  ];
  const decided = (history: History, caseId: string, from: string, to: string): History =>
    history
      .on(caseId, 'register')
      .on(caseId, 'accept')
      .on(caseId, 'initiate')
      .on(caseId, 'file-report', { findings: acts(from, to) })
      .on(caseId, 'decide', { decisionId: `D-${caseId}` });

  const both = (from: string) => {
    const history = new History();
    decided(history, 'C-1', '2015-03-01', '2015-04-30');
    return decided(history, 'C-2', from, '2015-05-31');
  };
  const frame = [['frame', 'C-2', '2015-09-30', undefined]];

  it('goes by the days of the acts that the reports tell of', async () => {
    expect(await spans(both('2015-04-30'), 'S-36')).toStrictEqual(frame);
    expect(await spans(both('2015-05-01'), 'S-36')).toStrictEqual([]);
  });

  it('goes by the report that was there when it was decided', async () => {
    const supplement = {
      on: '2015-10-10',
      findings: acts('2015-05-31', '2015-05-31'),
    };
    const history = both('2015-04-30').on('C-2', 'file-report', supplement);
    expect(await spans(history, 'S-36')).toStrictEqual(frame);
  });
});
