import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { accesses } from '../../src/api/answers.js';
import { refusal } from '../support/caller.js';
import { fictionalNames, registerCity, registration, walk, type City } from '../support/city.js';
import { EventStream } from '../support/event-stream.js';
import { acts } from '../support/office.js';
import { RunningService } from '../support/running-service.js';

let service: RunningService;
let city: City;
const opened: EventStream[] = [];

beforeAll(async () => {
  service = await RunningService.start();
  city = await registerCity(service);
});
afterEach(() => {
  for (const stream of opened.splice(0)) stream.leave();
});

/** A stream that is left when the test is over. */
async function follow(
  { token }: { readonly token: string },
  query = '',
  headers: Readonly<Record<string, string>> = {},
): Promise<EventStream> {
  const stream = await EventStream.open(service, token, query, headers);
  opened.push(stream);
  return stream;
}

/** Phases of the streams a caller opened, oldest first. */
async function phasesOf(sub: string): Promise<(string | null)[]> {
  const path = `/accesses?sub=${sub}&atLeast=${String(await service.head())}`;
  const { items } = await city.auditor.get(path, accesses);
  return items
    .filter(({ route }) => route === 'GET /api/v1/events/stream')
    .map(({ phase }) => phase)
    .toReversed();
}

/** Waits until something is so, a few seconds at most. */
async function eventually<T>(ask: () => Promise<T>, so: (value: T) => boolean): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    const value = await ask();
    if (so(value) || tries === 50) return value;
    await delay(50);
  }
}

// Opened first and left alone: its heartbeat is waited for at the very end.
let quiet: EventStream;
let quietSince: number;
beforeAll(async () => {
  const { token } = await service.caller('neighbour', ['intake'], 'u-quiet');
  quiet = await EventStream.open(service, token);
  quietSince = performance.now();
});
afterAll(() => quiet.leave());

