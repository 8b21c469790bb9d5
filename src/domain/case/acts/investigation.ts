// Investigation: who looks into it, what is found, who pleads, what is recommended
// (M1 Art. 3, 16, 20; M2 Art. 3).
import { z } from 'zod';
import { aggravatingCodes, mitigatingCodes } from '../../regulation/circumstances.js';
import { clause } from '../../regulation/clauses.js';
import { bandCodes, methodCodes } from '../../regulation/methods.js';
import {
  digest,
  distinct,
  eventId,
  id,
  knownPerson,
  legalDate,
  line,
  namedPerson,
  say,
  text,
} from '../../fields.js';
import { clauseCode } from './intake.js';

const investigator = z.strictObject({ personId: id, name: line, organId: id });

export const initiate = z.strictObject({
  on: legalDate,
  organId: id,
  approvedBy: z
    .strictObject({ organId: id, personId: id.exactOptional(), name: line })
    .exactOptional(),
  investigators: z.array(investigator).min(1).max(50),
  subjectIds: distinct(id).min(1).exactOptional(),
});

export const assignInvestigators = z.strictObject({
  on: legalDate,
  investigators: z.array(investigator).min(1).max(50),
});

/** `misconduct` says that it was for abuse, favouritism or neglect in the investigation (M1 Art. 16-2). */
export const recuseInvestigator = z.strictObject({
  on: legalDate,
  personId: id,
  reasons: text,
  misconduct: z.literal(true).exactOptional(),
});

export const recordIntervention = z.strictObject({
  on: legalDate,
  pleader: z
    .strictObject({
      personId: id.exactOptional(),
      name: line.exactOptional(),
      description: line.exactOptional(),
      organId: id.exactOptional(),
      post: line.exactOptional(),
    })
    .refine(
      ({ personId, name, description }) =>
        personId !== undefined || name !== undefined || description !== undefined,
      say({
        zh: '应填写人员编号、姓名或情况说明之一',
        en: 'expected a personId, a name or a description',
      }),
    ),
  subjectId: id,
  contacted: namedPerson,
  channel: line,
  content: text,
  recordedBy: namedPerson,
});

/** Who on the case stands too near to it, by their own word or somebody's (M1 Art. 27; practice). */
export const declareConflict = z.strictObject({
  on: legalDate,
  personId: id,
  role: z.enum(['investigator', 'approver', 'decider', 'appeal-handler']),
  nature: text,
});

/** The zero report: nobody pleaded, or all who did are logged (I-16). */
export const declareInterventions = z.strictObject({
  on: legalDate,
  stage: z.enum(['report', 'decision', 'appeal']),
  by: namedPerson,
  none: z.boolean(),
});

const described = <T extends z.ZodType<string>>(code: T) =>
  z.strictObject({ code, description: text.exactOptional() });
const mitigation = described(z.enum(mitigatingCodes));
// Computed from the ledger, never typed in (REGULATION.md, Mitigation and aggravation).
const aggravatingStated = z.enum(aggravatingCodes).exclude(['multiple-grounds', 'two-in-one-year']);
const aggravation = described(aggravatingStated);

/** The circumstances of Art. 15 and 16 as a caller may send them: a bare code, or a code described. */
export const circumstancesSent = {
  mitigating: z
    .array(z.union([z.enum(mitigatingCodes).transform((code) => ({ code })), mitigation]))
    .max(20),
  aggravating: z
    .array(z.union([aggravatingStated.transform((code) => ({ code })), aggravation]))
    .max(20),
};

/** The same as they are recorded. */
export const circumstancesRecorded = {
  mitigating: z.array(mitigation),
  aggravating: z.array(aggravation),
};

/** What is established about one subject; a decision restates these fields where it differs. */
export const findingFields = {
  facts: text,
  grounds: distinct(clauseCode),
  otherConduct: text.exactOptional(),
  otherRule: z
    .strictObject({ title: line, number: line.exactOptional(), clause: line })
    .exactOptional(),
  severity: z.enum(bandCodes),
  severityReasons: text.exactOptional(),
  majorImpact: z.boolean().exactOptional(),
  responsibility: z.enum(['main-leadership', 'important-leadership', 'direct']).exactOptional(),
};

interface Cited {
  readonly grounds?: readonly z.output<typeof clauseCode>[] | undefined;
  readonly otherConduct?: string | undefined;
  readonly otherRule?: object | undefined;
}

