// A disk that promises no more than POSIX does: what a file holds is safe once the file was
// flushed, what a directory holds (names) once the directory was. Everything else may be there
// after a power cut or not, sector by sector and name by name, in any combination.
import { basename, dirname } from 'node:path';
import type { SystemCall } from './system-calls.js';

/** What a power cut does to that which was not flushed. */
export interface PowerCut {
  readonly chance: () => number;
  readonly manner: Manner;
}

/**
 * How much of what was not flushed the disk has: nothing, everything, some of the writes, some of
 * their sectors, all up to some moment, or all of some files and nothing of the others.
 */
export const manners = [
  'nothing',
  'everything',
  'some writes',
  'some sectors of 512',
  'some sectors of 4096',
  'up to a moment',
  'some files',
] as const;

export type Manner = (typeof manners)[number];

/** Files with their bytes, and directories (`undefined`), by path; a directory stands before what is in it. */
export type Image = ReadonlyMap<string, Buffer | undefined>;

/** A change to a file's bytes, in the order in which changes were made on the whole disk. */
type Change = { readonly at: number } & (
  { readonly offset: number; readonly bytes: Buffer } | { readonly size: number }
);

/** A name given (`node`) or taken away. */
interface Naming {
  readonly at: number;
  readonly name: string;
  readonly node: Inode | undefined;
}

class File {
  /** What is safe, at the front of a longer buffer. */
  #safe: Buffer = Buffer.alloc(0);
  #safeSize = 0;
  unsafe: readonly Change[] = [];
  /**
   * What a failed flush has left: the system takes it for clean and never writes it again, so no
   * later flush makes it safe. The disk may have it or not.
   */
  forsaken: readonly Change[] = [];
  /** As the running system sees it. */
  size = 0;

  change(change: Change): void {
    this.unsafe = [...this.unsafe, change];
    this.size = 'size' in change ? change.size : Math.max(this.size, endOf(change));
  }

  flushed(upTo: number): void {
    for (const change of this.unsafe)
      if (change.at <= upTo) {
        this.#make(change);
        this.forsaken = this.forsaken.flatMap((older) => without(older, change));
      }
    this.unsafe = this.unsafe.filter(({ at }) => at > upTo);
  }

  flushFailed(upTo: number): void {
    this.forsaken = [...this.forsaken, ...this.unsafe.filter(({ at }) => at <= upTo)];
    this.unsafe = this.unsafe.filter(({ at }) => at > upTo);
  }

  /** What is there after a power cut. */
  after(kept: Kept, { chance }: PowerCut): Buffer {
    const changes = [...this.forsaken, ...this.unsafe];
    const ends = changes.map((change) => ('size' in change ? change.size : endOf(change)));
    const most = Math.max(this.#safeSize, ...ends);
    const bytes = Buffer.alloc(most);
    // Between what was safe and the end of a file that grew may stand zeros, or what was there before.
    if (changes.length > 0 && chance() < 0.3) bytes.fill(Buffer.from('left by another file '));
    this.#safe.copy(bytes, 0, 0, this.#safeSize);
    let size = this.#safeSize;
    for (const change of changes)
      for (const piece of kept(change)) {
        if ('size' in piece) size = piece.size;
        else {
          piece.bytes.copy(bytes, piece.offset);
          size = Math.max(size, endOf(piece));
        }
      }
    // The size is flushed with the bytes or before them.
    if (changes.length > 0 && chance() < 0.5) size = Math.min(most, Math.max(size, this.size));
    return bytes.subarray(0, size);
  }

  #make(change: Change): void {
    if ('size' in change) {
      this.#safe.fill(0, Math.min(change.size, this.#safeSize));
      this.#grow(change.size);
      this.#safeSize = change.size;
      return;
    }
    this.#grow(endOf(change));
    change.bytes.copy(this.#safe, change.offset);
    this.#safeSize = Math.max(this.#safeSize, endOf(change));
  }

  #grow(size: number): void {
    if (this.#safe.length >= size) return;
    const grown = Buffer.alloc(2 * size);
    this.#safe.copy(grown);
    this.#safe = grown;
  }
}

class Directory {
  readonly names = new Map<string, Inode>();
  readonly #safe = new Map<string, Inode>();
  unsafe: readonly Naming[] = [];

