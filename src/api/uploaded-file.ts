// The one file of an upload (RFC 7578), as a stream: nothing is kept in memory or written here.
import { Busboy } from '@fastify/busboy';
import type { FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import { HttpRefusal, problem } from './problem.js';
import { InvalidRequest } from './validation.js';

export interface UploadedFile {
  /** Fails when the upload is too large, breaks off or turns out not to be one file. */
  readonly bytes: Readable;
  /** As the client says it is; trusted for nothing. */
  readonly mediaType: string;
}

/** A request on a server that takes uploads. */
export type UploadRequest = FastifyRequest & {
  /** Most bytes of a file. */
  readonly uploadLimit?: number;
};

const fieldName = 'file';

export function isMultipart({ headers }: FastifyRequest): boolean {
  return /^multipart\/form-data\s*(;|$)/i.test(headers['content-type'] ?? '');
}

/**
 * Hands the uploaded file to `keep`, and waits until the form has ended as it should.
 * @throws InvalidRequest when the body is not a form of one file named `file`; HttpRefusal
 * `too-large`; whatever `keep` throws. `keep` may have had bytes by then: its stream fails.
 */
export async function keepUploadedFile<T>(
  request: UploadRequest,
  keep: (file: UploadedFile) => Promise<T>,
): Promise<T> {
  const upload = new Upload(request);
  try {
    const kept = await keep(await upload.file);
    await upload.end;
    return kept;
  } finally {
    upload.letGo();
  }
}

/** A form as it comes in. The first thing that goes wrong ends all of it. */
class Upload {
  readonly file: Promise<UploadedFile>;
  readonly end: Promise<void>;
  private readonly form: Busboy;
  private bytes: Readable | undefined;

  constructor(private readonly request: UploadRequest) {
    const { raw, headers, uploadLimit } = request;
    this.form = readerOf(headers, uploadLimit);
    let fail: (error: Error) => void = () => undefined;
    const failed = new Promise<never>((_, reject) => (fail = reject));
    failed.catch(() => undefined);
    const refuse = (error: Error): void => {
      fail(error);
      this.bytes?.destroy(error);
    };

    const named = new Promise<UploadedFile>((resolve) => {
      this.form.on('file', (name, bytes, _name, _encoding, mediaType) => {
        this.bytes = bytes;
        bytes.once('limit', () => refuse(new HttpRefusal(problem('too-large'))));
        // Whoever reads the stream sees its error too; without a reader nobody would catch it.
        bytes.on('error', () => undefined);
        if (name === fieldName) resolve({ bytes, mediaType });
        else refuse(notOneFile());
      });
    });
    const ended = new Promise<void>((resolve) => this.form.once('finish', resolve));
    for (const event of ['field', 'partsLimit', 'filesLimit', 'fieldsLimit', 'error'])
      this.form.on(event, () => refuse(notOneFile()));
    raw.once('close', () => {
      if (!raw.readableEnded) refuse(notOneFile());
    });
    this.file = Promise.race([named, failed, ended.then(() => Promise.reject(notOneFile()))]);
    this.end = Promise.race([ended, failed]);
    this.end.catch(() => undefined);
    raw.pipe(this.form);
  }

  /** Reads past what nobody wants any more, so that the client gets its answer. */
  letGo(): void {
    this.request.raw.unpipe(this.form).resume();
    this.bytes?.destroy();
  }
}

type Busboy = InstanceType<typeof Busboy>;

function readerOf(headers: FastifyRequest['headers'], fileSize = Infinity): Busboy {
  try {
    return new Busboy({
      headers: { ...headers, 'content-type': headers['content-type'] ?? '' },
      limits: { fileSize, files: 1, fields: 0, parts: 1, headerPairs: 20 },
    });
  } catch (error) {
    // It throws of a form without a boundary, and of nothing else.
    throw Object.assign(notOneFile(), { cause: error });
  }
}

function notOneFile(): InvalidRequest {
  return new InvalidRequest([
    {
      path: fieldName,
      words: {
        zh: `应为完整的 multipart/form-data，且只含一个名为 ${fieldName} 的文件`,
        en: `expected a whole multipart/form-data body with one file named ${fieldName}`,
      },
    },
  ]);
}
