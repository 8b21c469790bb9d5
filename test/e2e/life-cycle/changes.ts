// How the regular body of each act is changed: a field, or several that say little alone.
import fc from 'fast-check';
import type { CaseAct } from '../../../src/domain/case/acts.js';
import { methodCodes } from '../../../src/domain/regulation/methods.js';
import { trackCodes } from '../../../src/domain/regulation/tracks.js';
import { finding } from '../../support/office.js';
import { caseActNames, leftOut, type Body } from './moves.js';
import { jia, meeting, regular } from './roads.js';
import {
  actorIds,
  adjustments,
  anyFinding,
  anyRecommendation,
  conducts,
  correction,
  day,
  digest,
  eventOf,
  eventTypes,
  findingChanges,
  investigators,
  methods,
  modification,
  named,
  organId,
  people,
  personId,
  scopes,
  subject,
  subjectId,
  subjectIds,
} from './values.js';

/** Fields that several acts share. */
const shared: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  on: day,
  organId,
  toOrganId: organId,
  subjectId,
  subjectIds: fc.subarray(subjectIds, { minLength: 0 }),
  decisionId: fc.constantFrom('D-1', 'D-2', 'D-9'),
  letterId: fc.constantFrom('L-1', 'L-2', leftOut),
  appealId: fc.constantFrom('A-1', 'A-2', 'A-9'),
  methods,
};

