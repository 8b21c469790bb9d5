// Statistics over HTTP: who reads them, of which cases, in which form, and that small groups stay
// hidden. Six cases are led to a decision, one is only received, and one lies elsewhere.
import { statistics } from '../../src/api/analytics-answers.js';
import { problemIn, refusal, type Caller } from '../support/caller.js';
import { registerCity, registration, walk, type City } from '../support/city.js';
import { persons } from '../support/office.js';
import { RunningService } from '../support/running-service.js';

let service: RunningService;
let city: City;
let analyst: Caller;

const numbers = [1, 2, 3, 4, 5, 6];

beforeAll(async () => {
  service = await RunningService.start();
  city = await registerCity(service);
  const { personId: _, changes: __, ...jia } = persons.jia;
  for (const number of numbers) {
    const [caseId, personId] = [`C-${String(number)}`, `p-${String(number)}`];
    await city.admin.post('/persons', { id: personId, ...jia });
    await walk(city.clerk, caseId, 'decide', {
      register: { ...registration, subjects: [{ subjectId: 's1', kind: 'person', personId }] },
      decide: {
        ...{ on: '2015-09-30', organId: 'commission', subjectId: 's1', accountable: true },
        ...{ decisionId: `D-${caseId}`, methods: ['circulated-criticism'], adjustment: 'none' },
        ...{ reasons: '事实清楚。', decidedBy: [{ name: '己某' }] },
      },
    });
  }
  await city.clerk.did('C-7', 'register', registration);
  await city.stranger.did('N-1', 'register', { ...registration, receivedBy: 'neighbour' });
  // The organ that supervises the committee sees the commission below it, and not the neighbour.
  analyst = await service.caller('inspectors', ['analyst']);
});

async function asked(caller: Caller, query: string) {
  const mark = query.includes('?') ? '&' : '?';
  const head = String(await service.head());
  return caller.get(`/analytics/${query}${mark}atLeast=${head}`, statistics);
}

describe('statistics', () => {
  it('say how far the cases in sight have come, and hide the one that came no further', async () => {
    expect(await asked(analyst, 'funnel?from=2015-09-01&to=2015-09-30')).toMatchObject({
      dataset: 'funnel',
      from: '2015-09-01',
      to: '2015-09-30',
      groupBy: null,
      rows: [{ received: 7, declined: 0, accepted: null, heldToAccount: null }],
    });
    const nothing = await asked(analyst, 'funnel?to=2015-08-31');
    expect(nothing.rows).toMatchObject([{ received: 0, accepted: 0, heldToAccount: 0 }]);
  });

  it('say which methods organs choose for the same clause and severity', async () => {
    const { columns, rows, suppressed } = await asked(analyst, 'methods?groupBy=organ');
    expect(columns.slice(0, 4).map(({ name }) => name)).toEqual([
      'organ',
      'clause',
      'severity',
      'decisions',
    ]);
    expect(rows).toMatchObject([
      {
        ...{ organ: 'commission', clause: 'M2-5-1', severity: 'minor' },
        ...{ decisions: 6, 'circulated-criticism': 6, removal: 0 },
      },
    ]);
    expect(suppressed).toBe(0);
  });

  it('say what was done in time on a day, and as known before', async () => {
    const delivery = async (query: string) => {
      const { rows } = await asked(analyst, `timeliness?${query}`);
      return rows.find(({ kind }) => kind === 'delivery-subject');
    };
    expect(await delivery('on=2015-10-15')).toMatchObject({ duties: 6, open: 6, overdue: 0 });
    expect(await delivery('on=2015-10-16')).toMatchObject({ open: 0, overdue: 6, inTimeRate: 0 });
    expect(await delivery('on=2015-10-16&knownAt=1')).toBeUndefined();
  });

  it.each(['timeliness?on=2015-10-16', 'timeliness?on=2015-10-16&groupBy=organ'])(
    'do not call in time what has no date to be late by: %s',
    async (query) => {
      const { rows } = await asked(analyst, query);
      const rates = new Map(rows.map(({ kind, done, inTimeRate }) => [kind, [done, inTimeRate]]));
      expect(rates.get('decision')).toEqual([6, null]);
      expect(rates.get('delivery-subject')).toEqual([0, 0]);
    },
  );

  it('come as CSV where that is asked for, with what is known from no row in the head', async () => {
    const accept = { headers: { accept: 'text/csv' } };
    const answer = await analyst.ask('/analytics/methods?groupBy=organ', accept);
    const [head, row, rest] = answer.text.split('\r\n');
    expect(head).toMatch(/^organ,clause,severity,decisions,admonishing-talk,/);
    expect(row).toBe('commission,M2-5-1,minor,6,0,0,0,6,0,0,0,0,0,0');
    expect(rest).toBe('');
    expect(answer.headers.get('content-type')).toMatch(/^text\/csv; charset=utf-8/);
    expect(answer.headers.get('suppressed')).toBe('0');
    expect(answer.headers.get('known-at')).toMatch(/^[0-9]+$/);
    expect(answer.headers.get('vary')).toContain('Accept');
  });

  it('say in the head of a CSV which day they are of, and nothing in place of a rate there is not', async () => {
    const accept = { headers: { accept: 'text/csv' } };
    const answer = await analyst.ask('/analytics/timeliness?on=2015-10-16', accept);
    expect(answer.headers.get('on')).toBe('2015-10-16');
    expect(answer.text).toContain('\r\ndecision,6,6,0,0,0,\r\n');
    const ofNoDay = await analyst.ask('/analytics/funnel', accept);
    expect(ofNoDay.headers.get('on')).toBeNull();
  });

  it('are refused where a dataset cannot be asked so, and say how it can', async () => {
    const troubles = async (query: string) => {
      const answer = await analyst.ask(`/analytics/${query}`);
      expect(refusal(answer)).toBe('400 invalid-request');
      return problemIn(answer).errors?.map(({ path, message }) => `${path}: ${message}`);
    };
    expect(await troubles('methods?groupBy=source')).toEqual([
      'groupBy: 该统计可用的分组：organ, year, track',
    ]);
    expect(await troubles('methods?groupBy=person')).toEqual([
      expect.stringMatching(/^groupBy: .*organ.*month/),
    ]);
    expect(await troubles('funnel?on=2015-01-01')).toEqual([expect.stringMatching(/^on: /)]);
    expect(await troubles('funnel?from=2015-02-01&to=2015-01-31')).toEqual(['to: 早于起始日期']);
    expect(await troubles('persons')).toEqual([expect.stringMatching(/^dataset: .*funnel/)]);
  });

  it('are read by analysts, supervisors and auditors, each of the cases in its sight', async () => {
    for (const role of ['intake', 'investigator', 'decider', 'admin', 'custodian'] as const) {
      const caller = await service.caller('inspectors', [role]);
      expect(refusal(await caller.ask('/analytics/funnel'))).toBe('403 forbidden');
    }
    for (const role of ['supervisor', 'auditor', 'analyst'] as const) {
      const received = async (organ: string) =>
        (await asked(await service.caller(organ, [role]), 'funnel')).rows[0]?.['received'];
      expect(await received('inspectors')).toBe(7);
      expect(await received('commission')).toBe(7);
      expect(await received('neighbour')).toBeNull();
      expect(await received('bureau')).toBe(0);
    }
  });
});
