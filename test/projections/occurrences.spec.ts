// Where an id occurs that no register has, and in which cases the events of a finding stand: asked
// of what is recorded, as far as a viewer's cases go.
import { casesOfFacts } from '../../src/projections/cases-of-facts.js';
import { listFindings } from '../../src/projections/findings.js';
import { organOccurs, personOccurs } from '../../src/projections/occurrences.js';
import type { Scope } from '../../src/projections/registers.js';
import { History, Workplace } from './history.js';

const workplace = new Workplace();
afterEach(() => workplace.clear());

const ours: Scope = { organ: 'commission', wide: true };
const others: Scope = { organ: 'elsewhere', wide: true };

/** Somebody lent an investigator, who was recused for misconduct; somebody pleaded twice. */
function history(): History {
  const pleader = { personId: 'pleader-1', name: '戊某' };
  return new History()
    .registered('bureau', {
      type: 'OrganRegistered',
      data: {
        ...{ id: 'bureau', name: '虚构局', kind: 'department' },
        supervisedBy: ['superior'],
        head: { personId: 'head-1', name: '申某', since: '2015-01-01' },
      },
    })
    .on('C-1', 'register')
    .on('C-1', 'accept')
    .on('C-1', 'initiate', {
      investigators: [{ personId: 'lent-1', name: '巳某', organId: 'lender' }],
    })
    .on('C-1', 'recuse-investigator', { personId: 'lent-1', misconduct: true })
    .on('C-1', 'record-intervention', { on: '2015-09-09', pleader })
    .on('C-2', 'register')
    .on('C-2', 'record-intervention', { on: '2015-09-10', pleader });
}

async function store() {
  return workplace.rebuilt(await workplace.ledgerOf(history()));
}

describe('an organ that is not registered', () => {
  it.each([
    ['is named as a superior', 'superior', true, true],
    ['holds a case', 'commission', true, false],
    ['answers for a finding', 'lender', true, false],
    ['is named nowhere', 'nowhere', false, false],
  ])('%s: who sees the case, who does not', async (_, organ, seen, unseen) => {
    const read = await store();
    expect(await organOccurs(read, 'everything', organ)).toBe(seen);
    expect(await organOccurs(read, ours, organ)).toBe(seen);
    expect(await organOccurs(read, others, organ)).toBe(unseen);
  });
});

describe('a person who is not registered', () => {
  it.each([
    ['heads an organ', 'head-1', true, true],
    ['pleaded, which is shown across cases', 'pleader-1', true, true],
    ['is a subject', 'jia', true, false],
    ['investigated', 'lent-1', true, false],
    ['is named nowhere', 'nobody', false, false],
  ])('%s: who sees the case, who does not', async (_, person, seen, unseen) => {
    const read = await store();
    expect(await personOccurs(read, 'everything', person)).toBe(seen);
    expect(await personOccurs(read, ours, person)).toBe(seen);
    expect(await personOccurs(read, others, person)).toBe(unseen);
  });
});

describe('the events of a finding', () => {
  it.each([
    ['S-14', ['C-2', 'C-1']],
    ['S-15', ['C-1']],
    ['S-05', ['C-2']],
  ] as const)('are looked for in its own case first: %s', async (code, cases) => {
    const read = await store();
    const { items } = await listFindings(read, 'everything', { code }, { limit: 1 }, '2017-12-31');
    const [found] = items;
    if (found === undefined) throw new Error(`no ${code}`);
    expect(await casesOfFacts(read, found)).toStrictEqual(cases);
  });
});
