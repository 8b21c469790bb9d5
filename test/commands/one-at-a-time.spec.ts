import { OneAtATime } from '../../src/commands/one-at-a-time.js';

/** A task that notes when it begins and ends, and ends when told. */
function task(log: string[], name: string, fails = false) {
  let end: () => void = () => undefined;
  const told = new Promise<void>((resolve) => (end = resolve));
  const run = async () => {
    log.push(`${name} begins`);
    await told;
    log.push(`${name} ends`);
    if (fails) throw new Error(`${name} failed`);
    return name;
  };
  return { run, end: () => end() };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('tasks of one key', () => {
  it('run one after the other in the order they came, also after one that failed', async () => {
    const queue = new OneAtATime();
    const log: string[] = [];
    const [a, b, c] = [task(log, 'a', true), task(log, 'b'), task(log, 'c')];
    const results = Promise.allSettled([a, b, c].map(({ run }) => queue.run('key', run)));
    for (const { end } of [c, b, a]) end();
    expect((await results).map(({ status }) => status)).toStrictEqual([
      'rejected',
      'fulfilled',
      'fulfilled',
    ]);
    expect(log).toStrictEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  it('do not wait for those of another key', async () => {
    const queue = new OneAtATime();
    const log: string[] = [];
    const [a, b] = [task(log, 'a'), task(log, 'b')];
    const first = queue.run('one', a.run);
    const second = queue.run('other', b.run);
    b.end();
    expect(await second).toBe('b');
    await turn();
    expect(log).toStrictEqual(['a begins', 'b begins', 'b ends']);
    a.end();
    expect(await first).toBe('a');
  });
});
