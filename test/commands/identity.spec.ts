import { commandIdOf, eventIdOf, newIdOf } from '../../src/commands/identity.js';
import { clerk } from './command-desk.js';

const ofHash = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const ofTime = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('the id of a command', () => {
  it('is the same for the same caller and key', () => {
    expect(commandIdOf(clerk, 'k')).toBe(
      commandIdOf({ ...clerk, organ: 'bureau', roles: [] }, 'k'),
    );
    expect(commandIdOf(clerk, 'k')).toMatch(ofHash);
  });

  it('is another one for another key, subject or issuer', () => {
    const ids = [
      commandIdOf(clerk, 'k'),
      commandIdOf(clerk, 'l'),
      commandIdOf({ ...clerk, sub: 'other' }, 'k'),
      commandIdOf({ ...clerk, issuer: 'other' }, 'k'),
      // Whose parts would be the same text one after the other.
      commandIdOf({ ...clerk, issuer: 'tes', sub: 'tclerk' }, 'k'),
      commandIdOf({ ...clerk, sub: 'cler' }, 'kk'),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is a new one without a key, and sorts by time', () => {
    const ids = Array.from({ length: 1000 }, () => commandIdOf(clerk, undefined));
    expect(new Set(ids).size).toBe(1000);
    expect(ids[0]).toMatch(ofTime);
    const times = ids.map((id) => id.slice(0, 13));
    expect(times).toStrictEqual(times.toSorted());
  });
});

describe('the ids a command gives', () => {
  it('are the same each time, and differ between its events and new things', () => {
    const command = commandIdOf(clerk, 'k');
    expect(eventIdOf(command, 0)).toBe(eventIdOf(command, 0));
    const ids = [command, eventIdOf(command, 0), eventIdOf(command, 1), newIdOf(command)];
    expect(new Set(ids).size).toBe(4);
    for (const id of ids) expect(id).toMatch(ofHash);
  });

  // Ids that stand in ledgers: another derivation would let a repeated command through twice.
  it('are derived as they were at first', () => {
    const command = commandIdOf(
      { issuer: 'https://id.example', sub: 'u-1', organ: 'o', roles: [] },
      'key-1',
    );
    expect([command, eventIdOf(command, 0), newIdOf(command)]).toStrictEqual([
      'bbe4575b-e10a-8c23-b5b9-656eb9d56f68',
      '7829de96-d04c-8935-b5e8-2b654082bd86',
      '0e11073c-8214-80fa-a644-45f2fb7ecb86',
    ]);
  });
});