/** By field, what else it can say than the regular; several fields together where one says little alone. */
const special: { readonly [A in CaseAct]?: readonly fc.Arbitrary<Body>[] } = {
  register: [
    fc.record({ subjects: fc.array(subject, { minLength: 0, maxLength: 3 }) }),
    fc.record({
      subjects: subject.map((one) => [
        jia,
        { ...one, subjectId: one['kind'] === 'team' ? 't1' : 's2' },
      ]),
    }),
    fc.record({ source: fc.constantFrom('leader-instruction', 'media', 'rumour') }),
    fc.record({
      reporter: fc.constantFrom(
        { mode: 'named', name: '子某', contact: '虚构路 1 号' },
        { mode: 'anonymous' },
        { mode: 'anonymous', name: '子某' },
        { mode: 'confidential', name: '丑某' },
      ),
    }),
    fc.record({ conductTo: day }),
    fc.record({ conductFrom: day, conductTo: day }),
    fc.record({ receivedOn: day }),
    fc.record({ receivedBy: organId }),
  ],
  accept: [
    fc.record({ track: fc.constantFrom(...trackCodes) }),
    fc.record({
      tracks: fc.array(fc.record({ subjectId, track: fc.constantFrom(...trackCodes) }), {
        maxLength: 2,
      }),
    }),
    fc.constantFrom({ organId: '~office' }, { organId: 'bureau' }),
  ],
  'add-subject': [
    fc.record({ subject: subject.map((one) => ({ ...one, subjectId: 's2' })) }),
    fc.record({
      subject: personId.map((id) => ({
        subjectId: 's2',
        kind: 'person',
        personId: id,
        memberOf: 't1',
      })),
    }),
    fc.record({ subject }),
  ],
  'identify-subject': [fc.record({ personId }), fc.constant({ subjectId: 's1', personId: '~jia' })],
  'end-for-subject': [
    fc.record({ reason: fc.constantFrom('left-scope', 'mistaken', 'merged') }),
    fc.constantFrom({ reason: 'merged', caseId: '~C-1' }, { reason: 'merged', caseId: '~C-0' }),
  ],
  decline: [fc.constant({ duplicateOf: '~C-0' })],
  transfer: [
    fc.record({ fromOrganId: organId }),
    fc.record({ toOrganId: fc.constantFrom('bureau', '~office', 'committee') }),
    fc.record({
      directives: fc.constantFrom('follow', 'return'),
      subjectIds: fc.constantFrom(leftOut, ['s1']),
    }),
  ],
  initiate: [
    fc.constantFrom<Body>(
      { approvedBy: { organId: 'bureau', personId: '~jia', name: '甲某' } },
      { approvedBy: { organId: 'bureau', personId: '~wu', name: '癸某' } },
      { approvedBy: { organId: 'bureau', personId: 'pleader-1', name: '戊某' } },
    ),
    fc.record({ investigators }),
    fc.record({
      approvedBy: fc.oneof(
        fc.constant(leftOut),
        fc.tuple(organId, named).map(([organ, who]) => ({ organId: organ, ...who })),
        fc
          .constantFrom(...actorIds)
          .map((id) => ({ organId: 'bureau', personId: id, name: '某人' })),
      ),
    }),
  ],
  'assign-investigators': [fc.record({ investigators })],
  'recuse-investigator': [fc.record({ personId: fc.constantFrom(...actorIds) })],
  'declare-conflict': [
    fc.record({
      personId: fc.constantFrom(...actorIds),
      role: fc.constantFrom('investigator', 'approver', 'decider', 'appeal-handler'),
    }),
  ],
  evidence: [
    fc.constant({ sealed: 'reporter', digest: '{fresh}' }),
    fc.record({ digest }),
    fc.constant({ size: 1 }),
  ],
  'record-intervention': [
    fc.record({
      pleader: fc.oneof(
        named,
        fc.constantFrom<Body>({}, { name: '某人' }, { description: '一名男子' }),
      ),
    }),
    fc.record({ contacted: named }),
  ],
  'declare-interventions': [
    fc.record({ stage: fc.constantFrom('report', 'decision', 'appeal'), none: fc.boolean() }),
  ],
  'file-report': [
    fc.record({ findings: fc.array(anyFinding, { minLength: 1, maxLength: 2 }) }),
    fc.record({ findings: anyFinding.map((one) => [{ ...one, subjectId: 's1' }]) }),
    ...Object.entries(findingChanges).map(([field, value]) =>
      fc.record({ findings: value.map((said) => [{ ...finding, [field]: said }]) }),
    ),
    fc.record({ findings: conducts.map((said) => [{ ...finding, conducts: said }]) }),
    fc.record({ findings: anyFinding.map((one) => [finding, { ...one, subjectId: 's2' }]) }),
    fc.constantFrom(
      { materials: [] },
      { authors: leftOut },
      { materials: [`sha-256:${'e'.repeat(64)}`] },
    ),
    fc.record({ supplements: eventOf('InvestigationReportFiled') }),
    fc.record({ authors: people }),
  ],
  'hear-subject': [fc.record({ manner: fc.constantFrom('written', 'waived', 'not-reached') })],
  recommend: [
    fc.record({ recommendations: fc.array(anyRecommendation, { minLength: 1, maxLength: 2 }) }),
  ],
  'issue-directive': [
    fc.record({ dueOn: day }),
    fc.record({
      organId: fc.constantFrom('neighbour', 'inspectors', 'bureau'),
      toOrganId: fc.constantFrom('committee', 'bureau'),
    }),
  ],
  'refuse-directive': [fc.record({ directiveId: eventOf('DirectiveIssued') })],
  'record-approval': [
    fc.constant({ outcome: 'refused' }),
    fc.record({ methods }),
    fc.constant({ organId: 'committee', methods: ['circulated-criticism'] }),
  ],
  decide: [
    fc.constantFrom<Body>(
      { grounds: ['M1-5-2'] },
      { grounds: ['M1-9-5'], aggravating: ['retaliated'] },
      { aggravating: ['obstructed-investigation'] },
      { aggravating: ['obstructed-investigation'], mitigating: ['remedied-harm'] },
      { adjustment: 'reduced' },
      { adjustment: 'lighter' },
      { adjustment: 'heavier' },
      { adjustment: 'heavier', methods: ['admonishing-talk'] },
      { adjustment: 'increased' },
      { methods: ['removal'] },
      { methods: ['ordered-public-apology'] },
      { effectiveOn: '2015-09-01' },
      { responsibility: leftOut },
      { severity: 'severe' },
      { decidedBy: [{ personId: '~jia', name: '甲某' }] },
    ),
    fc.constant({ accountable: false, methods: [] }),
    fc.record({ adjustment: fc.constantFrom(...adjustments), methods }),
    fc.record({ adjustment: fc.constantFrom(...adjustments) }),
    fc.record({ methods }),
    fc.record({
      organId: fc.constantFrom('committee', 'government'),
      meeting: fc.constantFrom<unknown>(meeting, leftOut),
      methods,
    }),
    fc.constant({ meeting: leftOut }),
    fc.record({ decidedBy: people }),
    fc.record({ effectiveOn: day }),
    fc.constantFrom(
      { decisionId: 'D-2' },
      { decisionId: 'D-2', replaces: 'D-1' },
      { decisionId: leftOut },
    ),
    fc.constantFrom(
      { methods: ['ordered-public-apology'], apology: { manner: '书面', scope: '本单位' } },
      { methods: ['ordered-public-apology'] },
    ),
    fc.record({ publicationScopes: scopes }),
    fc.record(findingChanges, { requiredKeys: [] }),
    ...Object.entries(findingChanges).map(([field, value]) => fc.record({ [field]: value })),
    fc.record({ executedBy: organId }),
    fc.constant({ subjectId: 's2', decisionId: 'D-2' }),
  ],
  'record-external-outcome': [
    fc.constant({ accountable: false, methods: [] }),
    fc.record({ decidedOn: day, effectiveOn: day }),
    fc.constantFrom({ decidedOn: leftOut }),
  ],
  'issue-letter': [
    fc.record({
      number: fc.constantFrom(
        '虚构{run}问责决字（2015）第2号',
        '虚构{run}问责决字（2015）第7号',
        '7号',
        '虚构问责决字（2015）第1号',
      ),
    }),
    fc.record({ appealTo: organId }),
    fc.constantFrom(
      { letterId: 'L-2', replaces: 'L-1' },
      { letterId: 'L-2', replaces: 'L-9' },
      { letterId: 'L-2' },
    ),
    fc.constantFrom({ copyTo: ['虚构局'] }, { document: '{digest}' }),
  ],
  'record-delivery': [
    fc.record({
      recipient: fc.constantFrom('subject', 'unit'),
      result: fc.constantFrom('received', 'left-after-refusal', 'returned', 'public-notice'),
    }),
    fc.constant({ result: 'left-after-refusal', witnesses: [{ name: '癸某' }] }),
    fc.record({ letterId: fc.constantFrom('L-1', 'L-2') }),
  ],
  archive: [fc.record({ keeperOrganId: organId }), fc.constant({ kind: 'reversal' })],
  publish: [
    fc.record({
      scope: fc.constantFrom('unit', 'system', 'society'),
      kind: fc.constantFrom('decision', 'correction', 'removal'),
    }),
    fc.record({
      of: eventOf('DecisionPublished'),
      kind: fc.constantFrom('correction', 'removal'),
      scope: fc.constantFrom('unit', 'system', 'society'),
    }),
    fc.record({ scope: fc.constantFrom('system', 'society') }),
  ],
  'record-execution': [
    fc.record({ method: fc.constantFrom(...methodCodes) }),
    fc.record({ result: fc.constantFrom('begun', 'refused', 'not-possible', 'ended', 'undone') }),
  ],
  'lodge-appeal': [
    fc.record({
      lodgedBy: fc.constantFrom<unknown>(
        '甲某',
        { name: '甲某之子', capacity: 'near-relative' },
        { name: '虚构局', capacity: 'unit' },
        { name: '某人', capacity: 'other' },
        { name: '某律师', capacity: 'agent' },
      ),
    }),
    fc.constantFrom({ appealId: 'A-2' }, { appealId: leftOut }),
    fc.record({ sentOn: day }),
  ],
  'assign-appeal-handler': [fc.record({ handlers: people })],
  'decide-appeal': [
    fc.constantFrom<Body>(
      { on: '2015-11-20' },
      { decidedBy: [{ personId: 'inv-1', name: '丙某' }] },
      { outcome: 'modified', methods: ['demotion'] },
    ),
    fc.record({ outcome: fc.constantFrom('revoked', 'not-admitted', 'modified') }),
    modification,
    modification,
    fc.record({ decidedBy: people }),
    fc.record({ organId }),
    fc.constant({ meeting }),
    fc.record({ approvalEventId: eventOf('PeerApprovalRecorded') }),
  ],
  'notify-appeal-outcome': [fc.record({ recipient: fc.constantFrom('appellant', 'unit') })],
  'correct-decision': [
    modification,
    modification,
    fc.record({ decidedBy: people }),
    fc.constant({ meeting }),
    fc.record({ organId }),
    fc.record({ approvalEventId: eventOf('PeerApprovalRecorded') }),
  ],
  'correct-record': [correction, correction, correction],
  'void-record': [
    fc.record({ eventId: eventOf(...eventTypes) }),
    fc.record({
      eventId: eventOf(
        'RecordCorrected',
        'RecordVoided',
        'SubjectAdded',
        'SubjectIdentified',
        'CaseAccepted',
        'CaseTransferred',
        'CaseClosed',
        'CaseReopened',
        'DecisionLetterIssued',
        'AppealLodged',
        'InvestigationInitiated',
      ),
    }),
  ],
  'refer-judicial': [fc.constant({ toOrganId: 'procuratorate' })],
  'record-referral-outcome': [
    fc.record({ referralEventId: eventOf('DisciplineReferred', 'JudicialReferred') }),
  ],
  notify: [
    fc.record({
      recipient: fc.constantFrom('subject', 'reporter', 'pleader'),
      about: fc.constantFrom(
        'receipt',
        'acceptance',
        'decline',
        'start',
        'no-accountability',
        'correction',
        'record',
      ),
    }),
  ],
};

