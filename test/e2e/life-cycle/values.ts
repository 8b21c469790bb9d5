// What fields can say: legal dates and the days around them, ids that often meet, every method and
// circumstance, some of it wrong.
import fc from 'fast-check';
import { caseActs } from '../../../src/domain/case/acts.js';
import { aggravatingCodes, mitigatingCodes } from '../../../src/domain/regulation/circumstances.js';
import { bandCodes, methodCodes } from '../../../src/domain/regulation/methods.js';
import { finding, recommendation } from '../../support/office.js';
import type { Body } from './moves.js';

const dates = [
  ...['2015-02-03', '2015-02-04', '2015-03-10', '2015-08-31', '2015-09-01', '2015-09-02'],
  ...['2015-09-15', '2015-09-29', '2015-09-30', '2015-10-08', '2015-10-14', '2015-10-15'],
  ...['2015-10-16', '2015-10-19', '2015-10-27', '2015-10-28', '2015-11-19', '2015-11-20'],
  ...['2015-12-01', '2016-02-29', '2016-09-30', '2016-10-01', '2026-12-31', '{today}'],
  ...['{tomorrow}', '2015-02-30', '1899-12-31', '2015-9-1'],
];
const organIds = [
  ...['commission', 'committee', 'organization', 'bureau', 'ministry', 'government', 'neighbour'],
  ...['court', '~office', 'nowhere', 'not an id'],
];
export const personIds = ['~jia', '~yi', '~staff', '~inspector', '~stationed', '~wu'];
export const actorIds = [
  'inv-1',
  'inv-2',
  'other-1',
  'pleader-1',
  'head-1',
  '~jia',
  '~yi',
  '~pleader',
];
export const subjectIds = ['s1', 's2', 't1', 's9'];
const methodSets = [
  [],
  ...methodCodes.map((method) => [method]),
  ['admonishing-talk', 'circulated-criticism'],
  ['suspension', 'transfer'],
  ['circulated-criticism', 'removal'],
  ['removal', 'demotion'],
  ['admonishing-talk', 'admonishing-talk'],
  ['reprimand'],
];
export const adjustments = ['none', 'lighter', 'reduced', 'heavier', 'increased'];

export const day = fc.constantFrom(...dates);
export const organId = fc.constantFrom(...organIds);
export const personId = fc.constantFrom(...personIds, 'nobody');
export const subjectId = fc.constantFrom(...subjectIds);
export const methods = fc.constantFrom(...methodSets);
export const named = fc
  .constantFrom(...actorIds)
  .map((id): Body => ({ personId: id, name: '某人' }));
export const people = fc.array(named, { minLength: 1, maxLength: 2 });
export const investigators = people.map((all) =>
  all.map((one) => ({ ...one, organId: 'commission' })),
);
const clauses = fc.constantFrom<readonly string[]>(
  ['M2-5-1'],
  ['M1-8-1'],
  ['M1-8-1', 'M2-5-1'],
  ['M1-5-2'],
  ['M1-9-5'],
  ['M1-10-1'],
  ['M1-16-3'],
  ['M2-9'],
  ['M2-6-9', 'M1-16-3'],
  ['M1-8-1', 'M1-16-2'],
  ['M1-12'],
  ['M1-5-10'],
  ['M2-4-9'],
  [],
  ['M9-9'],
);
const aggravating = fc.constantFrom<unknown>([], ...aggravatingCodes.map((code) => [code]), [
  { code: 'retaliated', description: '打击证人。' },
]);
const mitigating = fc.constantFrom<unknown>([], ...mitigatingCodes.map((code) => [code]), [
  { code: 'other-mitigating', description: '主动挽回。' },
]);
export const conducts = fc.constantFrom<unknown>(
  [{ id: 'c1', facts: '拖延。', grounds: ['M2-5-1'], from: '2015-05-01', to: '2015-08-01' }],
  [{ id: 'c1', facts: '拖延。', grounds: ['M2-5-1'], from: '2014-05-01', to: '2015-02-03' }],
  [{ id: 'c1', facts: '推诿。', grounds: ['M1-8-1'], evidence: ['{digest}'] }],
  [{ id: 'c1', facts: '推诿。', grounds: ['M2-5-1', 'M1-8-1'], evidence: ['{digest}'] }],
  [{ id: 'c1', facts: '推诿。', grounds: ['M2-5-1'], to: '{tomorrow}' }],
);
const responsibility = fc.constantFrom('main-leadership', 'important-leadership', 'direct');
export const scopes = fc.constantFrom(['unit'], ['unit', 'system'], ['society'], ['world']);
export const digest = fc.constantFrom('{digest}', `sha-256:${'e'.repeat(64)}`);

/** What a finding, a decision or a modification can say of itself. */
export const findingChanges: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  grounds: clauses,
  severity: fc.constantFrom(...bandCodes),
  severityReasons: fc.constant('群众集体上访；两家媒体报道。'),
  facts: fc.constantFrom('发生责任事故后拖延。', '打击报复举报人。', ' '),
  otherConduct: fc.constant('以其他方式拖延审批。'),
  otherRule: fc.constant({ title: '虚构规定', number: '虚构〔2015〕1号', clause: '第一条' }),
  majorImpact: fc.boolean(),
  responsibility,
  mitigating,
  aggravating,
};

