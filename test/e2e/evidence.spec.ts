// The bytes of evidence: brought first, named by acts, read back only whole and by those who may.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { problemIn, refusal, type Caller } from '../support/caller.js';
import { registerCity, registration, uploaded } from '../support/city.js';
import { acts } from '../support/office.js';
import { loose, Readings } from '../support/readings.js';
import { RunningService } from '../support/running-service.js';

let service: RunningService;
let clerk: Caller;
let reading: Readings;

beforeAll(async () => {
  service = await RunningService.start();
  ({ clerk } = await registerCity(service));
  reading = new Readings(service, clerk);
  await clerk.did('C-1', 'register', registration);
});

const contentOfEvidence = '审批台账：2015年5月收件，9月仍未办结。';
const recorded = (changed: object) =>
  clerk.did('C-1', 'evidence', { ...acts.evidence, ...changed });

/** Files of the data directory in which a text stands in clear. */
function filesWith(text: string): string[] {
  return readdirSync(service.dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file).includes(text));
}

describe('evidence', () => {
  it('is uploaded first, named by its digest, and read back byte for byte', async () => {
    const answer = await clerk.upload(contentOfEvidence, 'text/plain');
    const digest = `sha-256:${createHash('sha256').update(contentOfEvidence).digest('hex')}`;
    const size = Buffer.byteLength(contentOfEvidence);
    expect(answer.status).toBe(201);
    expect(JSON.parse(answer.text)).toEqual({ digest, size, mediaType: 'text/plain' });
    const path = `/evidence/${digest}`;
    expect(refusal(await clerk.ask(path))).toBe('404 evidence-not-found');

    await recorded({ digest, size, mediaType: 'text/plain' });
    const read = await clerk.ask(await reading.now(path));
    expect([read.status, read.text]).toEqual([200, contentOfEvidence]);
    expect(read.headers.get('content-type')).toBe('text/plain');
    expect(read.headers.get('content-disposition')).toBe('attachment');
    expect(read.headers.get('content-length')).toBe(String(size));
  });

  it('is refused when its bytes were not brought, or have another size', async () => {
    const absent = await clerk.act('C-1', 'evidence', acts.evidence);
    expect(refusal(absent)).toBe('404 evidence-not-found');
    expect(problemIn(absent).errors).toMatchObject([{ path: 'digest' }]);
    const { digest } = await uploaded(clerk, '另一份材料');
    const other = await clerk.act('C-1', 'evidence', { ...acts.evidence, digest, size: 1 });
    expect(refusal(other)).toBe('409 not-possible');
    expect(problemIn(other).errors).toMatchObject([{ path: 'size' }]);
  });

  it('that would give the reporter away is sealed, and nobody downloads it', async () => {
    const content = '举报人手写材料';
    const secret = await uploaded(clerk, content);
    await recorded({ ...secret, title: '子某手写材料', sealed: 'reporter' });
    const path = await reading.now(`/evidence/${secret.digest}`);
    expect(refusal(await clerk.ask(path))).toBe('404 evidence-not-found');
    const { evidence } = z
      .looseObject({ evidence: z.array(loose) })
      .parse(await reading.file('C-1'));
    expect(evidence).toMatchObject([{}, { sealed: 'reporter', material: { sealed: true } }]);
    expect(JSON.stringify(evidence)).not.toContain(secret.digest);
    expect(filesWith(content)).toEqual([]);
    // Also when somebody brings the same bytes once more: no case has them on record in clear.
    await uploaded(clerk, content);
    expect(refusal(await clerk.ask(path))).toBe('404 evidence-not-found');
  });

  it('that was damaged on disk is not handed out: an error, and not one byte of it', async () => {
    const damaged = await uploaded(clerk, '将被损坏的材料');
    await recorded(damaged);
    await clerk.ask(await reading.now('/cases?limit=1'));
    const hex = damaged.digest.slice('sha-256:'.length);
    writeFileSync(
      join(service.dataDir, 'evidence', hex.slice(0, 2), hex.slice(2, 4), hex),
      '将被篡改的材料',
    );
    const before = await service.head();
    const answer = await clerk.ask(`/evidence/${damaged.digest}`);
    expect(refusal(answer)).toBe('500 internal-error');
    expect(answer.text).not.toContain('材料');
    expect(await service.head()).toBe(before);
    // Bringing the right bytes once more mends it.
    await uploaded(clerk, '将被损坏的材料');
    expect((await clerk.ask(`/evidence/${damaged.digest}`)).text).toBe('将被损坏的材料');
  });

  it('leaves nothing half-written behind', () => {
    expect(readdirSync(join(service.dataDir, 'evidence', 'incoming'))).toEqual([]);
  });
});
