import {
  authorityBreaches,
  authorityByBand,
  type Approval,
  type AuthorityBasis,
  type DecisionTaken,
} from '../../../src/domain/regulation/authority.js';
import {
  methodCodes,
  methodNumber,
  type MethodCode,
} from '../../../src/domain/regulation/methods.js';
import type { OrganPlace } from '../../../src/domain/regulation/organ-tree.js';
import {
  clerk,
  held,
  inspector,
  leader,
  organNames,
  organs,
  stationed,
  type OrganName,
} from './organs-that-decide.js';

function judged(basis: AuthorityBasis, decision: Partial<DecisionTaken>) {
  return authorityBreaches(basis, { ...held, ...decision });
}

/** The organs of the city that may decide on somebody, by a method. */
function deciders(basis: AuthorityBasis, ...methods: MethodCode[]): OrganName[] {
  return organNames.filter(
    (organId) => !judged(basis, { organId, methods }).breaches.includes('organ-without-authority'),
  );
}

describe('deciding on a leading cadre', () => {
  it.each(methodCodes.map((method) => [methodNumber(method), method] as const))(
    'by method %i, %s, is for those whom Article 20 names, of the manager’s level [M1-19] [M1-20]',
    (number, method) => {
      expect(deciders(leader, method)).toStrictEqual(
        number <= 4
          ? ['commission', 'supervision', 'organization', 'personnel']
          : ['committee', 'government'],
      );
      expect(judged(leader, { organId: 'committee', methods: [method], meeting: false })).toEqual({
        breaches: [number <= 4 ? 'organ-without-authority' : 'no-collective-meeting'],
        notices: [],
      });
    },
  );

  it('by a transfer, which Article 20 leaves out, is collective like the methods around it [M1-20] [I-4]', () => {
    const transfer = { organId: 'committee', methods: ['transfer'] } as const;
    expect(judged(leader, { ...transfer, meeting: false }).breaches).toStrictEqual([
      'no-collective-meeting',
    ]);
    expect(judged(leader, { ...transfer, meeting: true }).breaches).toStrictEqual([]);
    expect(authorityByBand(leader).serious.readings).toContain('I-4');
  });

  it('by several methods is for whoever may decide the heaviest of them [M1-14] [I-18]', () => {
    const combined = ['suspension', 'circulated-criticism'] as const;
    expect(deciders(leader, ...combined)).toStrictEqual(deciders(leader, 'suspension'));
    expect(judged(leader, { methods: combined, meeting: false }).breaches).toStrictEqual([
      'organ-without-authority',
      'no-collective-meeting',
    ]);
  });

  it('by a light method needs no meeting', () => {
    expect(judged(leader, { meeting: false })).toStrictEqual({ breaches: [], notices: [] });
  });

  it('of the city is not for its counties, which stand below it but manage others [M1-19] [I-42]', () => {
    for (const organId of ['county', 'countyCommission', 'countyGovernment'])
      for (const methods of [['admonishing-talk'], ['removal']] as const)
        expect(judged(leader, { organId, methods }).breaches).toStrictEqual([
          'organ-without-authority',
        ]);
  });

  it('of a county is not for the city, which can only order the county to [M1-19]', () => {
    const ofCounty = { ...leader, managedBy: 'county' };
    expect(deciders(ofCounty, 'admonishing-talk')).toStrictEqual(['countyCommission']);
    expect(deciders(ofCounty, 'removal')).toStrictEqual(['county', 'countyGovernment']);
  });

  it('is also for the commission beside the government that manages the person: the committee above both is of the same level [M1-19] [I-42]', () => {
    const ofGovernment = { ...leader, managedBy: 'government' };
    expect(deciders(ofGovernment, 'admonishing-talk')).toStrictEqual(
      deciders(leader, 'admonishing-talk'),
    );
    expect(deciders(ofGovernment, 'removal')).toStrictEqual(deciders(leader, 'removal'));
  });

  it('is for the government and what stands below it, where it was registered below no committee', () => {
    const alone = new Map<string, OrganPlace>([
      ...organs,
      ['government', { organId: 'government', kind: 'government' }],
    ]);
    const ofGovernment = { ...leader, managedBy: 'government', organs: alone };
    expect(deciders(ofGovernment, 'admonishing-talk')).toStrictEqual(['supervision', 'personnel']);
    expect(deciders(ofGovernment, 'removal')).toStrictEqual(['government']);
  });

  it.each(['court', 'enterprise', 'hospital'] as const)(
    'who leads the %s follows the same article, by who manages them [M1-20] [I-45]',
    (unit) => {
      const leads = { ...leader, unit };
      expect(deciders(leads, 'removal')).toStrictEqual(deciders(leader, 'removal'));
      expect(authorityByBand(leads).minor).toMatchObject({
        clause: 'M1-20-3',
        readings: ['I-18', 'I-42', 'I-45', 'I-48'],
      });
    },
  );
});