  name(naming: Naming): void {
    set(this.names, naming);
    this.unsafe = [...this.unsafe, naming];
  }

  flushed(upTo: number): void {
    for (const naming of this.unsafe) if (naming.at <= upTo) set(this.#safe, naming);
    this.unsafe = this.unsafe.filter(({ at }) => at > upTo);
  }

  after(kept: (naming: Naming) => boolean): ReadonlyMap<string, Inode> {
    const names = new Map(this.#safe);
    for (const naming of this.unsafe) if (kept(naming)) set(names, naming);
    return names;
  }
}

type Inode = File | Directory;
/** The pieces of a change that the disk has. */
type Kept = (change: Change) => readonly Change[];

/** The files below a directory that is itself safe, as a recorded program changes them. */
export class Disk {
  readonly #top = new Directory();
  readonly #offsets = new Map<number, number>();
  readonly #flushing = new Map<SystemCall, number>();
  #now = 0;

  constructor(private readonly below: string) {}

  /** A call has begun: what a flush will make safe is what was written by now. */
  began(call: SystemCall): void {
    if (call.name === 'fsync' || call.name === 'fdatasync') this.#flushing.set(call, this.#now);
  }

  /** A call has ended. @throws Error for a call that changes files in a way this disk does not know */
  ended(call: SystemCall): void {
    const { name, paths, others, bytes, result, descriptor = -1 } = call;
    const [path = '', to = ''] = paths;
    this.#now += 1;
    const at = this.#now;
    if (name === 'fsync' || name === 'fdatasync') return this.#flush(call, path);
    if (result === undefined || result < 0) return;
    switch (name) {
      case 'openat':
        return this.#open(path, others[0] ?? '', result, at);
      case 'pwrite64': {
        const offset = Number(others.at(-1));
        return this.#file(path)?.change({ at, offset, bytes: bytes.subarray(0, result) });
      }
      case 'write': {
        const offset = this.#offsets.get(descriptor) ?? 0;
        this.#offsets.set(descriptor, offset + result);
        return this.#file(path)?.change({ at, offset, bytes: bytes.subarray(0, result) });
      }
      case 'ftruncate':
        return this.#file(path)?.change({ at, size: Number(others.at(-1)) });
      case 'mkdir':
        return this.#name(path, new Directory(), at);
      case 'unlink':
        return this.#name(path, undefined, at);
      case 'rename':
        this.#name(to, this.#inode(path), at);
        return this.#name(path, undefined, at);
      case 'mmap':
        // SQLite's index of its log: rebuilt at the first open after a crash.
        if (!others.includes('MAP_SHARED') || path.endsWith('-shm')) return;
        break;
    }
    throw new Error(`${name} on ${paths.join(', ')}: this disk cannot say what that leaves`);
  }

  /** What may be there if the power is cut now. */
  image(cut: PowerCut): Image {
    const image = new Map<string, Buffer | undefined>();
    const { wholeFiles, kept, keptName } = this.#fate(cut);
    const walk = (directory: Directory, path: string): void => {
      image.set(path, undefined);
      for (const [name, node] of directory.after(keptName)) {
        const child = `${path}/${name}`;
        if (node instanceof Directory) walk(node, child);
        else if (name.endsWith('-shm')) {
          if (cut.chance() < 0.5) image.set(child, Buffer.alloc(32_768, 'no index at all'));
        } else image.set(child, node.after(wholeFiles?.() ?? kept, cut));
      }
    };
    walk(this.#top, this.below);
    return image;
  }

  /** How one power cut decides. */
  #fate({ manner, chance }: PowerCut) {
    const likely = 0.1 + 0.8 * chance();
    const moment = this.#now - Math.floor(40 * chance() * chance());
    const some = () => chance() < likely;
    const all = (change: Change) => [change];
    const none = () => [];
    const bySectors = (size: number) => (change: Change) => sectors(change, size).filter(some);
    const fates: Record<Manner, { kept: Kept; keptName: (naming: Naming) => boolean }> = {
      nothing: { kept: none, keptName: () => false },
      everything: { kept: all, keptName: () => true },
      'some writes': { kept: (change) => (some() ? [change] : []), keptName: some },
      'some sectors of 512': { kept: bySectors(512), keptName: some },
      'some sectors of 4096': { kept: bySectors(4096), keptName: some },
      'up to a moment': {
        kept: (change) => (change.at <= moment ? [change] : []),
        keptName: ({ at }) => at <= moment,
      },
      'some files': { kept: all, keptName: some },
    };
    const wholeFiles = manner === 'some files' ? () => (some() ? all : none) : undefined;
    return { ...fates[manner], wholeFiles };
  }

  #open(path: string, flags: string, descriptor: number, at: number): void {
    const standing = this.#inode(path);
    this.#offsets.set(descriptor, 0);
    if (standing === undefined) {
      if (!flags.includes('O_CREAT')) throw new Error(`${path} was opened and is not known`);
      this.#name(path, new File(), at);
    } else if (flags.includes('O_TRUNC') && standing instanceof File) {
      standing.change({ at, size: 0 });
    }
    if (flags.includes('O_APPEND') && standing instanceof File)
      this.#offsets.set(descriptor, standing.size);
  }

  #flush(call: SystemCall, path: string): void {
    const upTo = this.#flushing.get(call) ?? 0;
    const node = this.#inode(path);
    if (call.result === 0) node?.flushed(upTo);
    else if (call.result === -1 && node instanceof File) node.flushFailed(upTo);
  }