/** What no act takes. */
const malformed = fc.constantFrom<Body>(
  { unheardOf: true },
  { on: null },
  { on: 20150930 },
  { reasons: '' },
  { subjectId: ['s1'] },
  { methods: 'removal' },
  { acknowledge: { codes: [], justification: '' } },
);

const changesByAct = new Map(
  caseActNames.map((act): [CaseAct, fc.Arbitrary<Body>] => {
    const own = special[act] ?? [];
    const ofShared = Object.entries(shared)
      .filter(([field]) => field in regular(act) || (field === 'subjectIds' && act === 'initiate'))
      .map(([field, value]) => fc.record({ [field]: value }));
    return [
      act,
      fc.oneof(
        { weight: 12, arbitrary: own.length === 0 ? fc.oneof(...ofShared) : fc.oneof(...own) },
        { weight: 6, arbitrary: fc.oneof(...ofShared, fc.constant({})) },
        { weight: 1, arbitrary: malformed },
      ),
    ];
  }),
);

/** Up to three changes of a regular body at once. */
export function changesOf(act: CaseAct): fc.Arbitrary<Body> {
  const one = changesByAct.get(act);
  if (one === undefined) throw new Error(`no changes for ${act}`);
  return fc
    .array(one, { minLength: 1, maxLength: 3 })
    .map((all): Body => Object.assign({}, ...all) as Body);
}