describe('deciding on the staff of a department', () => {
  it.each(methodCodes.map((method) => [methodNumber(method), method] as const))(
    'by method %i, %s, is for the department, and for those below it',
    (number, method) => {
      expect(deciders(clerk, method)).toStrictEqual(['bureau', 'office']);
      expect(judged(clerk, { organId: 'bureau', methods: [method], meeting: false })).toStrictEqual(
        { breaches: [], notices: number <= 4 ? [] : ['no-leadership-meeting'] },
      );
      expect(judged(clerk, { organId: 'bureau', methods: [method] }).notices).toStrictEqual([]);
    },
  );

  it('is for the employing organ where that is no department [M1-21] [I-45]', () => {
    const bailiff = { ...clerk, managedBy: 'committee', unit: 'court' };
    expect(deciders(bailiff, 'suspension')).toStrictEqual([
      'committee',
      'bureau',
      'office',
      'court',
    ]);
    expect(authorityByBand(bailiff).serious.readings).toContain('I-45');
    expect(authorityByBand(clerk).serious.readings).not.toContain('I-45');
  });

  it('is for the managing organ of whatever kind', () => {
    const nurse = { ...clerk, managedBy: 'hospital', unit: 'hospital' };
    expect(deciders(nurse, 'admonishing-talk')).toStrictEqual(['hospital']);
  });

  it('is not for a discipline commission', () => {
    expect(judged(clerk, {}).breaches).toStrictEqual(['organ-without-authority']);
  });
});

describe('deciding on the staff of a discipline inspection organ', () => {
  const suspended = { methods: ['suspension'] } as const;
  const approved = (more: Partial<Approval> = {}): Approval => ({
    organId: 'committee',
    outcome: 'approved',
    ...more,
  });

  it('is for a discipline inspection organ, the supervision organ among them', () => {
    expect(deciders(inspector, 'admonishing-talk')).toStrictEqual(['commission', 'supervision']);
    expect(deciders(inspector, 'demotion')).toStrictEqual(deciders(inspector, 'admonishing-talk'));
  });

  it('is for the unit itself, wherever it stands, so long as it inspects discipline', () => {
    const ofCounty = { ...inspector, managedBy: 'county', unit: 'supervision' };
    expect(deciders(ofCounty, 'admonishing-talk')).toStrictEqual([
      'supervision',
      'countyCommission',
    ]);
    expect(deciders({ ...ofCounty, unit: 'bureau' }, 'admonishing-talk')).toStrictEqual([
      'countyCommission',
    ]);
  });

  it.each(methodCodes.map((method) => [methodNumber(method), method] as const))(
    'by method %i, %s, waits for the committee that manages the person from suspension upward',
    (number, method) => {
      expect(judged(inspector, { methods: [method] }).breaches).toStrictEqual(
        number <= 4 ? [] : ['approval-missing'],
      );
      expect(
        judged(inspector, { methods: [method], approvals: [approved()] }).breaches,
      ).toStrictEqual([]);
    },
  );

  it('waits for the government where that manages the person, and for nobody else', () => {
    const ofGovernment = { ...inspector, managedBy: 'government', unit: 'supervision' };
    const asked = { organId: 'supervision', methods: ['removal'] } as const;
    expect(judged(ofGovernment, { ...asked, approvals: [approved()] }).breaches).toStrictEqual([
      'approval-missing',
    ]);
    expect(
      judged(ofGovernment, { ...asked, approvals: [approved({ organId: 'government' })] }).breaches,
    ).toStrictEqual([]);
  });

  it('waits for nobody where the commission manages the person itself', () => {
    expect(judged({ ...inspector, managedBy: 'commission' }, suspended).breaches).toStrictEqual([]);
    expect(authorityByBand({ ...inspector, managedBy: 'commission' }).severe.approvalBy).toBeNull();
  });

  it('goes by the latest answer of the committee', () => {
    const refused = approved({ outcome: 'refused' });
    expect(
      judged(inspector, { ...suspended, approvals: [approved(), refused] }).breaches,
    ).toStrictEqual(['approval-missing']);
    expect(
      judged(inspector, { ...suspended, approvals: [refused, approved()] }).breaches,
    ).toStrictEqual([]);
    expect(
      judged(inspector, {
        ...suspended,
        approvals: [approved(), { organId: 'county', outcome: 'refused' }],
      }).breaches,
    ).toStrictEqual([]);
  });

  it('is not heavier than approved, where the approval names methods [M1-22]', () => {
    const approvals = [approved({ methods: ['suspension', 'circulated-criticism'] })];
    expect(judged(inspector, { ...suspended, approvals }).breaches).toStrictEqual([]);
    expect(judged(inspector, { methods: ['transfer'], approvals }).breaches).toStrictEqual([
      'heavier-than-approved',
    ]);
    expect(
      judged(inspector, { methods: ['admonishing-talk', 'demotion'], approvals }).breaches,
    ).toStrictEqual(['heavier-than-approved']);
    expect(
      judged(inspector, { methods: ['transfer'], approvals: [...approvals, approved()] }).breaches,
    ).toStrictEqual([]);
  });
});