  #name(path: string, node: Inode | undefined, at: number): void {
    const directory = this.#inode(dirname(path));
    if (!(directory instanceof Directory)) throw new Error(`${path} is in no directory`);
    directory.name({ at, name: basename(path), node });
  }

  #file(path: string): File | undefined {
    const node = this.#inode(path);
    // Without a name nothing of it is left after a power cut.
    return node instanceof File ? node : undefined;
  }

  #inode(path: string): Inode | undefined {
    let node: Inode | undefined = this.#top;
    for (const name of path.slice(this.below.length).split('/').filter(Boolean))
      node = node instanceof Directory ? node.names.get(name) : undefined;
    return node;
  }
}

function set(names: Map<string, Inode>, { name, node }: Naming): void {
  if (node === undefined) names.delete(name);
  else names.set(name, node);
}

function endOf({ offset, bytes }: { readonly offset: number; readonly bytes: Buffer }): number {
  return offset + bytes.length;
}

/** A write cut at the sectors of the disk. */
function sectors(change: Change, size: number): Change[] {
  if ('size' in change) return [change];
  const { at, offset, bytes } = change;
  const pieces: Change[] = [];
  for (let from = offset; from < endOf(change);) {
    const to = Math.min(endOf(change), (Math.floor(from / size) + 1) * size);
    pieces.push({ at, offset: from, bytes: bytes.subarray(from - offset, to - offset) });
    from = to;
  }
  return pieces;
}

/** What is left of an older change where a newer one has been made. */
function without(older: Change, newer: Change): Change[] {
  if ('size' in older || 'size' in newer) return 'size' in newer ? [] : [older];
  const { at, offset, bytes } = older;
  const front = bytes.subarray(0, Math.max(0, newer.offset - offset));
  const back = bytes.subarray(Math.min(bytes.length, Math.max(0, endOf(newer) - offset)));
  if (front.length === bytes.length || back.length === bytes.length) return [older];
  return [
    { at, offset, bytes: front },
    { at, offset: endOf(older) - back.length, bytes: back },
  ].filter((piece) => piece.bytes.length > 0);
}
