// The double as a process of its own: sends its URL to its parent, or prints it, and runs until it
// is killed.
//   node --import ./test/support/typescript.mjs test/support/kurrentdb-double.child.ts
import { KurrentDbDouble } from './kurrentdb-double.js';

const { straightUrl } = await KurrentDbDouble.start({ projections: false });
if (process.send === undefined) console.log(straightUrl);
else {
  process.send(straightUrl);
  // With its parent it ends.
  process.on('disconnect', () => process.exit());
}