export const catchAllWords = {
  conduct: {
    zh: '引用兜底条款时应说明具体行为',
    en: 'a catch-all clause needs a description of the conduct',
  },
  rule: {
    zh: '引用第十二条时应写明所依据的中央、省或市的规定',
    en: 'M1-12 needs the rule of central, province or city level it stands for',
  },
};

/** A catch-all item needs a description of the conduct; M1-12 the rule it stands for. */
function describesCatchAlls(cited: Cited, context: z.RefinementCtx): void {
  const grounds = cited.grounds ?? [];
  if (cited.otherConduct === undefined && grounds.some((code) => clause(code).catchAll))
    context.addIssue({
      code: 'custom',
      path: ['otherConduct'],
      ...say(catchAllWords.conduct),
    });
  if (cited.otherRule === undefined && grounds.includes('M1-12'))
    context.addIssue({
      code: 'custom',
      path: ['otherRule'],
      ...say(catchAllWords.rule),
    });
}

/** What single acts are found to meet is part of what is found (I-5). */
function conductsFit(
  {
    grounds,
    conducts,
  }: { grounds: readonly string[]; conducts?: readonly { grounds: readonly string[] }[] },
  context: z.RefinementCtx,
): void {
  conducts?.forEach((conduct, index) => {
    if (conduct.grounds.every((code) => grounds.includes(code))) return;
    context.addIssue({
      code: 'custom',
      path: ['conducts', index, 'grounds'],
      ...say({
        zh: '单项行为所涉情形应列入认定的问责情形',
        en: 'the grounds of a single act must be among the grounds found',
      }),
    });
  });
}

const reportFinding = {
  subjectId: id,
  ...findingFields,
  conducts: z
    .array(
      z.strictObject({
        id,
        facts: text,
        grounds: distinct(clauseCode),
        from: legalDate.exactOptional(),
        to: legalDate.exactOptional(),
        evidence: distinct(digest).exactOptional(),
      }),
    )
    .max(100)
    .exactOptional(),
  crimeSuspected: z.boolean().exactOptional(),
  disciplineNeeded: z.boolean().exactOptional(),
};

const report = {
  on: legalDate,
  organId: id,
  authors: z.array(knownPerson).min(1).max(50).exactOptional(),
  supplements: eventId.exactOptional(),
  materials: distinct(digest),
};

export const fileReport = z.strictObject({
  ...report,
  findings: z
    .array(
      z
        .strictObject({ ...reportFinding, ...circumstancesSent })
        .superRefine(describesCatchAlls)
        .superRefine(conductsFit),
    )
    .min(1)
    .max(100),
});

export const investigationReportFiled = z.strictObject({
  ...report,
  findings: z.array(z.strictObject({ ...reportFinding, ...circumstancesRecorded })),
});

export const hearSubject = z.strictObject({
  on: legalDate,
  subjectId: id,
  manner: z.enum(['oral', 'written', 'waived', 'not-reached']),
  statement: digest.exactOptional(),
  heardBy: z.union([line.transform((name) => ({ name })), namedPerson]),
  answer: text.exactOptional(),
});

export const subjectHeard = hearSubject.extend({ heardBy: namedPerson });

export const methods = distinct(z.enum(methodCodes));

/** Methods go with holding to account, and only with it. */
export function methodsFit(
  { accountable, methods: named }: { accountable: boolean; methods: readonly string[] },
  context: z.RefinementCtx,
): void {
  if (accountable === named.length > 0) return;
  context.addIssue({
    code: 'custom',
    path: ['methods'],
    ...(accountable
      ? say({
          zh: '予以问责的应至少填写一种问责方式',
          en: 'holding to account needs at least one method',
        })
      : say({
          zh: '不予问责的不应填写问责方式',
          en: 'a decision not to hold to account has no methods',
        })),
  });
}

const recommendation = {
  subjectId: id,
  accountable: z.boolean(),
  methods,
  reasons: text,
};

const recommended = { on: legalDate, organId: id };

export const recommend = z.strictObject({
  ...recommended,
  recommendations: z.array(z.strictObject(recommendation).superRefine(methodsFit)).min(1).max(100),
});

export const recommendationMade = z.strictObject({
  ...recommended,
  recommendations: z.array(
    z.strictObject({
      ...recommendation,
      /** The organ whose decision is awaited, by the track and who manages the subject on the day (M1 Art. 20–22). */
      awaitedFrom: id.exactOptional(),
      /** Only the appointing organ decides: a proposal is forwarded to it (M1-2). */
      byProposal: z.literal(true).exactOptional(),
    }),
  ),
});