describe('deciding on somebody whom the city does not manage', () => {
  it.each(methodCodes)('by %s is for the appointing organ alone [M1-2]', (method) => {
    expect(deciders(stationed, method)).toStrictEqual(['ministry']);
    expect(
      judged(stationed, { organId: 'ministry', methods: [method], meeting: false }),
    ).toStrictEqual({ breaches: [], notices: [] });
  });
});

describe('deciding not to hold to account', () => {
  const not = { accountable: false, methods: [], meeting: false } as const;
  const deciding = (basis: AuthorityBasis) =>
    organNames.filter((organId) => judged(basis, { ...not, organId }).breaches.length === 0);

  it('is for any organ that could decide some band, without a meeting and without approval', () => {
    expect(deciding(leader)).toStrictEqual([
      'committee',
      'government',
      'commission',
      'supervision',
      'organization',
      'personnel',
    ]);
    expect(deciding(clerk)).toStrictEqual(['bureau', 'office']);
    expect(deciding(inspector)).toStrictEqual(['commission', 'supervision']);
    expect(deciding(stationed)).toStrictEqual(['ministry']);
    expect(judged(clerk, { ...not, organId: 'bureau' }).notices).toStrictEqual([]);
  });
});

describe('deciding on somebody of whom nobody knows who manages them', () => {
  const unknown = { managedBy: undefined, unit: undefined };

  it('is judged by the kind of organ alone', () => {
    expect(deciders({ ...leader, ...unknown }, 'removal')).toStrictEqual([
      'committee',
      'government',
      'county',
      'countyGovernment',
    ]);
    expect(deciders({ ...clerk, ...unknown }, 'removal')).toStrictEqual([
      'bureau',
      'office',
      'circle',
      'circleTop',
    ]);
    expect(deciders({ ...clerk, ...unknown, unit: 'court' }, 'removal')).toContain('court');
    expect(deciders({ ...inspector, ...unknown }, 'removal')).toStrictEqual([
      'commission',
      'supervision',
      'countyCommission',
    ]);
  });

  it('is not judged on the proposal-only track, where no kind is named', () => {
    expect(deciders({ ...stationed, ...unknown }, 'removal')).toStrictEqual(organNames);
  });

  it('asks no committee for its approval', () => {
    expect(judged({ ...inspector, ...unknown }, { methods: ['removal'] }).breaches).toStrictEqual(
      [],
    );
  });
});

describe('the organ tree', () => {
  it('ends a climb where organs were registered in a circle', () => {
    expect(judged({ ...clerk, unit: 'circle' }, { organId: 'circleTop' }).breaches).toStrictEqual([
      'organ-without-authority',
    ]);
    expect(
      judged({ ...clerk, managedBy: 'circleTop', unit: undefined }, { organId: 'circle' }).breaches,
    ).toStrictEqual([]);
  });

  it('gives an organ nobody registered no authority', () => {
    expect(judged(leader, { organId: 'nowhere' }).breaches).toStrictEqual([
      'organ-without-authority',
    ]);
  });
});
