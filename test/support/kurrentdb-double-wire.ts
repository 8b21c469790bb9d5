// Between the double's log and the messages of streams.proto, in the shapes the real server sends.
import { Metadata, status, type ServiceError } from '@grpc/grpc-js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import statuses from '@eventstore/db-client/generated/status_pb.js';
import messages from '@eventstore/db-client/generated/streams_pb.js';
import anything from 'google-protobuf/google/protobuf/any_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import type { Message } from 'google-protobuf';
import type { Decision, Expected, LoggedEvent, ProposedEvent } from './kurrentdb-double-log.js';

type ReadOptions = messages.ReadReq.Options;

/** Which events a subscription is told. */
export type Filter = (event: LoggedEvent) => boolean;

export function nameIn(identifier: shared.StreamIdentifier | undefined): string {
  return Buffer.from(identifier?.getStreamName_asU8() ?? []).toString();
}

function identifierOf(name: string): shared.StreamIdentifier {
  return new shared.StreamIdentifier().setStreamName(Buffer.from(name));
}

export function proposed(
  message: messages.BatchAppendReq.ProposedMessage | messages.AppendReq.ProposedMessage,
): ProposedEvent {
  const properties = message.getMetadataMap();
  return {
    id: message.getId()?.getString() ?? '',
    type: properties.get('type') ?? '',
    contentType: properties.get('content-type') ?? '',
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
}

export function expectedIn(
  options: messages.BatchAppendReq.Options | messages.AppendReq.Options,
): Expected {
  if (options.hasNoStream()) return 'none';
  if (options.hasAny()) return 'any';
  if (options.hasStreamExists()) return 'exists';
  return Number('getRevision' in options ? options.getRevision() : options.getStreamPosition());
}

/** What the server considers an event to take of the limit for one append. */
export function sizeOf({ type, data, metadata }: ProposedEvent): number {
  return data.length + metadata.length + 2 * type.length;
}

/** One event in answer to a read. 64-bit numbers go as text: a number would be sent as 0. */
export function eventResponse(event: LoggedEvent): messages.ReadResp {
  const recorded = new messages.ReadResp.ReadEvent.RecordedEvent()
    .setId(new shared.UUID().setString(event.id))
    .setStreamIdentifier(identifierOf(event.stream))
    .setStreamRevision(String(event.revision))
    .setCommitPosition(String(event.position))
    .setPreparePosition(String(event.position))
    .setData(event.data)
    .setCustomMetadata(event.metadata);
  recorded
    .getMetadataMap()
    .set('type', event.type)
    .set('content-type', event.contentType)
    .set('created', `${event.created}0000`);
  const read = new messages.ReadResp.ReadEvent().setEvent(recorded);
  return new messages.ReadResp().setEvent(read.setCommitPosition(String(event.position)));
}

export function confirmation(id: string): messages.ReadResp {
  const confirmed = new messages.ReadResp.SubscriptionConfirmation().setSubscriptionId(id);
  return new messages.ReadResp().setConfirmation(confirmed);
}

export function caughtUp(): messages.ReadResp {
  return new messages.ReadResp().setCaughtUp(new messages.ReadResp.CaughtUp());
}

export function checkpoint(position: number): messages.ReadResp {
  return new messages.ReadResp().setCheckpoint(
    new messages.ReadResp.Checkpoint()
      .setCommitPosition(String(position))
      .setPreparePosition(String(position)),
  );
}

export function streamNotFound(name: string): messages.ReadResp {
  const missing = new messages.ReadResp.StreamNotFound().setStreamIdentifier(identifierOf(name));
  return new messages.ReadResp().setStreamNotFound(missing);
}

export function filterIn(options: ReadOptions): Filter {
  const filter = options.getFilter();
  if (filter === undefined) return () => true;
  const byType = filter.getEventType();
  const expression = byType ?? filter.getStreamIdentifier();
  const regex = expression?.getRegex() ?? '';
  const prefixes = expression?.getPrefixList() ?? [];
  const pattern = new RegExp(regex);
  return (event) => {
    const text = byType === undefined ? event.stream : event.type;
    return regex === '' ? prefixes.some((each) => text.startsWith(each)) : pattern.test(text);
  };
}

/** The classic answer: a refusal is a part of it. */
export function appendResponse(decision: Decision, expected: Expected): messages.AppendResp {
  const response = new messages.AppendResp();
  if (decision.kind === 'stands') {
    const position = new messages.AppendResp.Position()
      .setCommitPosition(String(decision.position))
      .setPreparePosition(String(decision.position));
    return response.setSuccess(
      new messages.AppendResp.Success()
        .setCurrentRevision(String(decision.revision))
        .setPosition(position),
    );
  }
  const wrong = new messages.AppendResp.WrongExpectedVersion();
  const current = decision.kind === 'conflict' ? decision.current : 'none';
  if (current === 'none') wrong.setCurrentNoStream(new shared.Empty());
  else wrong.setCurrentRevision(String(current));
  if (expected === 'none') wrong.setExpectedNoStream(new shared.Empty());
  else if (expected === 'any') wrong.setExpectedAny(new shared.Empty());
  else if (expected === 'exists') wrong.setExpectedStreamExists(new shared.Empty());
  else wrong.setExpectedRevision(String(expected));
  return response.setWrongExpectedVersion(wrong);
}

/** The batch answer: a refusal is a google.rpc.Status with details. */
export function batchResponse(
  correlationId: string,
  stream: string,
  decision: Decision | 'too large' | 'timeout' | 'busy',
): messages.BatchAppendResp {
  const response = new messages.BatchAppendResp()
    .setCorrelationId(new shared.UUID().setString(correlationId))
    .setStreamIdentifier(identifierOf(stream));
  if (decision === 'too large') {
    const limit = new shared.MaximumAppendSizeExceeded().setMaxappendsize(largestAppend);
    return response.setError(refusal('MaximumAppendSizeExceeded', limit));
  }
  if (decision === 'timeout') return response.setError(refusal('Timeout', new shared.Timeout()));
  if (decision === 'busy') {
    const details = new anything.Any();
    details.pack(new empty.Empty().serializeBinary(), 'google.protobuf.Empty');
    return response.setError(
      new statuses.Status().setMessage('Server Is Busy').setDetails(details),
    );
  }
  switch (decision.kind) {
    case 'stands': {
      const position = new shared.AllStreamPosition()
        .setCommitPosition(String(decision.position))
        .setPreparePosition(String(decision.position));
      return response.setSuccess(
        new messages.BatchAppendResp.Success()
          .setCurrentRevision(String(decision.revision))
          .setPosition(position),
      );
    }
    case 'conflict': {
      const wrong = new shared.WrongExpectedVersion();
      if (decision.current === 'none') wrong.setCurrentNoStream(new empty.Empty());
      else wrong.setCurrentStreamRevision(String(decision.current));
      return response.setError(
        refusal('WrongExpectedVersion', wrong.setExpectedAny(new empty.Empty())),
      );
    }
    case 'deleted': {
      const deleted = new shared.StreamDeleted().setStreamIdentifier(identifierOf(stream));
      return response.setError(refusal('StreamDeleted', deleted));
    }
  }
}

/** Bytes of one append, unless the server is set up otherwise. */
export const largestAppend = 1024 * 1024;

function refusal(name: string, message: Message): statuses.Status {
  const details = new anything.Any();
  details.pack(message.serializeBinary(), `event_store.client.${name}`);
  return new statuses.Status().setMessage(name).setDetails(details);
}

/** An error as the server raises it: the client goes by the trailers. */
export function serverError(
  code: status,
  text: string,
  trailers: Readonly<Record<string, string>> = {},
): ServiceError {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(trailers)) metadata.set(name, value);
  return Object.assign(new Error(text), { code, details: text, metadata });
}

export function streamDeletedError(stream: string): ServiceError {
  return serverError(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, {
    exception: 'stream-deleted',
    'stream-name': stream,
  });
}
