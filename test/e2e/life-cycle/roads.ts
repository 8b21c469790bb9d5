// Roads that cases can take, one a kind of subject or of trouble, in marks (moves.ts).
import type { CaseAct } from '../../../src/domain/case/acts.js';
import { acts, finding, recommendation, upTo } from '../../support/office.js';
import { leftOut, type Body, type MarkedAct } from './moves.js';

export const jia = { subjectId: 's1', kind: 'person', personId: '~jia' };

/** What the regular bodies of office.ts name otherwise here. */
const marked: { readonly [A in CaseAct]?: Body } = {
  register: { caseId: leftOut, subjects: [jia] },
  'add-subject': { subject: { subjectId: 's2', kind: 'person', personId: '~yi' } },
  'identify-subject': { personId: '~yi' },
  evidence: { digest: '{digest}', size: '{size}', mediaType: 'text/plain' },
  'file-report': { materials: ['{digest}'] },
  'issue-letter': { number: '虚构{run}问责决字（2015）第1号' },
  'refuse-directive': { directiveId: 'event:DirectiveIssued:0' },
  'correct-record': { eventId: 'event:CaseRegistered:0', from: '{present}' },
  'void-record': { eventId: 'event:PartyNotified:0' },
  'record-referral-outcome': { referralEventId: 'event:DisciplineReferred:0' },
};

/** A regular body in marks. */
export function regular(act: CaseAct): Body {
  return { ...acts[act], ...marked[act] };
}

export function step(act: CaseAct, changed: Body = {}): MarkedAct {
  return { act, body: { ...regular(act), ...changed } };
}

export const meeting = {
  body: '虚构市委常委会',
  heldOn: '2015-09-29',
  reference: '虚构纪要〔2015〕9号',
};

function of(subject: Body): Body {
  return { subjects: [subject] };
}

/** From intake to the recommendation. */
function before(
  registered: Body,
  accepted: Body,
  initiated: Body,
  found: Body,
  methods: readonly string[],
): MarkedAct[] {
  const { organId = 'commission' } = initiated;
  return [
    step('register', registered),
    step('accept', accepted),
    step('initiate', initiated),
    step('evidence'),
    step('file-report', { organId, findings: [{ ...finding, ...found }] }),
    step('hear-subject'),
    step('recommend', { organId, recommendations: [{ ...recommendation, methods }] }),
  ];
}

function after(method: string): MarkedAct[] {
  return [
    step('issue-letter'),
    step('record-delivery'),
    step('record-delivery', { recipient: 'unit', receivedBy: '虚构局办公室' }),
    step('archive'),
    step('report-for-record'),
    step('report-for-record', { toOrganId: 'organization' }),
    step('publish'),
    step('record-execution', { method }),
    step('record-follow-up'),
    step('lodge-appeal'),
    step('assign-appeal-handler'),
    step('decide-appeal'),
    step('notify-appeal-outcome'),
    step('notify-appeal-outcome', { recipient: 'unit' }),
    step('close'),
    step('reopen'),
  ];
}

const severe = {
  severity: 'severe',
  severityReasons: '群众集体上访；两家媒体报道。',
  majorImpact: true,
};

