// Registration, acceptance, declination, transfer, evidence, closing and reopening.
import { impossible, Unknown } from '../refusal.js';
import type { CommandBody } from './acts.js';
import { alreadySo, happened, saysSo, type Answer } from './answer.js';
import { dutiesOf } from './duties.js';
import type { Facts } from './facts.js';
import { isTarget } from './impartiality.js';
import { knownCase, registeredOrgan, subjectOf } from './named-things.js';
import type { CaseState } from './state.js';

export function decideRegistration(
  body: CommandBody<'register'>,
  state: CaseState | undefined,
  facts: Facts,
): Answer {
  if (state) throw impossible('id', { zh: '该案件编号已被使用', en: 'this case id is in use' });
  registeredOrgan(facts, body.receivedBy, 'receivedBy');
  const seen = new Set<string>();
  const personsSeen = new Set<string>();
  body.subjects.forEach(({ subjectId, personId, organId }, index) => {
    const at = `subjects.${String(index)}`;
    if (seen.has(subjectId))
      throw impossible(`${at}.subjectId`, {
        zh: '问责对象编号重复',
        en: 'two subjects have the same subjectId',
      });
    seen.add(subjectId);
    if (personId !== undefined) {
      if (!facts.persons.has(personId)) throw new Unknown('person', `${at}.personId`);
      if (personsSeen.has(personId))
        throw impossible(`${at}.personId`, {
          zh: '同一人员不能重复列为问责对象',
          en: 'the same person cannot be two subjects of one case',
        });
      personsSeen.add(personId);
    }
    if (organId !== undefined) registeredOrgan(facts, organId, `${at}.organId`);
  });
  return happened({ type: 'CaseRegistered', data: body });
}

export function decideAcceptance(
  body: CommandBody<'accept'>,
  state: CaseState,
  facts: Facts,
): Answer {
  registeredOrgan(facts, body.organId, 'organId');
  body.tracks?.forEach(({ subjectId }, index) =>
    subjectOf(state, subjectId, `tracks.${String(index)}.subjectId`),
  );
  const standing = state.acceptance;
  if (standing === undefined)
    return happened(
      { type: 'CaseAccepted', data: body },
      {
        'before-receipt': body.on < state.registration.receivedOn,
        'complaint-to-its-target': isTarget(state, body.organId, body.on, facts),
      },
    );
  if (saysSo(standing, body)) return alreadySo;
  throw impossible('organId', {
    zh: '案件已被受理；改由其他机关办理应先移送',
    en: 'the case is accepted already; a transfer hands it to another organ',
  });
}

export function decideDeclination(
  body: CommandBody<'decline'>,
  state: CaseState,
  facts: Facts,
): Answer {
  if (state.closing)
    throw impossible('', {
      zh: '案件已办结，不能再作不予受理处理',
      en: 'the case is closed and can no longer be declined',
    });
  if (saysSo(state.declination, body)) return alreadySo;
  registeredOrgan(facts, body.organId, 'organId');
  if (state.declination)
    throw impossible('', {
      zh: '案件已作出不予受理处理，与已登记的内容不一致',
      en: 'the case is declined already, in other words',
    });
  if (state.acceptance)
    throw impossible('', {
      zh: '案件已受理，不能再作不予受理处理',
      en: 'the case was accepted and can no longer be declined',
    });
  if (body.duplicateOf === state.caseId)
    throw impossible('duplicateOf', {
      zh: '案件不能与自身重复',
      en: 'a case is no duplicate of itself',
    });
  knownCase(facts, body.duplicateOf, 'duplicateOf');
  return happened(
    { type: 'CaseDeclined', data: body },
    { 'before-receipt': body.on < state.registration.receivedOn },
  );
}

export function decideTransfer(
  body: CommandBody<'transfer'>,
  state: CaseState,
  facts: Facts,
): Answer {
  registeredOrgan(facts, body.fromOrganId, 'fromOrganId');
  registeredOrgan(facts, body.toOrganId, 'toOrganId');
  if (body.fromOrganId === body.toOrganId)
    throw impossible('toOrganId', {
      zh: '移出与接收机关相同',
      en: 'a case is not transferred to the organ that has it',
    });
  body.subjectIds?.forEach((subjectId, index) =>
    subjectOf(state, subjectId, `subjectIds.${String(index)}`),
  );
  return happened(
    { type: 'CaseTransferred', data: body },
    {
      'before-receipt': body.on < state.registration.receivedOn,
      'complaint-to-its-target': isTarget(state, body.toOrganId, body.on, facts),
    },
  );
}

export function decideEvidence(body: CommandBody<'evidence'>): Answer {
  return happened({ type: 'EvidenceAdded', data: body });
}

export function decideClosing(body: CommandBody<'close'>, state: CaseState): Answer {
  if (saysSo(state.closing, body)) return alreadySo;
  if (state.closing)
    throw impossible('', {
      zh: '案件已办结，与已登记的内容不一致',
      en: 'the case is closed already, in other words',
    });
  return happened(
    { type: 'CaseClosed', data: body },
    { 'closed-with-open-duties': dutiesOf(state).some(({ met }) => met === undefined) },
  );
}

export function decideReopening(body: CommandBody<'reopen'>, state: CaseState): Answer {
  if (!state.closing && !state.declination)
    throw impossible('', {
      zh: '案件未办结，也未作不予受理处理，无需重新启动',
      en: 'the case is neither closed nor declined: there is nothing to reopen',
    });
  return happened({ type: 'CaseReopened', data: body });
}
