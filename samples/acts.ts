// How a case of the story is written down: act by act, each a request to `POST /cases`,
// `POST /cases/{id}/{act}` or `POST /supervision/findings/{id}/{act}`.
import { createHash } from 'node:crypto';
import { clerks, handlers, type Words } from './city.js';
import type { Clerk } from './client.js';

export interface Act {
  readonly by: Clerk;
  readonly caseId: string;
  readonly act: string;
  /** The legal date. */
  readonly on: string;
  readonly body: object;
  /** Where it is done about a finding of supervision, and not in the case. */
  readonly findingId?: string;
  /** The bytes to bring before, for a piece of evidence. */
  readonly file?: string;
  /** What later acts call the event this one becomes; the service makes its id. */
  readonly as?: string;
  /** Fields of the body that name an earlier event, by what it is called here. */
  readonly refers?: Readonly<Record<string, string>>;
  /** What is tried first and refused as irregular: these codes, no more and no fewer. */
  readonly refusedFirst?: {
    readonly told: Words;
    readonly codes: readonly string[];
    readonly body: object;
    /** What the office does about it. */
    readonly then: Words;
  };
}

/** The acts of one case, in order; `on` and the common fields are written once. */
export class CaseStory {
  readonly acts: Act[] = [];

  constructor(readonly caseId: string) {}

  register(by: Clerk, on: string, body: object): this {
    const common = { id: this.caseId, receivedOn: on, receivedBy: by.organ };
    this.acts.push({ by, caseId: this.caseId, act: 'register', on, body: { ...common, ...body } });
    return this;
  }

  then(
    by: Clerk,
    on: string,
    act: string,
    body: object,
    more: Pick<Act, 'as' | 'refers'> = {},
  ): this {
    this.acts.push({ by, caseId: this.caseId, act, on, body: { on, ...body }, ...more });
    return this;
  }

  /** An attempt that the service refuses, and what is recorded instead. */
  refused(
    by: Clerk,
    on: string,
    act: string,
    instead: object,
    refusal: NonNullable<Act['refusedFirst']>,
  ): this {
    const refusedFirst = { ...refusal, body: { on, ...refusal.body } };
    this.acts.push({ by, caseId: this.caseId, act, on, body: { on, ...instead }, refusedFirst });
    return this;
  }

  /** What a superior organ does about a finding. */
  onFinding(
    by: Clerk,
    on: string,
    findingId: string,
    act: 'escalate' | 'dismiss',
    body: object,
  ): this {
    this.acts.push({ by, caseId: this.caseId, act, on, body: { on, ...body }, findingId });
    return this;
  }

  evidence(by: Clerk, on: string, title: string, sealed?: 'reporter'): this {
    const file = fileOf(title);
    const body = {
      on,
      title,
      digest: digestOf(title),
      mediaType: 'text/plain',
      size: Buffer.byteLength(file),
      ...(sealed === undefined ? {} : { sealed }),
    };
    this.acts.push({ by, caseId: this.caseId, act: 'evidence', on, body, file });
    return this;
  }
}

function fileOf(title: string): string {
  return `${title}\n（演示用虚构材料）\n`;
}

export function digestOf(title: string): string {
  return `sha-256:${createHash('sha256').update(fileOf(title)).digest('hex')}`;
}

/** What most acts name. */
export const discipline = { organId: 'demo-discipline' };
export const standingCommittee = [{ name: '市纪委常委会' }];
export const team = [
  { ...handlers.g, organId: 'demo-discipline' },
  { ...handlers.h, organId: 'demo-discipline' },
];

export function finding(
  subjectId: string,
  ground: string,
  severity: string,
  facts: string,
): object {
  return { subjectId, facts, grounds: [ground], severity, mitigating: [], aggravating: [] };
}

/** 己某 pleads for somebody. */
export function pleading(subjectId: string, channel: string, content: string): object {
  const pleader = { personId: 'demo-f', name: '己某', post: '市政府副秘书长' };
  return { pleader, subjectId, contacted: handlers.g, channel, content, recordedBy: handlers.g };
}

/** Letter, deliveries, filing, publication in the unit: what follows a decision when all goes well. */
export function carriedOut(
  story: CaseStory,
  decisionId: string,
  letter: {
    readonly number: string;
    /** The organ that decided, which an appeal goes to. */
    readonly appealTo?: string;
  },
  on: {
    readonly letter: string;
    readonly delivered: string;
    readonly filed: string;
    readonly published: string;
  },
): CaseStory {
  return story
    .then(clerks.registrar, on.letter, 'issue-letter', {
      decisionId,
      letterId: `${decisionId}-letter`,
      appealTo: 'demo-discipline',
      ...letter,
    })
    .then(
      clerks.registrar,
      on.delivered,
      'record-delivery',
      { decisionId, recipient: 'subject', manner: '直接送达', receivedBy: '本人' },
      { as: `${decisionId}-delivery` },
    )
    .then(clerks.registrar, on.delivered, 'record-delivery', {
      decisionId,
      recipient: 'unit',
      manner: '直接送达',
      receivedBy: '单位办公室',
    })
    .then(clerks.registrar, on.filed, 'archive', { decisionId, keeperOrganId: 'demo-organization' })
    .then(clerks.registrar, on.published, 'publish', {
      decisionId,
      scope: 'unit',
      place: '单位公告栏',
    });
}

/** From 副科级 on: for the record of the superior commission and of the organisation department. */
export function reportedForRecord(story: CaseStory, decisionId: string, on: string): CaseStory {
  return ['demo-upper-discipline', 'demo-organization'].reduce(
    (told, toOrganId) =>
      told.then(clerks.registrar, on, 'report-for-record', { decisionId, toOrganId }),
    story,
  );
}
