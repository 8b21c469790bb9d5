// `wenze verify --url URL`: a transparency log by its public files alone (c2sp.org/tlog-tiles).
// Uses nothing of the service but its verifying code; whatever comes over the wire may be hostile.
import { boundedBody } from '../ledger/transparency/bounded-body.js';
import { openCheckpoint, type Checkpoint } from '../ledger/transparency/checkpoint.js';
import { cosignatureVerifier } from '../ledger/transparency/cosignature.js';
import { GrowingTree, leafHash, sameHash } from '../ledger/transparency/merkle.js';
import { ed25519Verifier } from '../ledger/transparency/note.js';
import { DoesNotHold, Malformed } from '../ledger/transparency/refused.js';
import {
  parseBundle,
  parseTile,
  printTilePath,
  rootOver,
  tilesOf,
  tileWidth,
  type Tile,
} from '../ledger/transparency/tiles.js';
import { openWitnessed, type Witnessed } from '../ledger/transparency/witnessed.js';

export interface ServiceToVerify {
  /** The service, or the prefix of any such log. */
  readonly url: URL;
  readonly verifierKeys: readonly string[];
  /** Keys of witnesses who must have cosigned a checkpoint of it. */
  readonly witnessKeys?: readonly string[];
  /** Signed checkpoints from before, each with the name it is reported by. */
  readonly kept: readonly { readonly name: string; readonly note: string }[];
  /** Told every place that does not hold. */
  readonly report: (reason: string) => void;
}

export interface VerifiedService {
  readonly holds: boolean;
  /** Leaves under the checkpoint. */
  readonly size: number;
  readonly faults: readonly string[];
  /** The last checkpoint of each witness that was asked for, which need not be the log's last. */
  readonly witnessed: readonly Witnessed[];
  /** The verifier key that the service itself told, where none was given. */
  readonly believedKey: string | null;
  /** The checkpoint as it came: kept by whoever asks, it shows later whether anything was changed. */
  readonly checkpoint: string | null;
}

/** Tiles fetched at once. */
const atOnce = 8;
const patienceMs = 30_000;
/** Of a bundle of full width with entries as long as they may be. */
const mostBytes = tileWidth * (2 + 65_535);

/** Something could not be fetched. */
class NotFetched extends Error {
  override readonly name = 'NotFetched';
}

/** @param progressed told how many leaves have been checked */
export async function verifyService(
  { url, verifierKeys, witnessKeys = [], kept, report: tell }: ServiceToVerify,
  progressed: (leaves: number) => void,
): Promise<VerifiedService> {
  const faults: string[] = [];
  const report = (reason: string): void => {
    faults.push(reason);
    tell(reason);
  };
  const log = new LogFiles(url);
  let believedKey: string | null = null;
  let note: string | null = null;
  const witnessed: Witnessed[] = [];
  let size = 0;
  try {
    if (verifierKeys.length === 0) believedKey = (await log.text('key')).trimEnd();
    const keys = believedKey === null ? verifierKeys : believedKey.split('\n');
    const verifiers = keys.map(ed25519Verifier);
    // Before the last one: what was cosigned then must be in it.
    const cosigned: (Checkpoint & { name: string })[] = [];
    for (const witness of witnessKeys.map(cosignatureVerifier))
      try {
        const asked = `checkpoint?witness=${encodeURIComponent(witness.name)}`;
        const one = openWitnessed(await log.text(asked), verifiers, witness);
        cosigned.push({ ...one, name: `the checkpoint that ${witness.name} cosigned` });
        witnessed.push(one.witnessed);
      } catch (error) {
        report(`no checkpoint that ${witness.name} cosigned: ${reasonOf(error)}`);
      }
    note = await log.text('checkpoint');
    const checkpoint = openCheckpoint(note, verifiers);
    ({ size } = checkpoint);
    const before = kept.flatMap(({ name, note: signed }) => {
      try {
        const one = openCheckpoint(signed, verifiers);
        // Where a log took the place of another, what was signed before it may be lost.
        const same = one.origin === checkpoint.origin;
        return [{ ...one, name: same ? name : `${name}, of a log before this one,` }];
      } catch (error) {
        report(`${name}: ${reasonOf(error)}`);
        return [];
      }
    });
    const earlier = [...cosigned, ...before];
    for (const one of earlier)
      if (one.size > size)
        report(`${one.name} covers ${String(one.size)} leaves and the log has ${String(size)}`);
    await checkTree(
      log,
      [...earlier, { ...checkpoint, name: 'the checkpoint' }],
      report,
      progressed,
    );
  } catch (error) {
    report(reasonOf(error));
  }
  const holds = faults.length === 0;
  return { holds, size, faults, witnessed, believedKey, checkpoint: note };
}

