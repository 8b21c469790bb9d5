// What a command answers (API.md, Conventions), whatever it was on.
import type { FastifyReply } from 'fastify';
import type { Outcome } from '../commands/append-command.js';

/** What was recorded, and where the stream stands. */
export type RecordedAnswer = Pick<Outcome, 'revision' | 'position' | 'events'>;

/** Writes a command's status and headers: 201 when something was recorded, 200 when it was so already. */
export function answered(
  { revision, position, events, replayed }: Outcome,
  reply: FastifyReply,
): RecordedAnswer {
  void reply.status(events.length === 0 ? 200 : 201).header('etag', `"${String(revision)}"`);
  if (replayed) void reply.header('idempotent-replayed', 'true');
  return { revision, position, events };
}
