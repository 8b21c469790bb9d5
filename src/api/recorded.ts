// What a command answers (API.md, Conventions), whatever it was on.
import type { FastifyReply } from 'fastify';
import type { Outcome } from '../commands/append-command.js';
import { noticeOf } from '../domain/case/notices.js';
import { dispositionNotices } from '../domain/supervision/disposition-notices.js';
import { citation } from '../domain/regulation/citation.js';
import type { Language } from './language.js';

/** What was recorded, where the stream stands, and what is worth a look. */
export type RecordedAnswer = Pick<Outcome, 'revision' | 'position' | 'events'> & {
  /** Absent when there is nothing to say. */
  readonly notices?: readonly ShownNotice[];
};

interface ShownNotice {
  readonly code: string;
  readonly clause: string;
  readonly citation: string;
  readonly message: string;
}

/** Writes a command's status and headers: 201 when something was recorded, 200 when it was so already. */
export function answered(
  { revision, position, events, notices, replayed }: Outcome,
  reply: FastifyReply,
  language: Language,
): RecordedAnswer {
  void reply.status(events.length === 0 ? 200 : 201).header('etag', `"${String(revision)}"`);
  if (replayed) void reply.header('idempotent-replayed', 'true');
  const shown = notices.flatMap(
    ({ code }) => noticeOf(code) ?? dispositionNotices.find((one) => one.code === code) ?? [],
  );
  return {
    revision,
    position,
    events,
    ...(shown.length === 0
      ? {}
      : {
          notices: shown.map(({ code, clause, words }) => ({
            code,
            clause,
            citation: citation(clause)[language],
            message: words[language],
          })),
        }),
  };
}
