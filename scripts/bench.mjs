// Runs one benchmark, or lists them: `npm run bench -- http`. Compiles them with the sources they
// measure into build/, so that nothing of them gets into dist.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { prepareOrExit } from './prepare.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const [name, ...options] = process.argv.slice(2);
const known = readdirSync(`${root}/bench`)
  .filter((file) => /^(http|kurrentdb|ledger|log|postgres|rebuild|queries|verify)\.ts$/.test(file))
  .map((file) => file.replace('.ts', ''));

if (name === undefined || !known.includes(name)) {
  console.error(`npm run bench -- ${known.join('|')} [options]`);
  process.exit(2);
}
prepareOrExit({ build: true });
run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.bench.json');
run(`build/bench/bench/${name}.js`, ...options);

function run(...command) {
  const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
