import { organKindCodes, organKinds } from '../../../src/domain/regulation/organ-kinds.js';
import {
  personnelCategories,
  personnelCategoryCodes,
} from '../../../src/domain/regulation/personnel.js';
import { rankCodes, ranks } from '../../../src/domain/regulation/ranks.js';
import { sourceCodes, sources } from '../../../src/domain/regulation/sources.js';
import { trackCodes, tracks } from '../../../src/domain/regulation/tracks.js';

// The codes are a public contract: clients send them and the ledger keeps them for good.
describe('the codes a client may send', () => {
  it('name six sources, by the items of Article 18 [M1-18]', () => {
    expect(sources.map(({ code, clause }) => [code, clause])).toStrictEqual([
      ['complaint', 'M1-18-1'],
      ['leader-instruction', 'M1-18-2'],
      ['organ-suggestion', 'M1-18-3'],
      ['inspection', 'M1-18-4'],
      ['media', 'M1-18-5'],
      ['other', 'M1-18-6'],
    ]);
    expect(sourceCodes).toStrictEqual(sources.map(({ code }) => code));
  });

  it('name four tracks, by their articles [M1-20] [M1-21] [M1-22]', () => {
    expect(tracks.map(({ code, clause }) => [code, clause])).toStrictEqual([
      ['leading-cadre', 'M1-20'],
      ['department-staff', 'M1-21'],
      ['discipline-organ-staff', 'M1-22'],
      ['proposal-only', 'M1-2'],
    ]);
    expect(trackCodes).toStrictEqual(tracks.map(({ code }) => code));
  });

  it('name three personnel categories [M1-2]', () => {
    expect(personnelCategories.map(({ code, applies }) => [code, applies])).toStrictEqual([
      ['party-government', 'directly'],
      ['by-reference', 'by-reference'],
      ['vertically-managed', 'proposal-only'],
    ]);
    expect(personnelCategoryCodes).toStrictEqual(personnelCategories.map(({ code }) => code));
  });

  it('name eight ranks, from the lowest to the highest', () => {
    expect(rankCodes).toStrictEqual([
      'none',
      'section-member',
      'deputy-section',
      'section',
      'deputy-county',
      'county',
      'deputy-bureau',
      'bureau',
    ]);
    expect(ranks.map(({ order }) => order)).toStrictEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('name thirteen kinds of organs', () => {
    expect(organKindCodes).toStrictEqual([
      'party-committee',
      'government',
      'discipline-commission',
      'supervision-organ',
      'organization-department',
      'personnel-department',
      'department',
      'court',
      'procuratorate',
      'public-institution',
      'state-owned-enterprise',
      'village-or-community',
      'other',
    ]);
    expect(organKinds.map(({ code }) => code)).toStrictEqual(organKindCodes);
  });
});
