// Writes the golden file of every event type that has none for its newest version, and never
// touches one that stands. From the root of the project:
//   npx tsc --noEmit false --outDir dist/golden
//   node dist/golden/test/golden/write.js
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { storedForms, type EventType } from '../../src/domain/catalogue.js';
import { examples } from './examples.js';

for (const [type, { version, data }] of storedForms) {
  const file = join('test', 'golden', `${type}.v${String(version)}.json`);
  if (existsSync(file)) continue;
  const golden = {
    type,
    schemaVersion: version,
    schema: z.toJSONSchema(data),
    events: examples[type as EventType],
  };
  writeFileSync(file, `${JSON.stringify(golden, null, 2)}\n`, { flag: 'wx' });
  process.stdout.write(`${file}\n`);
}
