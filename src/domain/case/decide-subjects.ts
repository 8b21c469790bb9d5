// Whom the case is about, where that changes (REGULATION.md, "Who it covers"; M1 Art. 2, 14).
import { impossible, Unknown } from '../refusal.js';
import type { LegalDate } from '../legal-date.js';
import { sameContent } from '../same-content.js';
import type { CommandBody } from './acts.js';
import { alreadySo, happened, saysSo, type Answer } from './answer.js';
import type { Facts } from './facts.js';
import { isTarget } from './impartiality.js';
import { knownCase, registeredOrgan, subjectOf } from './named-things.js';
import { holderOf, type CaseState } from './state.js';

export function decideAddition(
  body: CommandBody<'add-subject'>,
  state: CaseState,
  facts: Facts,
): Answer {
  const { subjectId, personId, organId, memberOf } = body.subject;
  const known = state.subjects.find((subject) => subject.subjectId === subjectId);
  if (known !== undefined) {
    const { added: _, addedOn: __, ended: ___, identified: ____, ...said } = known;
    if (sameContent(said, body.subject)) return alreadySo;
    throw impossible('subject.subjectId', {
      zh: '该问责对象编号已被使用',
      en: 'the case has another subject with this subjectId',
    });
  }
  if (personId !== undefined) refuseUnlessNew(personId, 'subject.personId', state, facts);
  if (organId !== undefined) registeredOrgan(facts, organId, 'subject.organId');
  if (memberOf !== undefined && subjectOf(state, memberOf, 'subject.memberOf').kind !== 'team')
    throw impossible('subject.memberOf', {
      zh: '所属对象不是领导班子',
      en: 'the subject it names is no leadership team',
    });
  return happened(
    { type: 'SubjectAdded', data: body },
    { 'before-receipt': body.on < state.registration.receivedOn },
    { 'held-by-its-target': isHeldBy(body.subject, body.on, state, facts) },
  );
}

export function decideIdentification(
  body: CommandBody<'identify-subject'>,
  state: CaseState,
  facts: Facts,
): Answer {
  const subject = subjectOf(state, body.subjectId, 'subjectId');
  if (subject.personId === body.personId) return alreadySo;
  if (subject.kind === 'team')
    throw impossible('subjectId', {
      zh: '领导班子不能确定为某一人员',
      en: 'a leadership team is no person',
    });
  if (subject.personId !== undefined)
    throw impossible('personId', {
      zh: '该对象已确定为其他人员；对象登记有误的，应终结对其的办理（原因：登记错误），再追加正确的对象',
      en: 'the subject is identified as another person already: end it as mistaken, then add the right one',
    });
  refuseUnlessNew(body.personId, 'personId', state, facts);
  const identified = { ...subject, personId: body.personId };
  return happened(
    { type: 'SubjectIdentified', data: body },
    {},
    { 'held-by-its-target': isHeldBy(identified, body.on, state, facts) },
  );
}

/** Retirement does not end a case; death does (I-42). */
export function decideEnding(
  body: CommandBody<'end-for-subject'>,
  state: CaseState,
  facts: Facts,
): Answer {
  const { ended } = subjectOf(state, body.subjectId, 'subjectId');
  if (ended !== undefined) {
    const { organId: _, round: __, ...said } = ended;
    if (saysSo(said, body)) return alreadySo;
    throw impossible('subjectId', {
      zh: '本案对该对象已经终结，与已登记的内容不一致',
      en: 'the case is over for this subject already, in other words',
    });
  }
  if (body.caseId === state.caseId)
    throw impossible('caseId', {
      zh: '不能并入本案',
      en: 'a case is not merged into itself',
    });
  knownCase(facts, body.caseId, 'caseId');
  return happened({ type: 'SubjectEnded', data: body });
}

/** Whether a complaint lies with the very organ that a subject heads, or with that of the team complained of. */
function isHeldBy(
  subject: CaseState['subjects'][number],
  on: LegalDate,
  state: CaseState,
  facts: Facts,
): boolean {
  const { registration } = state;
  return isTarget({ registration, subjects: [subject] }, holderOf(state), on, facts);
}

/** @throws Unknown when nobody registered the person, Impossible when another subject is this person */
function refuseUnlessNew(
  personId: string,
  path: string,
  state: CaseState,
  { persons }: Facts,
): void {
  if (!persons.has(personId)) throw new Unknown('person', path);
  if (state.subjects.some((subject) => subject.personId === personId))
    throw impossible(path, {
      zh: '同一人员不能重复列为问责对象',
      en: 'the same person cannot be two subjects of one case',
    });
}