describe('the event stream', () => {
  it('catches up after a position: every event in order, in the form of the history', async () => {
    const named = { ...registration, reporter: { mode: 'named', name: '子某' } };
    await city.clerk.did('S-1', 'register', named);
    await city.clerk.did('S-1', 'accept', acts.accept);
    const stream = await follow(city.clerk, '?after=0');
    await stream.until(() => stream.events.some(({ type }) => type === 'CaseAccepted'));
    const positions = stream.events.map(({ id }) => Number(id));
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
    expect(stream.events[0]).toMatchObject({ id: '1', type: 'OrganRegistered' });

    const history = await city.clerk.items('/cases/S-1/history', z.unknown());
    const ofCase = stream.events.filter(({ stream: name }) => name === 'case-S-1');
    expect(ofCase.map(({ data }) => data)).toEqual(history);
    expect(ofCase.map(({ id, data }) => [id, data.position])).toEqual(
      ofCase.map(({ id }) => [id, id]),
    );
    const all = stream.events.map(({ json }) => json).join('\n');
    expect(all).toContain('"name":{"sealed":true}');
    expect(all).not.toMatch(/salt|ciphertext|requestHash|子某/);
  });

  it('begins with what comes next when no position is named', async () => {
    const stream = await follow(city.clerk);
    await city.clerk.did('S-2', 'register', registration);
    await stream.first(1);
    expect(stream.events.map(({ stream: name }) => name)).toEqual(['case-S-2']);
  });

  it('sends an event when the read models have applied it, so that lists show it', async () => {
    const stream = await follow(city.clerk);
    for (let round = 1; round <= 10; round += 1) {
      const caseId = `S-live-${String(round)}`;
      void city.clerk.did(caseId, 'register', registration);
      await stream.until(() => stream.events.some(({ stream: name }) => name === `case-${caseId}`));
      const listed = await city.clerk.items(
        '/cases?limit=500',
        z.looseObject({ caseId: z.string() }),
      );
      expect(listed.map((item) => item.caseId)).toContain(caseId);
    }
  });

  it('goes on after Last-Event-ID, whatever the address says', async () => {
    const { position } = await city.clerk.did('S-3', 'register', registration);
    await city.clerk.did('S-3', 'accept', acts.accept);
    await city.clerk.did('S-3', 'initiate', acts.initiate);
    const stream = await follow(city.clerk, '?after=0', { 'last-event-id': position });
    const [next] = await stream.first(2);
    expect([next?.stream, next?.type]).toEqual(['case-S-3', 'CaseAccepted']);
    const fromTheStart = await follow(city.clerk, '?after=0', { 'last-event-id': '' });
    expect((await fromTheStart.first(1))[0]?.id).toBe('1');
  });

  it('shows registers, policies and the cases in the caller’s scope, and no accesses', async () => {
    await walk(city.clerk, 'S-4', 'recommend');
    expect((await city.clerk.ask('/cases/S-4')).status).toBe(200);
    await city.stranger.did('S-5', 'register', { ...registration, receivedBy: 'neighbour' });
    const personnel = { id: 'personnel', name: '虚构市人社局', kind: 'personnel-department' };
    expect((await city.admin.post('/organs', personnel)).status).toBe(201);
    const policy = {
      id: 'P-1',
      effectiveFrom: '2099-01-01',
      adoptedBy: ['commission'],
      consulted: ['organization', 'personnel'],
      reference: '虚构纪发第1号',
      changes: { recordingDays: 5 },
    };
    expect((await city.admin.post('/regulation/policies', policy)).status).toBe(201);
    const last = await city.admin.post('/organs', { id: 'last', name: '虚构末局', kind: 'other' });
    expect(last.status).toBe(201);
    const seenBy = async (caller: { readonly token: string }) => {
      const stream = await follow(caller, '?after=0');
      await stream.until(() => stream.events.some(({ stream: name }) => name === 'organ-last'));
      return new Set(
        stream.events
          .map(({ stream: name }) => name.replace(/-.*/, ''))
          .concat(
            stream.events
              .map(({ stream: name }) => name)
              .filter((name) => /^case-S-[45]$/.test(name)),
          ),
      );
    };
    const registers = ['organ', 'person', 'policy'];
    expect(await seenBy(city.stranger)).toEqual(new Set([...registers, 'case', 'case-S-5']));
    expect(await seenBy(city.clerk)).toEqual(new Set([...registers, 'case', 'case-S-4']));
    expect(await seenBy(city.auditor)).toEqual(new Set([...registers, 'case', 'case-S-4']));
    expect(await seenBy(city.admin)).toEqual(new Set(registers));
    const custodian = await service.caller('commission', ['custodian']);
    expect(await seenBy(custodian)).toEqual(new Set(registers));
    const analyst = await service.caller('commission', ['analyst']);
    expect(refusal(await analyst.ask('/events/stream'))).toBe('403 forbidden');
  });

  it('shows a case from the transfer on to the organ that received it', async () => {
    await city.clerk.did('S-6', 'register', registration);
    const stream = await follow(city.stranger);
    await city.clerk.did('S-6', 'record-intervention', acts['record-intervention']);
    await city.clerk.did('S-6', 'transfer', { ...acts.transfer, toOrganId: 'neighbour' });
    await city.stranger.did('S-6', 'accept', { ...acts.accept, organId: 'neighbour' });
    const seen = await stream.first(2);
    expect(seen.map(({ type }) => type)).toEqual(['CaseTransferred', 'CaseAccepted']);
  });

  it('is recorded when it opens and when its reader has left', async () => {
    const reader = await service.caller('commission', ['intake'], 'u-reader');
    const stream = await EventStream.open(service, reader.token);
    expect(await phasesOf('u-reader')).toEqual(['opened']);
    stream.leave();
    const phases = await eventually(
      () => phasesOf('u-reader'),
      ({ length }) => length === 2,
    );
    expect(phases).toEqual(['opened', 'closed']);
  });

  it('serves a hundred readers at once', async () => {
    const streams = await Promise.all(Array.from({ length: 100 }, () => follow(city.clerk)));
    await city.clerk.did('S-7', 'register', registration);
    for (const stream of streams) {
      const [event] = await stream.first(1);
      expect(event?.stream).toBe('case-S-7');
    }
  });

  it('sends a comment now and then while nothing happens', async () => {
    const waited = performance.now() - quietSince;
    await quiet.until(() => quiet.comments > 0, 20_000 - waited);
  });

  it('ends by its own word at SIGTERM, recorded, and goes on after the restart', async () => {
    const reader = await service.caller('commission', ['intake'], 'u-steady');
    const stream = await EventStream.open(service, reader.token);
    await city.clerk.did('S-8', 'register', registration);
    const [event] = await stream.first(1);
    const ended = stream.ended();
    const { code, ms } = await service.stop();
    expect([code, await ended]).toEqual([0, 'ended']);
    expect(ms).toBeLessThan(8_000);

    await service.startAgain();
    expect(await phasesOf('u-steady')).toEqual(['opened', 'closed']);
    await city.clerk.did('S-8', 'accept', acts.accept);
    const again = await follow(reader, '', { 'last-event-id': event?.id ?? '' });
    const [missed] = await again.first(1);
    expect([missed?.stream, missed?.type]).toEqual(['case-S-8', 'CaseAccepted']);
  });

  it('leaves no name in the log', () => {
    const log = service.logLines().join('\n');
    expect(fictionalNames.filter((name) => log.includes(name))).toEqual([]);
  });
});
