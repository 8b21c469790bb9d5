// The bytes of evidence: brought first, named by acts later, read by those who see a case that
// has them on record.
import { Controller, Get, Param, Post, Req, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Unknown } from '../domain/refusal.js';
import { EvidenceStore, type StoredEvidence } from '../evidence/evidence-store.js';
import { caseWithEvidence } from '../projections/evidence-cases.js';
import type { AskedRequest } from './asked.js';
import { queryOf } from './parsed.js';
import { oneThing } from './queries.js';
import { Reading } from './reading.js';
import { keepUploadedFile } from './uploaded-file.js';

@Controller('api/v1/evidence')
export class EvidenceController {
  constructor(
    private readonly evidence: EvidenceStore,
    private readonly reading: Reading,
  ) {}

  @Post()
  bring(@Req() request: AskedRequest): Promise<StoredEvidence & { mediaType: string }> {
    // The server's own limit on uploads cuts the stream with an error (EVIDENCE_LIMIT).
    return keepUploadedFile(request, async ({ bytes, mediaType }) => ({
      ...(await this.evidence.put(bytes, Number.MAX_SAFE_INTEGER)),
      mediaType,
    }));
  }

  @Get(':digest')
  async bytes(
    @Param('digest') digest: string,
    @Req() request: AskedRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    await this.reading.reached(queryOf(request, oneThing).atLeast);
    const scope = this.reading.scopeOf(request);
    const named = await caseWithEvidence(this.reading.store, scope, digest);
    const found = named && (await this.evidence.get(digest));
    if (named === undefined || found === undefined) throw new Unknown('evidence');
    try {
      await this.reading.showing(request, [`case/${named.caseId}`, `evidence/${digest}`]);
    } catch (error) {
      found.stream.destroy();
      throw error;
    }
    // Whatever the uploader said it was, no browser is to run it.
    void reply.headers({
      'content-type': safeMediaType(named.mediaType),
      'content-disposition': 'attachment',
      'content-length': String(found.size),
    });
    return new StreamableFile(found.stream);
  }
}

function safeMediaType(said: string): string {
  return /^[a-z]+\/[a-z0-9.+-]+$/i.test(said) ? said : 'application/octet-stream';
}
