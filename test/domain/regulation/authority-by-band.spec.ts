// Who may decide each band, as it is shown before a decision, and that decisions are judged by it.
import fc from 'fast-check';
import { authorityBreaches, authorityByBand } from '../../../src/domain/regulation/authority.js';
import { methodCodes, methodNumber } from '../../../src/domain/regulation/methods.js';
import { organKindCodes } from '../../../src/domain/regulation/organ-kinds.js';
import type { OrganPlace } from '../../../src/domain/regulation/organ-tree.js';
import { trackCodes } from '../../../src/domain/regulation/tracks.js';
import { clerk, held, inspector, leader, stationed } from './organs-that-decide.js';

describe('who may decide each band', () => {
  it('is shown for a leading cadre', () => {
    const { minor, serious, severe } = authorityByBand(leader);
    expect(minor).toStrictEqual({
      kinds: [
        'discipline-commission',
        'supervision-organ',
        'organization-department',
        'personnel-department',
      ],
      organs: [],
      collective: false,
      leadershipMeeting: false,
      approvalBy: null,
      clause: 'M1-20-3',
      readings: ['I-18', 'I-42', 'I-48'],
    });
    expect(serious).toStrictEqual({
      ...minor,
      kinds: ['party-committee', 'government'],
      collective: true,
      readings: ['I-4', 'I-18', 'I-42', 'I-48'],
    });
    expect(severe).toStrictEqual(serious);
  });

  it('is shown for the other tracks', () => {
    expect(authorityByBand({ ...clerk, unit: 'office' }).serious).toStrictEqual({
      kinds: ['department'],
      organs: ['bureau'],
      collective: false,
      leadershipMeeting: true,
      approvalBy: null,
      clause: 'M1-21',
      readings: ['I-18', 'I-29', 'I-42', 'I-48'],
    });
    expect(authorityByBand(inspector).severe).toStrictEqual({
      kinds: ['discipline-commission', 'supervision-organ'],
      organs: ['commission'],
      collective: false,
      leadershipMeeting: false,
      approvalBy: 'committee',
      clause: 'M1-22',
      readings: ['I-18', 'I-42', 'I-48'],
    });
    expect(authorityByBand(inspector).minor.approvalBy).toBeNull();
    expect(authorityByBand(stationed).minor).toStrictEqual({
      kinds: [],
      organs: ['ministry'],
      collective: false,
      leadershipMeeting: false,
      approvalBy: null,
      clause: 'M1-2',
      readings: ['I-42', 'I-48'],
    });
  });

  it('is plain JSON', () => {
    for (const track of trackCodes) {
      const shown = authorityByBand({ ...leader, track });
      expect(JSON.parse(JSON.stringify(shown))).toStrictEqual(shown);
    }
  });

  it('is what a decision is judged by, whatever the organs and whoever manages the person', () => {
    const ids = ['a', 'b', 'c', 'd', 'e'];
    const place = fc.record(
      { kind: fc.constantFrom(...organKindCodes), superiorId: fc.constantFrom(...ids) },
      { requiredKeys: ['kind'] },
    );
    const tree = fc
      .tuple(place, place, place, place, place)
      .map(
        (places) =>
          new Map<string, OrganPlace>(
            ids.map((organId, index) => [organId, { organId, ...places[index]! }]),
          ),
      );
    const perhaps = fc.option(fc.constantFrom(...ids), { nil: undefined });
    const some = fc.constantFrom(...ids);
    fc.assert(
      fc.property(
        tree,
        fc.constantFrom(...trackCodes),
        perhaps,
        perhaps,
        some,
        fc.constantFrom(...methodCodes),
        (known, track, managedBy, unit, organId, method) => {
          const basis = { track, managedBy, unit, organs: known };
          const heavy = methodNumber(method) >= 5;
          const authority = authorityByBand(basis)[heavy ? 'serious' : 'minor'];
          const kind = known.get(organId)!.kind;
          // All organs of the managing one's level, step by step downward; a government and the
          // Party committee it stands below are of one level, others below are of other levels (I-42).
          const below = new Set(managedBy === undefined ? ids : [managedBy]);
          const managing = managedBy === undefined ? undefined : known.get(managedBy);
          const above = known.get(managing?.superiorId ?? '');
          if (managing?.kind === 'government' && above?.kind === 'party-committee')
            below.add(above.organId);
          const tops = new Set(below);
          const ofLevel = ({ kind, superiorId = '' }: OrganPlace) =>
            kind === 'government'
              ? tops.has(superiorId) && known.get(superiorId)!.kind === 'party-committee'
              : kind !== 'party-committee' && below.has(superiorId);
          for (let step = 1; step < ids.length; step += 1)
            for (const one of known.values()) if (ofLevel(one)) below.add(one.organId);
          const may =
            authority.organs.includes(organId) ||
            (authority.kinds.includes(kind) && below.has(organId)) ||
            (track === 'proposal-only' && managedBy === undefined);
          const taken = { ...held, organId, methods: [method] };
          const { breaches } = authorityBreaches(basis, taken);
          expect(breaches.includes('organ-without-authority')).toBe(!may);
          const acquitted = { ...taken, accountable: false, methods: [] };
          if (may)
            expect(authorityBreaches(basis, acquitted)).toStrictEqual({
              breaches: [],
              notices: [],
            });
          const asked =
            track === 'discipline-organ-staff' &&
            heavy &&
            (managing?.kind === 'party-committee' || managing?.kind === 'government');
          expect(breaches.includes('approval-missing')).toBe(asked);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
