// A witness as an audit office runs one, written from c2sp.org/tlog-witness and none of our code: it
// keeps the last checkpoint of each log it knows in a file of its own, on disk before it answers, and
// cosigns nothing that does not go on from it. What it then sends can be spoilt by a test.
import { createPublicKey, generateKeyPairSync, createPrivateKey, sign } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { checkpointIn, rootsFrom, sha256, textOf } from './outsider.js';

/** What it sends. */
export interface Sent {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface WitnessOptions {
  /** Its memory and its key. */
  readonly directory: string;
  readonly name?: string;
  /** Verifier keys of the logs it knows, by their origin. */
  readonly logs: Readonly<Record<string, string>>;
  /** Where it listened before, to be found there again. */
  readonly port?: number;
}

const tree0 = sha256();

export class Witness {
  static async start(options: WitnessOptions): Promise<Witness> {
    const witness = new Witness(options);
    await new Promise<void>((resolve) => {
      witness.#server.listen(options.port ?? 0, '127.0.0.1', resolve);
    });
    running.add(witness);
    return witness;
  }

  /** Spoils an answer, or does something before it; sends what was right unless told. */
  spoil: (right: Sent, body: string) => Sent | Promise<Sent> = (right) => right;
  /** Its clock, in seconds since 1970. */
  now: () => number = () => Math.floor(Date.now() / 1000);
  /** The bodies that were sent to it. */
  readonly asked: string[] = [];
  readonly name: string;
  readonly #options: WitnessOptions;
  readonly #server: Server;

  private constructor(options: WitnessOptions) {
    this.#options = options;
    this.name = options.name ?? 'witness.example/w1';
    this.#server = createServer((request, response) => {
      void this.#answer(request).then(({ status, body, headers = {} }) => {
        response.writeHead(status, headers).end(body);
      });
    });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${String(this.port)}/prefix`;
  }

  get verifierKey(): string {
    const material = this.#material();
    return `${this.name}+${this.#keyId().toString('hex')}+${material.toString('base64')}`;
  }

  /** Ends it; its memory stays in its directory. */
  async stop(): Promise<void> {
    if (!running.delete(this)) return;
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** The same witness, started again at its old address. */
  again(port: number): Promise<Witness> {
    return Witness.start({ ...this.#options, port });
  }

  /** It loses what it held. */
  forget(): void {
    for (const name of readdirSync(this.#options.directory))
      if (name !== 'key.pem') rmSync(join(this.#options.directory, name));
  }

  /** The signature line of a text, at a time. */
  line(text: string, seconds: number): string {
    const time = Buffer.alloc(8);
    time.writeBigUInt64BE(BigInt(seconds));
    const message = `cosignature/v1\ntime ${String(seconds)}\n${text}`;
    const signature = sign(null, Buffer.from(message), this.#key());
    const bytes = Buffer.concat([this.#keyId(), time, signature]);
    return `— ${this.name} ${bytes.toString('base64')}\n`;
  }

  async #answer(request: IncomingMessage): Promise<Sent> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    const path = request.url ?? '';
    const [, hash] = /^\/prefix\/([0-9a-f]{64})\/checkpoint$/.exec(path) ?? [];
    if (request.method === 'GET' && hash !== undefined) return this.#held(hash);
    if (request.method !== 'POST' || path !== '/prefix/add-checkpoint')
      return { status: 404, body: 'no such route\n' };
    this.asked.push(body);
    return this.spoil(this.#add(body), body);
  }

  #held(hash: string): Sent {
    const path = join(this.#options.directory, hash);
    return existsSync(path)
      ? { status: 200, body: readFileSync(path, 'utf8') }
      : { status: 404, body: 'nothing was cosigned\n' };
  }

  /** Checks and keeps in one turn of the event loop: no other request comes between. */
  #add(body: string): Sent {
    const split = body.indexOf('\n\n');
    const [first = '', ...lines] = body.slice(0, split).split('\n');
    const note = body.slice(split + 2);
    const [, oldSize] = /^old (0|[1-9][0-9]*)$/.exec(first) ?? [];
    const proof = lines.map((line) => Buffer.from(line, 'base64'));
    const formed =
      split !== -1 &&
      oldSize !== undefined &&
      lines.length <= 63 &&
      proof.every((hash, at) => hash.length === 32 && hash.toString('base64') === lines[at]);
    if (!formed) return { status: 400, body: 'malformed\n' };
    const old = Number(oldSize);

    const [origin = ''] = note.split('\n');
    const key = this.#options.logs[origin];
    if (key === undefined) return { status: 404, body: 'unknown log\n' };
    let shown;
    try {
      shown = checkpointIn(note, key);
    } catch {
      return { status: 403, body: 'no signature of a key that is trusted\n' };
    }
    if (old > shown.size) return { status: 400, body: 'the old size is larger\n' };

    const path = join(this.#options.directory, sha256(origin).toString('hex'));
    const held = existsSync(path) ? checkpointIn(readFileSync(path, 'utf8'), key) : undefined;
    if (old !== (held?.size ?? 0))
      return {
        status: 409,
        body: `${String(held?.size ?? 0)}\n`,
        headers: { 'content-type': 'text/x.tlog.size' },
      };
    if (!goesOn(held ?? { size: 0, root: tree0 }, shown, proof))
      return { status: 422, body: 'it does not go on from what is held\n' };

    const text = textOf(note);
    const line = this.line(text, this.now());
    const own = note
      .slice(text.length + 1)
      .split(/(?<=\n)/)
      .filter((signature) => signature.startsWith(`— ${origin} `));
    keep(path, `${text}\n${own.join('')}${line}`);
    return { status: 200, body: line };
  }

  #key() {
    const path = join(this.#options.directory, 'key.pem');
    if (!existsSync(path)) {
      const { privateKey } = generateKeyPairSync('ed25519');
      keep(path, String(privateKey.export({ format: 'pem', type: 'pkcs8' })));
    }
    return createPrivateKey(readFileSync(path));
  }

  #material(): Buffer {
    const der = createPublicKey(this.#key()).export({ format: 'der', type: 'spki' });
    return Buffer.concat([Buffer.of(4), der.subarray(-32)]);
  }

  #keyId(): Buffer {
    return sha256(`${this.name}\n`, this.#material()).subarray(0, 4);
  }
}

interface Tree {
  readonly size: number;
  readonly root: Buffer;
}

function goesOn(held: Tree, shown: Tree, proof: readonly Buffer[]): boolean {
  if (shown.size === 0 && !shown.root.equals(tree0)) return false;
  if (held.size === 0) return proof.length === 0;
  if (held.size === shown.size) return proof.length === 0 && held.root.equals(shown.root);
  try {
    const { first, second } = rootsFrom(held.size, shown.size, proof, held.root);
    return first.equals(held.root) && second.equals(shown.root);
  } catch {
    return false;
  }
}

/** The file stands whole under its name and is on disk. */
function keep(path: string, text: string): void {
  const file = openSync(`${path}.new`, 'w', 0o600);
  writeFileSync(file, text);
  fsyncSync(file);
  closeSync(file);
  renameSync(`${path}.new`, path);
}

const running = new Set<Witness>();

afterAll(async () => {
  await Promise.all([...running].map((witness) => witness.stop()));
});
