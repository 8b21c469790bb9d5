// Boots the built service the way a user does (`npm start`, an empty data directory, a free port),
// asks whether it is ready and for its OpenAPI document, stops it by SIGTERM, and starts it a second
// time on the same data. Prints the times; exits 1 when one of them is over its bound.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Milliseconds from the command to `/health/ready`; the first start may still have to build. */
const bounds = { firstStart: 120_000, secondStart: 3_000, stop: 8_000 };

const dataDir = mkdtempSync(join(tmpdir(), 'wenze-boot-'));
const port = await freePort();
const origin = `http://127.0.0.1:${port}`;
let service;

try {
  const first = await start(bounds.firstStart);
  const document = await (await get('/openapi.json')).json();
  if (!/^3\./.test(document.openapi)) throw new Error('/openapi.json is not an OpenAPI 3 document');
  const firstStop = await stop();
  const second = await start(bounds.secondStart);
  const secondStop = await stop();
  console.log(
    `boot: Node ${process.versions.node}: ready after ${first} ms, stopped in ${firstStop} ms; ` +
      `second start ready after ${second} ms (bound ${bounds.secondStart}), ` +
      `stopped in ${secondStop} ms (bound ${bounds.stop})`,
  );
} catch (error) {
  console.error(`boot: ${error.message}`);
  process.exitCode = 1;
} finally {
  killGroup();
  rmSync(dataDir, { recursive: true, force: true });
}

/** Starts the service; answers after how many milliseconds it was ready. */
async function start(bound) {
  const began = performance.now();
  service = spawn('npm', ['start'], {
    cwd: root,
    env: { ...process.env, PORT: String(port), DATA_DIR: dataDir },
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true, // a process group of its own, so that nothing is left behind on failure
  });
  service.exited = new Promise((resolve) =>
    service.once('exit', (code, signal) => resolve(signal ?? code)),
  );
  while (elapsed(began) < bound) {
    if (service.exitCode !== null) throw new Error(`exited with ${service.exitCode} at the start`);
    const answer = await get('/health/ready').catch(() => undefined);
    if (answer?.status === 200) return elapsed(began);
    await sleep(20);
  }
  throw new Error(`not ready within ${bound} ms`);
}

/** Stops the service by SIGTERM, expecting exit code 0; answers how many milliseconds it took. */
async function stop() {
  const began = performance.now();
  service.kill('SIGTERM');
  const exit = await Promise.race([service.exited, sleep(bounds.stop)]);
  if (exit === undefined) throw new Error(`still running ${bounds.stop} ms after SIGTERM`);
  if (exit !== 0) throw new Error(`exited with ${exit} after SIGTERM instead of 0`);
  if (await get('/health/live').catch(() => undefined)) {
    throw new Error('npm has exited, but the service still answers');
  }
  return elapsed(began);
}

function killGroup() {
  try {
    if (service?.pid !== undefined) process.kill(-service.pid, 'SIGKILL');
  } catch {
    // The group is gone: the usual case.
  }
}

function get(path) {
  return fetch(origin + path, { signal: AbortSignal.timeout(2_000) });
}

function elapsed(since) {
  return Math.round(performance.now() - since);
}

function sleep(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port: free } = server.address();
      server.close(() => resolve(free));
    });
  });
}