/** One road a kind of case. */
export const plots = {
  minor: [
    step('register'),
    ...upTo('reopen')
      .slice(1)
      .map(({ act, body }) => step(act, act === 'record-delivery' ? body : {})),
  ],
  severe: [
    ...before({ ...of(jia), receivedBy: 'commission' }, {}, {}, severe, ['removal']),
    step('issue-directive', { on: '2015-09-19' }),
    step('decide', { organId: 'committee', methods: ['removal'], meeting }),
    step('issue-letter', { appealTo: 'committee' }),
    ...after('removal').slice(1),
  ],
  staff: [
    ...before(
      of({ subjectId: 's1', kind: 'person', personId: '~staff' }),
      { track: 'department-staff', organId: 'bureau' },
      { organId: 'bureau', approvedBy: { organId: 'bureau', personId: 'head-1', name: '辛某' } },
      { grounds: ['M1-8-1'] },
      ['circulated-criticism'],
    ),
    step('decide', { organId: 'bureau' }),
    step('issue-letter', { appealTo: 'bureau' }),
    ...after('circulated-criticism').slice(1),
  ],
  inspector: [
    ...before(
      of({ subjectId: 's1', kind: 'person', personId: '~inspector' }),
      { track: 'discipline-organ-staff' },
      { approvedBy: { organId: 'commission', personId: 'head-1', name: '辛某' } },
      { grounds: ['M1-8-1'], severity: 'serious' },
      ['transfer'],
    ),
    step('record-approval', { methods: ['transfer'] }),
    step('decide', { methods: ['transfer'] }),
    ...after('transfer'),
  ],
  stationed: [
    ...before(
      of({ subjectId: 's1', kind: 'person', personId: '~stationed' }),
      { track: 'proposal-only' },
      {},
      { grounds: ['M1-8-1'] },
      ['circulated-criticism'],
    ),
    step('forward-proposal'),
    step('record-external-outcome'),
    step('refer-discipline'),
    step('record-referral-outcome'),
    step('notify'),
    step('close'),
    step('reopen'),
  ],
  team: [
    ...before(of({ subjectId: 's1', kind: 'team', organId: 'bureau' }), {}, {}, {}, [
      'circulated-criticism',
    ]),
    step('decide'),
    step('add-subject', {
      subject: { subjectId: 's2', kind: 'person', personId: '~yi', memberOf: 's1' },
    }),
    step('file-report', { findings: [{ ...finding, subjectId: 's2' }] }),
    step('recommend', { recommendations: [{ ...recommendation, subjectId: 's2' }] }),
    step('decide', { subjectId: 's2', decisionId: 'D-2' }),
    step('issue-letter', { decisionId: 'D-2' }),
    ...after('circulated-criticism').slice(1),
  ],
  unknown: [
    step('register', of({ subjectId: 's1', kind: 'person' })),
    step('accept'),
    step('initiate'),
    step('identify-subject', { subjectId: 's1', personId: '~jia' }),
    step('record-intervention'),
    step('declare-interventions', { none: false }),
    step('evidence'),
    step('file-report'),
    step('hear-subject'),
    step('recommend'),
    step('decide', { methods: ['ordered-public-apology'] }),
    ...after('ordered-public-apology'),
  ],
  pleading: [
    step('register', of({ subjectId: 's1', kind: 'person', personId: '~wu' })),
    step('accept'),
    step('declare-conflict'),
    step('record-intervention'),
    step('initiate'),
    step('recuse-investigator'),
    step('assign-investigators'),
    step('evidence'),
    step('file-report', { findings: [{ ...finding, grounds: ['M1-5-2'], severity: 'serious' }] }),
    step('recommend', { recommendations: [{ ...recommendation, methods: ['suspension'] }] }),
    step('issue-directive'),
    step('refuse-directive'),
    step('decide', { organId: 'committee', methods: ['suspension'], meeting }),
    step('issue-letter', { appealTo: 'committee' }),
    step('record-delivery'),
    step('publish'),
    step('lodge-appeal'),
    step('withdraw-appeal'),
    step('correct-decision', { on: '2015-10-25', meeting, organId: 'committee' }),
    step('archive', { kind: 'reversal' }),
    step('publish', { kind: 'correction', of: 'event:DecisionPublished:0', on: '2015-10-26' }),
    step('publish', { on: '2015-10-27' }),
    step('record-execution', { method: 'suspension' }),
    step('record-execution', { method: 'suspension', result: 'undone' }),
    step('close'),
  ],
  closed: [
    step('register'),
    step('decline'),
    step('reopen', { on: '2015-09-03' }),
    step('transfer'),
    step('accept', { organId: 'organization' }),
    step('end-for-subject'),
    step('notify', { about: 'no-accountability' }),
    step('close'),
    step('correct-record'),
    step('void-record'),
    step('reopen'),
  ],
  corrected: [
    step('register'),
    step('correct-record'),
    step('accept'),
    step('add-subject'),
    step('void-record', { eventId: 'event:SubjectAdded:0' }),
    step('add-subject'),
    step('void-record', { eventId: 'event:RecordVoided:0' }),
    step('initiate'),
    step('evidence'),
    step('file-report'),
    step('recommend'),
    step('decide'),
    step('issue-letter'),
    step('correct-record', {
      eventId: 'event:DecisionLetterIssued:0',
      field: '/copyTo',
      to: ['虚构局', '虚构部'],
    }),
    step('correct-record', {
      eventId: 'event:DecisionLetterIssued:0',
      field: '/copyTo/0',
      to: '虚构处',
    }),
    step('void-record', { eventId: 'event:RecordCorrected:1' }),
    step('record-delivery'),
    step('correct-record', {
      eventId: 'event:DecisionDelivered:0',
      field: '/on',
      to: '2015-10-20',
      evidence: '{digest}',
    }),
    step('void-record', { eventId: 'event:RecordCorrected:0' }),
    step('lodge-appeal'),
    step('correct-decision', { outcome: 'modified', methods: ['written-self-criticism'] }),
    step('lodge-appeal', { appealId: 'A-2' }),
    step('decide-appeal', { appealId: 'A-2' }),
    step('decide-appeal'),
    step('close'),
    step('void-record', { eventId: 'event:CaseClosed:0' }),
    step('close'),
  ],
} satisfies Readonly<Record<string, readonly MarkedAct[]>>;
