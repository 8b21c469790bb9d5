// Makes a caller's act ready to be decided: ids the server makes, identities sealed. A reporter's
// name, contact and sealed materials never reach the decider, the ledger or a log in clear.
import type { ActBody, CaseAct, CaseCommand, CommandBody } from '../domain/case/acts.js';
import { Impossible, Unknown } from '../domain/refusal.js';
import type { EvidenceStore } from '../evidence/evidence-store.js';
import type { CaseKey } from '../ledger/keys.js';
import { canonicalJson } from '../ledger/canonical-json.js';
import { seal } from '../ledger/sealing.js';
import { eventIdOf, newIdOf } from './identity.js';

/** An act as a caller sent it. */
export type CaseRequestBody = {
  [A in CaseAct]: { readonly act: A; readonly body: ActBody<A> };
}[CaseAct];

/** Whether the request names a reporter or keeps a material with the reporter's identity. */
export function isConfidential(request: CaseRequestBody): boolean {
  if (request.act === 'evidence') return request.body.sealed === 'reporter';
  if (request.act !== 'register') return false;
  const { reporter } = request.body;
  return reporter?.name !== undefined || reporter?.contact !== undefined;
}

interface Identified {
  readonly caseId: string;
  readonly commandId: string;
  /** The case's key, where the request is confidential and about to be stored. */
  readonly key: CaseKey | undefined;
}

/** The command that is decided. Pure but for the randomness of sealing. */
export function completedCommand(request: CaseRequestBody, identified: Identified): CaseCommand {
  const newId = (): string => newIdOf(identified.commandId);
  switch (request.act) {
    case 'register':
      return { act: 'register', body: withReporterSealed(request.body, identified) };
    case 'evidence':
      return { act: 'evidence', body: completedEvidence(request.body, identified) };
    case 'decide':
      return { act: 'decide', body: { decisionId: newId(), ...request.body } };
    case 'issue-letter':
      return { act: 'issue-letter', body: { letterId: newId(), ...request.body } };
    case 'lodge-appeal':
      return { act: 'lodge-appeal', body: { appealId: newId(), ...request.body } };
    case 'accept':
    case 'add-subject':
    case 'identify-subject':
    case 'end-for-subject':
    case 'decline':
    case 'transfer':
    case 'initiate':
    case 'assign-investigators':
    case 'recuse-investigator':
    case 'declare-conflict':
    case 'record-intervention':
    case 'declare-interventions':
    case 'file-report':
    case 'hear-subject':
    case 'recommend':
    case 'issue-directive':
    case 'refuse-directive':
    case 'record-approval':
    case 'forward-proposal':
    case 'record-external-outcome':
    case 'record-delivery':
    case 'archive':
    case 'report-for-record':
    case 'publish':
    case 'record-execution':
    case 'record-follow-up':
    case 'withdraw-appeal':
    case 'assign-appeal-handler':
    case 'decide-appeal':
    case 'notify-appeal-outcome':
    case 'correct-decision':
    case 'correct-record':
    case 'void-record':
    case 'refer-discipline':
    case 'refer-judicial':
    case 'record-referral-outcome':
    case 'notify':
    case 'close':
    case 'reopen':
      return request;
  }
}

const notSealedYet = {
  sealed: { alg: 'A256GCM', keyId: '', nonce: '', ciphertext: '' },
} as const;

function withReporterSealed(
  { id: _, reporter, ...body }: ActBody<'register'>,
  identified: Identified,
): CommandBody<'register'> {
  const registered = { ...body, caseId: identified.caseId };
  if (reporter === undefined) return registered;
  const { mode, name, contact } = reporter;
  return {
    ...registered,
    reporter: {
      mode,
      ...(name === undefined ? {} : { name: sealedField(name, 'reporter.name', identified) }),
      ...(contact === undefined
        ? {}
        : { contact: sealedField(contact, 'reporter.contact', identified) }),
    },
  };
}

function completedEvidence(
  { on, sealed, ...material }: ActBody<'evidence'>,
  identified: Identified,
): CommandBody<'evidence'> {
  if (sealed === undefined) return { on, ...material };
  return { on, sealed, material: sealedField(canonicalJson(material), 'material', identified) };
}

/** @throws Unknown when the evidence store has no such bytes; Impossible when their size is another */
export async function requireBytes(
  { digest, size }: ActBody<'evidence'>,
  evidence: EvidenceStore,
  key: CaseKey | undefined,
): Promise<void> {
  const plain = await evidence.size(digest);
  // Sealed before by an attempt that came no further.
  const stands = plain ?? (key && (await evidence.sealedSize(digest, key)));
  if (stands === undefined) throw new Unknown('evidence', 'digest');
  if (stands !== size)
    throw new Impossible({
      path: 'size',
      words: { zh: '与已上传文件的大小不符', en: 'the bytes uploaded have another size' },
    });
}

/** The event of a confidential act is the first of its command: its id is known before it is decided. */
function sealedField(
  clear: string,
  field: string,
  { caseId, commandId, key }: Identified,
): ReturnType<typeof seal> {
  // Without a key the act is only tried: what stands in its place is never stored.
  if (key === undefined) return notSealedYet;
  return seal(clear, key, { stream: `case-${caseId}`, eventId: eventIdOf(commandId, 0), field });
}
