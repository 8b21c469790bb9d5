// docker-compose.yml and Dockerfile, as far as they can be checked without an engine: what they name
// exists, what they need is said, and nothing runs with more rights than it needs.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { readConfig } from '../src/config.js';
import { parts } from '../src/parts.js';

const root = join(__dirname, '..');
const read = (name: string): string => readFileSync(join(root, name), 'utf8');

const service = z.looseObject({
  image: z.string(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  volumes: z.array(z.string()).optional(),
  networks: z.array(z.string()),
  ports: z.array(z.string()).optional(),
  healthcheck: z.looseObject({}).optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).optional(),
  read_only: z.boolean().optional(),
  cap_drop: z.array(z.string()).optional(),
});

const compose = z
  .looseObject({
    services: z.record(z.string(), service),
    volumes: z.record(z.string(), z.unknown()),
    networks: z.record(z.string(), z.unknown()),
  })
  .parse(parse(read('docker-compose.yml'), { merge: true }));

const services = Object.entries(compose.services);
const ours = services.filter(([, { image }]) => image.startsWith('wenze:'));
const dockerfile = read('Dockerfile');

describe('the composition', () => {
  it('has one service for each part, and the two engines', () => {
    expect(ours.map(([, { command }]) => command)).toEqual(
      parts.map((part) => ['serve', `--${part}`]),
    );
    expect(services.map(([name]) => name)).toEqual(['kurrentdb', 'postgres', ...parts]);
  });

  it('pins every image to a version', () => {
    const images = services.map(([, { image }]) => image);
    const bases = Array.from(dockerfile.matchAll(/^FROM (\S+)/gm), ([, image = '']) => image);
    for (const image of [...images, ...bases]) expect(image).toMatch(/:\d+\.\d+\.?\d*/);
    expect(images.filter((image) => image.startsWith('wenze:'))).toEqual(
      ours.map(
        () =>
          `wenze:${z.object({ version: z.string() }).parse(JSON.parse(read('package.json'))).version}`,
      ),
    );
  });

  it('checks the health of everything it starts, and waits for the engines', () => {
    for (const [, { image, healthcheck }] of services)
      if (!image.startsWith('wenze:')) expect(healthcheck).toBeDefined();
    expect(dockerfile).toMatch(/^HEALTHCHECK /m);
    for (const [, { depends_on }] of ours)
      expect(depends_on).toEqual({
        kurrentdb: { condition: 'service_healthy' },
        postgres: { condition: 'service_healthy' },
      });
  });

  it('gives our processes settings that the program takes', () => {
    for (const [, { environment = {} }] of ours) {
      const set = Object.fromEntries(
        Object.entries(environment).map(([name, value]) => [
          name,
          // As the shell would put in a default, or a word for what has none.
          String(value).replaceAll(/\$\{\w+:([-?])([^}]*)\}/g, (_, kind, rest) =>
            kind === '-' ? String(rest) : 'word',
          ),
        ]),
      );
      expect(readConfig(set)).toMatchObject({
        ledger: { engine: 'kurrentdb', url: 'esdb://kurrentdb:2113?tls=false' },
        readStore: { engine: 'postgres', url: 'postgres://wenze:word@postgres:5432/wenze' },
      });
    }
  });

  it('takes every secret from the environment and starts without none of them', () => {
    const text = read('docker-compose.yml');
    expect(text).not.toMatch(/PASSWORD: (?!\$\{POSTGRES_PASSWORD:\?)/);
    expect(text).toMatch(/wenze:\$\{POSTGRES_PASSWORD:\?[^}]+\}@postgres/);
  });

  it('keeps what must last in named volumes, and the engines out of reach from outside', () => {
    for (const [name, { volumes = [], networks, ports }] of services) {
      for (const volume of volumes)
        expect(compose.volumes).toHaveProperty([volume.split(':')[0] ?? '']);
      expect(volumes.length).toBeGreaterThan(0);
      // The API is called from outside, the sequencer calls witnesses there.
      const goesOut = name === 'api' || name === 'sequencer';
      expect(networks).toEqual(goesOut ? ['inside', 'outside'] : ['inside']);
      if (name !== 'api') expect(ports).toBeUndefined();
    }
    expect(compose.networks).toHaveProperty('inside', { internal: true });
  });

  it('runs our program as a user without rights, who writes to nothing but its data', () => {
    expect(dockerfile).toMatch(/^USER node$/m);
    for (const [, { read_only, cap_drop }] of ours) {
      expect(read_only).toBe(true);
      expect(cap_drop).toEqual(['ALL']);
    }
    expect(dockerfile).toMatch(/DATA_DIR=\/data/);
  });

  it('builds from nothing but what the build reads', () => {
    const copied = Array.from(
      dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm),
      ([, names = '']) => names.split(' '),
    ).flat();
    const allowed = read('.dockerignore')
      .split('\n')
      .flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []));
    expect(copied.map((name) => name.replace(/^\.\//, '')).toSorted()).toEqual(allowed.toSorted());
  });
});