/** Computes every hash of the tree again, from the entries up. The last checkpoint is the log's. */
async function checkTree(
  log: LogFiles,
  checkpoints: readonly (Checkpoint & { readonly name: string })[],
  report: (reason: string) => void,
  progressed: (leaves: number) => void,
): Promise<void> {
  const size = checkpoints.at(-1)?.size ?? 0;
  const tree = new GrowingTree();
  const compareRoots = (): void => {
    for (const one of checkpoints)
      if (one.size === tree.size && !sameHash(one.root, tree.root()))
        report(`the first ${String(one.size)} leaves are not those of ${one.name}`);
  };
  compareRoots();
  let roots: Uint8Array[] = [];
  for await (const { tile, entries, hashes } of leafTiles(log, size)) {
    const leaves = entries.map(leafHash);
    for (const [at, leaf] of leaves.entries()) {
      const hash = hashes[at];
      if (hash === undefined || !sameHash(leaf, hash))
        report(
          `entry ${String(at)} of tile/${printTilePath({ ...tile, level: 'entries' })} is not leaf ${String(tree.size)} of its tile`,
        );
      tree.add(leaf);
      compareRoots();
    }
    if (tile.width === tileWidth) roots.push(rootOver(leaves));
    progressed(tree.size);
  }
  // What stands above the leaves is compared with what follows from them.
  for (let level = 1; roots.length > 0; level += 1) {
    const above: Uint8Array[] = [];
    for (const { index, width } of tilesOf(roots.length, 0)) {
      const tile: Tile = { level, index, width };
      const made = roots.slice(index * tileWidth, index * tileWidth + width);
      for (const [at, hash] of (await log.hashes(tile)).entries())
        if (!sameHash(hash, made[at] ?? hash.subarray(1)))
          report(`hash ${String(at)} of tile/${printTilePath(tile)} is not the root below it`);
      if (width === tileWidth) above.push(rootOver(made));
    }
    roots = above;
  }
}

interface LeafTile {
  readonly tile: Tile;
  readonly entries: readonly Uint8Array[];
  readonly hashes: readonly Uint8Array[];
}

/** Entries and leaf hashes from the first on, some tiles fetched ahead. */
async function* leafTiles(log: LogFiles, size: number): AsyncGenerator<LeafTile, void, undefined> {
  let group: Promise<LeafTile>[] = [];
  const fetched = async (tile: Tile): Promise<LeafTile> => {
    const [entries, hashes] = await Promise.all([log.entries(tile), log.hashes(tile)]);
    return { tile, entries, hashes };
  };
  for (const tile of tilesOf(size, 0)) {
    group.push(fetched(tile));
    if (group.length < atOnce) continue;
    yield* await Promise.all(group);
    group = [];
  }
  yield* await Promise.all(group);
}

/** The public files of a log. @throws NotFetched, Malformed */
class LogFiles {
  readonly #prefix: string;

  constructor(url: URL) {
    const path = url.pathname.replace(/\/$/, '');
    this.#prefix = `${url.origin}${path === '' ? '/api/v1/ledger' : path}`;
  }

  async text(path: string): Promise<string> {
    const bytes = await this.#get(path);
    if (bytes === undefined) throw new NotFetched(`${path}: HTTP 404`);
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  }

  async hashes(tile: Tile): Promise<Uint8Array[]> {
    const { bytes, width } = await this.#tile(tile);
    return named(tile, () => parseTile(bytes, width).slice(0, tile.width));
  }

  async entries(tile: Tile): Promise<Uint8Array[]> {
    const { bytes, width } = await this.#tile({ ...tile, level: 'entries' });
    return named({ ...tile, level: 'entries' }, () =>
      parseBundle(bytes, width).slice(0, tile.width),
    );
  }

  /** A log may keep the full tile only, once it has it. */
  async #tile(tile: Tile): Promise<{ readonly bytes: Uint8Array; readonly width: number }> {
    const path = `tile/${printTilePath(tile)}`;
    const bytes = await this.#get(path);
    if (bytes !== undefined) return { bytes, width: tile.width };
    const full =
      tile.width < tileWidth
        ? await this.#get(`tile/${printTilePath({ ...tile, width: tileWidth })}`)
        : undefined;
    if (full === undefined) throw new NotFetched(`${path}: HTTP 404`);
    return { bytes: full, width: tileWidth };
  }

  /** Undefined for 404. */
  async #get(path: string): Promise<Uint8Array | undefined> {
    let response: Response;
    try {
      response = await fetch(`${this.#prefix}/${path}`, {
        redirect: 'error',
        signal: AbortSignal.timeout(patienceMs),
      });
      if (response.status === 404) return undefined;
      if (response.ok) return await boundedBody(response, mostBytes);
    } catch (error) {
      if (error instanceof Malformed) throw error;
      throw new NotFetched(`${path}: cannot be fetched`, { cause: error });
    }
    throw new NotFetched(`${path}: HTTP ${String(response.status)}`);
  }
}

function named<T>(tile: Tile, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    throw new Malformed(`tile/${printTilePath(tile)}`, error.reason);
  }
}

/** What the verifying code and the wire are known to throw. @throws whatever else it is */
function reasonOf(error: unknown): string {
  if (error instanceof Malformed || error instanceof DoesNotHold || error instanceof NotFetched)
    return error.message;
  throw error;
}
