// A build of the product with the child of these tests beside it: ours, or one broken on purpose.
import { transformFileSync } from '@swc/core';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(__dirname, '../..');

/** Texts of a file of the build and what is to stand in their place. */
export interface Breaking {
  readonly file: string;
  readonly replace: readonly (readonly [was: string, is: string])[];
}

const children = [
  'test/durability/office.child',
  'test/durability/digest-of-event',
  'test/support/recorded-acts',
];

/**
 * Makes a build in an empty directory and answers the program to run. Compiled once, so that a run
 * costs no more than Node's start.
 * @throws Error when a text to break does not stand there exactly once: a self-check would check nothing
 */
export function makeBuild(directory: string, broken: readonly Breaking[] = []): string {
  // `dist` mirrors `src`, so that the compiled child finds what its source names.
  if (broken.length === 0) symlinkSync(join(root, 'dist'), join(directory, 'src'));
  else cpSync(join(root, 'dist'), join(directory, 'src'), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'));
  writeFileSync(join(directory, 'package.json'), '{"type":"module"}');
  for (const child of children) {
    const { code } = transformFileSync(join(root, `${child}.ts`), {
      jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
      module: { type: 'es6' },
    });
    mkdirSync(dirname(join(directory, child)), { recursive: true });
    writeFileSync(join(directory, `${child}.js`), code);
  }
  for (const { file, replace } of broken)
    for (const [was, is] of replace) patch(join(directory, 'src', file), was, is);
  return join(directory, `${children[0] ?? ''}.js`);
}

/** A copy of the built service with something broken in it; answers the program to run. */
export function brokenService(directory: string, broken: readonly Breaking[]): string {
  cpSync(join(root, 'dist'), join(directory, 'dist'), { recursive: true });
  cpSync(join(root, 'package.json'), join(directory, 'package.json'));
  symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'));
  for (const { file, replace } of broken)
    for (const [was, is] of replace) patch(join(directory, 'dist', file), was, is);
  return join(directory, 'dist/main.js');
}

function patch(path: string, was: string, is: string): void {
  const parts = readFileSync(path, 'utf8').split(was);
  if (parts.length !== 2) throw new Error(`"${was}" stands ${parts.length - 1} times in ${path}`);
  writeFileSync(path, parts.join(is));
}
