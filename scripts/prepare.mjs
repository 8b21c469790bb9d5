// Makes a checkout runnable: installs what is missing and, with --build, builds what is stale.
// Plain Node without dependencies, since it runs before there are any. When there is nothing to do
// it only hashes the inputs, in well under 150 ms.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const installStamp = join(root, 'node_modules', '.wenze-installed.json');
const buildStamp = join(root, 'dist', '.built');
const abi = process.versions.modules;

/** A step that could not be done; the message says what the reader needs to do about it. */
class CannotPrepare extends Error {}

/**
 * Brings node_modules, and with `build` also dist, up to date with the sources.
 * Says in one line on stderr what it does; says nothing when there is nothing to do.
 * @throws CannotPrepare when the install or the build fails.
 */
export function prepare({ build }) {
  install();
  if (build) buildStale();
}

/** Runs `prepare`; a failure is told in plain words and ends the process with exit code 1. */
export function prepareOrExit(options) {
  try {
    prepare(options);
  } catch (error) {
    if (!(error instanceof CannotPrepare)) throw error;
    say(error.message);
    process.exit(1);
  }
}

function install() {
  const installed = readInstallStamp();
  const packagesStale = installed.packages !== packagesHash();
  if (!packagesStale && installed.abi === abi) return;

  if (packagesStale) {
    say('installing dependencies (some minutes where the SQLite binding has to be compiled) …');
    if (!npm('install', '--no-audit', '--no-fund', '--include=dev', '--loglevel=error')) {
      throw new CannotPrepare(`\`npm install\` failed; its message stands above.\n${toolchain}`);
    }
  }
  if (!sqliteLoads()) {
    say(`building the SQLite binding for Node ${process.versions.node} (about two minutes) …`);
    if (!npm('rebuild', 'better-sqlite3', '--loglevel=error') || !sqliteLoads()) {
      throw new CannotPrepare(`The SQLite binding could not be built or loaded.\n${toolchain}`);
    }
  }
  // Hashed again: an install may complete the lock.
  writeFileSync(installStamp, JSON.stringify({ packages: packagesHash(), abi }));
}

const toolchain =
  'Where no prebuilt SQLite binding can be had for this Node and platform it is compiled here,\n' +
  'which needs python3, make and a C++ compiler (Debian: apt-get install python3 make g++;\n' +
  'macOS: xcode-select --install) and the headers of this Node. Then run the command again.';

function readInstallStamp() {
  try {
    return JSON.parse(readFileSync(installStamp, 'utf8'));
  } catch {
    return {};
  }
}

/** Hash of what decides node_modules: the lock, and of package.json only what npm installs by. */
function packagesHash() {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const { dependencies, devDependencies, optionalDependencies, overrides, allowScripts } = manifest;
  const hash = createHash('sha256');
  hash.update(
    JSON.stringify([dependencies, devDependencies, optionalDependencies, overrides, allowScripts]),
  );
  const lock = join(root, 'package-lock.json');
  if (existsSync(lock)) hash.update(readFileSync(lock));
  return hash.digest('hex');
}

/** Whether this very Node can open a database; asked in a child, so that a crash is an answer. */
function sqliteLoads() {
  const probe = "new (require('better-sqlite3'))(':memory:').close()";
  return spawnSync(process.execPath, ['-e', probe], { cwd: root, stdio: 'ignore' }).status === 0;
}

function buildStale() {
  const wanted = sourcesHash();
  if (existsSync(buildStamp) && readFileSync(buildStamp, 'utf8') === wanted) return;

  say('building …');
  // Built aside and swapped in whole: no stale outputs, and a failed build leaves the old one.
  const aside = join(root, 'node_modules', '.cache');
  mkdirSync(aside, { recursive: true });
  const fresh = mkdtempSync(join(aside, 'build-'));
  try {
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const built = run(process.execPath, tsc, '-p', 'tsconfig.build.json', '--outDir', fresh);
    if (!built) throw new CannotPrepare('The build failed; the compiler’s message stands above.');
    writeFileSync(join(fresh, '.built'), wanted);
    // A temporary folder is its owner's alone; the program may be run by another user.
    chmodSync(fresh, 0o755);
    rmSync(join(root, 'dist'), { recursive: true, force: true });
    renameSync(fresh, join(root, 'dist'));
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** Hash of the names and contents of all that the build reads. */
function sourcesHash() {
  const sources = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
  const settings = ['tsconfig.json', 'tsconfig.build.json', 'package.json', 'package-lock.json'];
  const hash = createHash('sha256');
  for (const file of [...settings.map((name) => join(root, name)), ...sources]) {
    hash
      .update(`${file.slice(root.length)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}

/** npm as this process was started by it, else as found on the path. */
function npm(...args) {
  const started = process.env.npm_execpath;
  return started?.endsWith('.js') && started.includes('npm')
    ? run(process.execPath, started, ...args)
    : run(process.platform === 'win32' ? 'npm.cmd' : 'npm', ...args);
}

/** Runs a command in the root, its output on our stderr; true when it exits 0. */
function run(command, ...args) {
  const shell = command.endsWith('.cmd');
  return spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], shell }).status === 0;
}

function say(line) {
  process.stderr.write(`wenze: ${line}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  prepareOrExit({ build: process.argv.includes('--build') });
}
