// A frame of organs that exists nowhere, for the bodies of the foreign register to act in: each
// chamber manages its members, its committees are its discipline inspection organ (M1-20). Ids come
// from the kind of body, not from its name: some bodies are named after a person.
import type { Clerk } from '../client.js';
import type { Words } from '../city.js';

export type Chamber = 'house' | 'senate';

/** What kind of body a row names; `none` where it names none. */
export type BodyKind =
  | 'chamber'
  | 'committee'
  | 'ethics-office'
  | 'sergeant'
  | 'prosecutor'
  | 'court'
  | 'agency'
  | 'press'
  | 'none';

// The first that fits: an ethics office and a subcommittee are named after what stands above them.
const bodies: readonly (readonly [RegExp, BodyKind])[] = [
  [/^$/, 'none'],
  [/office of congressional/i, 'ethics-office'],
  [/s[ae]rg[ea]+nt at arms/i, 'sergeant'],
  [/commit+ee|subcommit+ee/i, 'committee'],
  [/\bcourt\b/i, 'court'],
  [/justice|bureau of investigation|attorney|police|airports?\b/i, 'prosecutor'],
  [/^(?:the )?(?:house(?: of representatives)?|senate)$/i, 'chamber'],
  [/commission|\bbar\b|agency/i, 'agency'],
];

export function bodyKind(body: string): BodyKind {
  return bodies.find(([named]) => named.test(body.trim()))?.[1] ?? 'press';
}

/** Whose member a case is about, by the bodies and titles it names; the House where none says. */
export function chamberOf(
  rows: readonly { readonly body: string; readonly text: string }[],
): Chamber {
  const senate = rows.some(
    ({ body, text }) =>
      /senate|privileges and elections/i.test(body) || /\bsenator\b|\bsen\./i.test(text),
  );
  const house = rows.some(({ body }) => /house|office of congressional/i.test(body));
  return senate && !house ? 'senate' : 'house';
}

/** The organ of the frame that stands for a body, in a case of a chamber. */
export function organOf(kind: BodyKind, chamber: Chamber): string {
  switch (kind) {
    case 'chamber':
      return `R-${chamber}`;
    case 'committee':
      return `R-${chamber}-committee`;
    case 'ethics-office':
      return 'R-ethics-office';
    case 'sergeant':
      return 'R-sergeant';
    case 'prosecutor':
      return 'R-prosecutor';
    case 'court':
      return 'R-court';
    case 'agency':
      return 'R-agency';
    // Nobody's act: it came to the committee's notice.
    case 'press':
    case 'none':
      return `R-${chamber}-committee`;
  }
}

interface FrameOrgan {
  readonly id: string;
  readonly name: Words;
  readonly kind: string;
  readonly superiorId?: string;
  /** An office, for findings to name who answers; nobody's name. */
  readonly head?: Words;
}

const top = 'R-register';

const chair: Words = { zh: '主席', en: 'Chair' };
const director: Words = { zh: '主任', en: 'Director' };

/** From the top down, so that each names one that is there. Whoever has a superior is supervised by the register (load.ts). */
export const frame: readonly FrameOrgan[] = [
  { id: top, name: { zh: '外部登记册', en: 'The foreign register' }, kind: 'supervision-organ' },
  {
    id: 'R-house',
    name: { zh: '众议院', en: 'House' },
    kind: 'government',
    superiorId: top,
    head: { zh: '议长', en: 'Presiding officer' },
  },
  {
    id: 'R-senate',
    name: { zh: '参议院', en: 'Senate' },
    kind: 'government',
    superiorId: top,
    head: { zh: '议长', en: 'Presiding officer' },
  },
  {
    id: 'R-house-committee',
    name: { zh: '众议院各委员会', en: 'Committees of the House' },
    kind: 'discipline-commission',
    superiorId: 'R-house',
    head: chair,
  },
  {
    id: 'R-senate-committee',
    name: { zh: '参议院各委员会', en: 'Committees of the Senate' },
    kind: 'discipline-commission',
    superiorId: 'R-senate',
    head: chair,
  },
  {
    id: 'R-ethics-office',
    name: { zh: '众议院道德操守办公室', en: 'Ethics office of the House' },
    kind: 'supervision-organ',
    superiorId: 'R-house',
    head: director,
  },
  {
    id: 'R-sergeant',
    name: { zh: '众议院警卫官', en: 'Sergeant at Arms of the House' },
    kind: 'department',
    superiorId: 'R-house',
  },
  {
    id: 'R-prosecutor',
    name: { zh: '检察和侦查机关', en: 'Prosecutors and police' },
    kind: 'procuratorate',
    superiorId: top,
  },
  { id: 'R-court', name: { zh: '法院', en: 'Courts' }, kind: 'court', superiorId: top },
  {
    id: 'R-agency',
    name: { zh: '其他机构', en: 'Other agencies' },
    kind: 'other',
    superiorId: top,
  },
];

/** The one who loads: what each body did is recorded with that body's organ in `organId`. */
export const loader: Clerk = {
  sub: 'register-loader',
  name: '外部登记册导入',
  organ: top,
  roles: ['admin', 'intake', 'investigator', 'decider', 'registrar', 'auditor'],
};
