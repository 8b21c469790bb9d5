// `node scripts/start.mjs dist/main.js [arguments]`: prepares the checkout, then runs the built
// program in this same process, so that signals, exit code and standard streams are its own.
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { prepareOrExit } from './prepare.mjs';

const [node, , program = 'dist/main.js', ...programArguments] = process.argv;

prepareOrExit({ build: true });

const file = resolve(fileURLToPath(new URL('..', import.meta.url)), program);
process.argv = [node, file, ...programArguments];
await import(pathToFileURL(file).href);
