// The messages of KurrentDB's batch append (streams.proto, BatchAppendReq and BatchAppendResp), made
// with the client's generated code.
import shared from '@eventstore/db-client/generated/shared_pb.js';
import messages from '@eventstore/db-client/generated/streams_pb.js';
import { randomUUID } from 'node:crypto';
import type { StoredTexts } from './appendable.js';
import type { Position } from './event.js';
import type { ExpectedRevision } from './ledger.js';

/** An append as it goes out, any number of times. */
export interface EncodedAppend {
  readonly correlationId: string;
  readonly request: messages.BatchAppendReq;
  readonly bytes: number;
}

/** What the server said of an append. */
export type AppendAnswer =
  /** The events stand, written now or before. */
  | {
      readonly kind: 'stands';
      readonly revision: number;
      readonly position: Position | undefined;
    }
  | { readonly kind: 'conflict'; readonly actual: number | 'none' }
  /** Nothing was written, and sending it again would change nothing. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Nothing was written; it may be later. */
  | { readonly kind: 'busy'; readonly reason: string }
  /** The server gave up waiting for its own commit, or said something we do not know. */
  | { readonly kind: 'unclear'; readonly reason: string };

/** An append ready to be sent. */
export function encodedAppend(
  stream: string,
  expected: ExpectedRevision,
  events: readonly StoredTexts[],
): EncodedAppend {
  const correlationId = randomUUID();
  const request = new messages.BatchAppendReq()
    .setCorrelationId(new shared.UUID().setString(correlationId))
    .setOptions(optionsOf(stream, expected))
    .setIsFinal(true);
  let bytes = 0;
  for (const { id, type, data, metadata } of events) {
    const message = new messages.BatchAppendReq.ProposedMessage()
      .setId(new shared.UUID().setString(id))
      .setData(Buffer.from(data))
      .setCustomMetadata(Buffer.from(metadata));
    message.getMetadataMap().set('type', type).set('content-type', 'application/json');
    request.addProposedMessages(message);
    bytes += message.getData_asU8().length + message.getCustomMetadata_asU8().length + 100;
  }
  return { correlationId, request, bytes };
}

function optionsOf(stream: string, expected: ExpectedRevision): messages.BatchAppendReq.Options {
  // Without a deadline: the server's own time-out holds, and the two clocks need not agree.
  const options = new messages.BatchAppendReq.Options().setStreamIdentifier(
    new shared.StreamIdentifier().setStreamName(Buffer.from(stream)),
  );
  if (expected === 'none') return options.setNoStream(new shared.Empty());
  if (expected === 'any') return options.setAny(new shared.Empty());
  // As text: a number would be encoded as 0 without a word.
  return options.setStreamPosition(String(expected));
}

/** What a response says. */
export function answerIn(response: messages.BatchAppendResp): AppendAnswer {
  const success = response.getSuccess();
  if (success !== undefined) {
    return {
      kind: 'stands',
      revision: Number(success.getCurrentRevision()),
      position: success.getPosition()?.getCommitPosition(),
    };
  }
  const error = response.getError();
  const details = error?.getDetails();
  const reason = error?.getMessage() ?? 'an answer without content';
  const name = details?.getTypeName().replace(/^event_store\.client\./, '');
  switch (name) {
    case 'WrongExpectedVersion': {
      const conflict = details?.unpack(
        (bytes) => shared.WrongExpectedVersion.deserializeBinary(bytes),
        details.getTypeName(),
      );
      if (conflict == null) return { kind: 'unclear', reason };
      const current = conflict.hasCurrentStreamRevision();
      const actual = current ? Number(conflict.getCurrentStreamRevision()) : 'none';
      return { kind: 'conflict', actual };
    }
    case 'AccessDenied':
    case 'BadRequest':
    case 'StreamDeleted':
    case 'MaximumAppendSizeExceeded':
    case 'MaximumAppendEventSizeExceeded':
      return { kind: 'refused', reason: name };
    case 'Timeout':
    case 'Unknown':
    case undefined:
    default:
      // Said before anything is written (Streams.BatchAppend.cs, NotHandled).
      return /^Server Is (Not Ready|Busy)$/.test(reason)
        ? { kind: 'busy', reason }
        : { kind: 'unclear', reason };
  }
}
