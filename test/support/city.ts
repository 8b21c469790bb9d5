// The fictional city of office.ts, registered over HTTP, and the people who work in it.
import { storedEvidence } from '../../src/api/answers.js';
import type { CaseAct } from '../../src/domain/case/acts.js';
import type { Caller, Recorded } from './caller.js';
import { acts, organs, persons, upTo } from './office.js';
import type { RunningService } from './running-service.js';

/** Every name that stands in a request of these tests: none may stand in a log. */
export const fictionalNames = [
  ...Object.values(organs).map(({ name }) => name),
  ...Object.values(persons).map(({ name }) => name),
  ...['丙某', '丁某', '戊某', '己某', '庚某', '癸某', '子某', '虚构邻市纪委', '虚构巡察组'],
];

/** Beside the organs of office.ts: one that has nothing to do with them, one that supervises them. */
const others = [
  { id: 'neighbour', name: '虚构邻市纪委', kind: 'discipline-commission' },
  { id: 'inspectors', name: '虚构巡察组', kind: 'discipline-commission' },
];

/** Those who work on cases: all roles of it in one, as in a small office. */
export const working = ['intake', 'investigator', 'decider', 'registrar', 'appeals'] as const;

export interface City {
  readonly admin: Caller;
  /** Works on the commission's cases. */
  readonly clerk: Caller;
  /** Works in an organ that has no part in them. */
  readonly stranger: Caller;
  readonly auditor: Caller;
}

/** Registers organs and persons, and hands out tokens. */
export async function registerCity(service: RunningService): Promise<City> {
  const admin = await service.caller('commission', ['admin']);
  for (const { organId, heads: _, ...fields } of Object.values(organs))
    await register(admin, '/organs', {
      id: organId,
      ...fields,
      ...(organId === 'committee' ? { supervisedBy: ['inspectors'] } : {}),
    });
  for (const organ of others) await register(admin, '/organs', organ);
  for (const { personId, changes: _, ...fields } of Object.values(persons))
    await register(admin, '/persons', { id: personId, ...fields });
  return {
    admin,
    clerk: await service.caller('commission', [...working], 'u-clerk'),
    stranger: await service.caller('neighbour', [...working], 'u-stranger'),
    auditor: await service.caller('inspectors', ['auditor'], 'u-auditor'),
  };
}

async function register(admin: Caller, path: string, body: object): Promise<void> {
  const answer = await admin.post(path, body);
  if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${answer.text}`);
}

/** A registration as a caller sends it: without the id, which stands in the case's place. */
export const registration: object = without(acts.register, 'caseId');

function without<T extends object, K extends keyof T>(whole: T, key: K): Omit<T, K> {
  const { [key]: _, ...rest } = whole;
  return rest;
}

/**
 * The regular road on one case, up to an act; the material its report cites is uploaded first.
 * @param changed what this case has of its own, act by act
 */
export async function walk(
  clerk: Caller,
  caseId: string,
  until: CaseAct,
  changed: { readonly [A in CaseAct]?: object } = {},
): Promise<Recorded> {
  const material = await uploaded(clerk, `审批台账 ${caseId}`);
  for (const { act, body } of upTo('reopen')) {
    const done = await clerk.did(caseId, act, {
      ...bodyOf(act, body, material),
      ...changed[act],
    });
    if (act === until) return done;
  }
  throw new Error(`${until} is not on the road`);
}

/** Uploads bytes and answers what the act that names them has to say of them. */
export async function uploaded(
  clerk: Caller,
  bytes: string,
): Promise<{ digest: string; size: number; mediaType: string }> {
  const answer = await clerk.upload(bytes, 'text/plain');
  if (answer.status !== 201) throw new Error(`upload: ${answer.status} ${answer.text}`);
  return storedEvidence.parse(JSON.parse(answer.text));
}

function bodyOf(
  act: CaseAct,
  regular: object,
  material: object & { readonly digest: string },
): object {
  if (act === 'register') return registration;
  if (act === 'evidence') return { ...regular, ...material };
  return act === 'file-report' ? { ...regular, materials: [material.digest] } : regular;
}
