// The transparency log as anybody reads it (c2sp.org/tlog-tiles; the prefix is `/api/v1/ledger`),
// and proofs for those who do not want to compute them from tiles.
import { Controller, Get, Param, Query, Req, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { PublishedLog } from '../ledger/sequencer/published-log.js';
import { toBase64 } from '../ledger/transparency/base64.js';
import { parseTilePath } from '../ledger/transparency/tiles.js';
import type { AskedRequest } from './asked.js';
import type { consistency, inclusion } from './ledger-answers.js';
import { LedgerFeed } from './ledger-feed.js';
import { queryOf } from './parsed.js';
import { HttpRefusal, problem } from './problem.js';
import { consistencyQuery, inclusionQuery, type checkpointQuery } from './queries.js';
import { Reading } from './reading.js';
import { InvalidRequest } from './validation.js';

const text = 'text/plain; charset=utf-8';

@Controller('api/v1/ledger')
export class LedgerController {
  constructor(
    private readonly log: PublishedLog,
    private readonly feed: LedgerFeed,
    private readonly reading: Reading,
  ) {}

  @Get('checkpoint')
  async checkpoint(
    @Query() { witness }: z.output<typeof checkpointQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const found =
      witness === undefined
        ? await this.log.checkpoint()
        : await this.log.checkpointCosignedBy(witness);
    if (found === undefined) throw new HttpRefusal(problem('not-cosigned'));
    void reply.headers({ 'content-type': text, 'cache-control': 'public, max-age=1' });
    return found.note;
  }

  /** One verifier key a line, the present one first. */
  @Get('key')
  key(@Res({ passthrough: true }) reply: FastifyReply): string {
    void reply.headers({ 'content-type': text, 'cache-control': 'public, max-age=60' });
    return this.log
      .verifierKeys()
      .map((key) => `${key}\n`)
      .join('');
  }

  @Get('tile/*')
  async tile(
    @Param('*') path: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const bytes = await this.log.tile(parseTilePath(path));
    if (bytes === undefined) throw new HttpRefusal(problem('tile-not-found'));
    // Of a tile that stands nothing ever changes.
    void reply.header('cache-control', 'public, max-age=31536000, immutable');
    return new StreamableFile(bytes, {
      type: 'application/octet-stream',
      length: bytes.length,
    });
  }

  @Get('proofs/inclusion')
  async inclusion(@Req() request: AskedRequest): Promise<z.output<typeof inclusion>> {
    const { position } = queryOf(request, inclusionQuery);
    await this.reading.requireRecorded(position, 'position');
    const found = await this.log.inclusionAt(position);
    if (found === undefined) throw new HttpRefusal(problem('event-not-found'));
    const { index, entry, hashes, checkpoint } = found;
    return {
      position,
      index,
      size: checkpoint.size,
      entry: toBase64(entry),
      hashes: hashes.map(toBase64),
      checkpoint: checkpoint.note,
    };
  }

  @Get('proofs/consistency')
  async consistency(@Req() request: AskedRequest): Promise<z.output<typeof consistency>> {
    const { from, to } = queryOf(request, consistencyQuery);
    const { size } = await this.log.checkpoint();
    const last = to ?? size;
    if (last > size) throw beyond('to', size);
    if (from > last) throw beyond('from', last);
    const hashes = await this.log.consistency(from, last);
    return { from, to: last, hashes: hashes.map(toBase64) };
  }

  /** @throws NotPublished while no checkpoint covers the event */
  @Get('receipts/:eventId')
  async receipt(
    @Param('eventId') eventId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const receipt = await this.log.receipt(eventId, await this.feed.head());
    if (receipt === undefined) throw new HttpRefusal(problem('event-not-found'));
    void reply.headers({
      'content-type': text,
      'content-disposition': `attachment; filename="${eventId}.tlog-proof"`,
    });
    return receipt;
  }
}

function beyond(path: string, size: number): InvalidRequest {
  return new InvalidRequest([
    {
      path,
      words: {
        zh: `不得大于 ${String(size)}`,
        en: `expected at most ${String(size)}`,
      },
    },
  ]);
}