export const anyFinding = fc
  .record(
    {
      subjectId,
      ...findingChanges,
      conducts,
      crimeSuspected: fc.boolean(),
      disciplineNeeded: fc.boolean(),
    },
    { requiredKeys: [] },
  )
  .map((changed): Body => ({ ...finding, ...changed }));

export const anyRecommendation = fc.oneof(
  fc
    .record({ subjectId, methods }, { requiredKeys: [] })
    .map((changed): Body => ({ ...recommendation, ...changed })),
  subjectId.map((id): Body => ({
    ...recommendation,
    subjectId: id,
    accountable: false,
    methods: [],
  })),
);

export const modification = fc.oneof(
  methods.map((changed): Body => ({ outcome: 'modified', methods: changed })),
  fc
    .record(
      {
        grounds: clauses,
        severity: fc.constantFrom(...bandCodes),
        facts: fc.constant('经复查认定的事实。'),
        responsibility,
        mitigating,
        aggravating,
        methods,
        adjustment: fc.constantFrom(...adjustments),
        effectiveOn: day,
        publicationScopes: scopes,
      },
      { requiredKeys: [] },
    )
    .map((changes): Body => ({ outcome: 'modified', changes })),
);

export const subject = fc.oneof(
  personId.map((id): Body => ({ subjectId: 's1', kind: 'person', personId: id })),
  fc.constant<Body>({ subjectId: 's1', kind: 'person' }),
  fc.constant<Body>({ subjectId: 's1', kind: 'person', organId: 'bureau' }),
  organId.map((id): Body => ({ subjectId: 't1', kind: 'team', organId: id })),
  fc.constant<Body>({ subjectId: 't1', kind: 'team' }),
);

/** An event of the case, mostly of a type that is looked for. */
export function eventOf(...types: readonly string[]): fc.Arbitrary<string> {
  return fc
    .oneof(
      { weight: 5, arbitrary: fc.tuple(fc.constantFrom(...types), fc.nat(1)) },
      { weight: 1, arbitrary: fc.tuple(fc.constantFrom('*', 'elsewhere'), fc.nat(40)) },
    )
    .map(([type, back]) => `event:${type}:${String(back)}`);
}

export const eventTypes = Object.values(caseActs).map(({ event }) => event);

export const correction = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(
        fc.constantFrom(
          ['CaseRegistered', '/summary'],
          ['CaseRegistered', '/receivedOn'],
          ['CaseRegistered', '/conductTo'],
          ['CaseRegistered', '/subjects/0/subjectId'],
          ['CaseAccepted', '/on'],
          ['InvestigationInitiated', '/approvedBy/name'],
          ['InterventionRecorded', '/content'],
          ['InterventionRecorded', '/pleader/description'],
          ['InvestigationReportFiled', '/findings/0/facts'],
          ['InvestigationReportFiled', '/findings/0/conducts/0/facts'],
          ['InvestigationReportFiled', '/findings/0/grounds'],
          ['DirectiveIssued', '/dueOn'],
          ['DecisionMade', '/reasons'],
          ['DecisionMade', '/on'],
          ['DecisionMade', '/decidedBy/0/name'],
          ['DecisionMade', '/methods'],
          ['DecisionLetterIssued', '/number'],
          ['DecisionLetterIssued', '/copyTo'],
          ['DecisionLetterIssued', '/copyTo/0'],
          ['DecisionDelivered', '/on'],
          ['DecisionDelivered', '/receivedBy'],
          ['DecisionDelivered', '/result'],
          ['DecisionPublished', '/until'],
          ['DecisionPublished', '/scope'],
          ['SanctionExecuted', '/result'],
          ['AppealLodged', '/sentOn'],
          ['AppealLodged', '/on'],
          ['AppealLodged', '/lodgedBy/capacity'],
          ['ExternalOutcomeRecorded', '/decidedOn'],
          ['CaseClosed', '/reasons'],
          ['RecordCorrected', '/reasons'],
        ),
        fc.constantFrom<unknown>('更正后的文字', null, ['虚构局', '虚构部'], '虚构部', true, 7),
        fc.option(day),
        fc.constantFrom('{present}', '{present}', '{present}', null, '别的内容'),
      )
      .map(([[type, field], text, date, from]): Body => {
        const dated = /On$|\/on$|\/until$/.test(field);
        return {
          eventId: `event:${type}:0`,
          field,
          from,
          to: dated ? date : text,
          ...(dated ? { evidence: '{digest}' } : {}),
        };
      }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      eventId: eventOf(...eventTypes),
      field: fc.constantFrom('/on', '/nope', 'on', '/reasons', '/manner'),
      to: fc.constantFrom<unknown>('2015-10-01', null, '文字'),
    }),
  },
);
