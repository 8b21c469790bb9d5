// Carries out one sequence: commands one after the other or at once, each answer held against what an
// official may rely on, and against the ledger on disk.
import type { RecordedEvent } from '../../../src/ledger/event.js';
import { problemIn, recordedIn, type Answer, type Recorded } from '../../support/caller.js';
import { persons } from '../../support/office.js';
import {
  codesIn,
  must,
  recordedProperly,
  refusedProperly,
  sameCodes,
  shown,
  type Told,
} from './answers.js';
import { Cases } from './cases.js';
import { Marks } from './marks.js';
import type { Body, Manner, Move, Sending, Sequence } from './moves.js';
import { count, recordedBy, type Office } from './office.js';
import { Readers } from './readers.js';

const justification = '确有其事，如实登记。';

/** One sequence on cases, persons and an organ of its own. @throws Error naming what does not hold, and what was sent before */
export async function carryOut(office: Office, { persons: who, moves }: Sequence): Promise<void> {
  office.runs += 1;
  const run = new Run(office, `r${String(office.runs)}`);
  try {
    await run.begin(who);
    for (const move of moves) await run.make(move);
    await run.audit();
    office.met.sequences += 1;
  } catch (error) {
    throw new Error(`${String(error)}\n\nBefore that:\n${run.journal.slice(-12).join('\n')}`, {
      cause: error,
    });
  }
}

class Run {
  readonly journal: string[] = [];
  private readonly cases: Cases;
  private readonly marks: Marks;
  private readonly readers: Readers;
  private readonly replays: { readonly told: Told; readonly text: string }[] = [];
  private keys = 0;

  constructor(
    private readonly office: Office,
    private readonly name: string,
  ) {
    this.cases = new Cases(office.ledger);
    this.marks = new Marks(office, this.cases, name);
    this.readers = new Readers(office, this.cases, this.marks, name, this.journal);
  }

  async begin(who: Sequence['persons']): Promise<void> {
    const { admin } = this.office;
    const office = { id: '~office', name: '虚构内设处', kind: 'department', superiorId: 'bureau' };
    await recordedBy(admin.post('/organs', await this.marks.resolved(office)));
    const { personId: _, changes: __, ...jia } = persons.jia;
    const all: Readonly<Record<string, Body>> = {
      '~jia': jia,
      '~yi': { ...jia, name: '乙某', leadingCadre: undefined },
      '~staff': { ...persons.staff, personId: undefined, changes: undefined },
      '~stationed': { ...persons.stationed, personId: undefined, changes: undefined },
      '~inspector': {
        ...jia,
        organId: 'commission',
        track: 'discipline-organ-staff',
        leadingCadre: false,
      },
      '~wu': { ...jia, leadingCadre: false, partyMember: false, fileKeeperOrganId: 'organization' },
    };
    await Promise.all(
      Object.entries(all).map(async ([id, usual]) => {
        const body = await this.marks.resolved({ id, ...usual, ...who[id] });
        await recordedBy(admin.post('/persons', body));
      }),
    );
  }

  async make(move: Move): Promise<void> {
    switch (move.do) {
      case 'act':
        return this.act(move);
      case 'at-once':
        return this.atOnce(move.sendings);
      case 'again':
        return this.again(move);
      case 'keep-registers':
        return this.keepRegisters(move);
      case 'read':
        return this.readers.read(move);
    }
  }

  /** Whether everything that was recorded reads back as it was answered. */
  audit(): Promise<void> {
    return this.readers.audit();
  }

  private async act(sending: Sending): Promise<void> {
    const told = await this.toldBy(sending);
    const first = await this.tell(told);
    await this.insist(told, first, sending.manner);
  }

  /** Sends an irregular act again, with other codes and with the very ones. */
  private async insist(told: Told, first: Answer, { irregular }: Manner): Promise<void> {
    if (irregular === 'give-up' || first.status !== 422) return;
    const found = codesIn(first);
    if (found === undefined) return;
    const acknowledged = (codes: readonly string[]): Told => ({
      ...told,
      conditions: { ...told.conditions, acknowledge: { codes, justification } },
    });
    if (irregular === 'wrong-then-insist') {
      const [one = '', ...others] = found;
      const wrong = [
        others.length > 0 ? others : [one === 'second-decision' ? 'no-ground' : 'second-decision'],
        [...found, found.includes('closed-with-open-duties') ? 'x' : 'closed-with-open-duties'],
      ];
      for (const codes of wrong) {
        const again = await this.tell(acknowledged(codes));
        must(
          sameCodes(codesIn(again), found),
          `acknowledging ${codes.join()} in place of ${found.join()} answers ${shown(again)}`,
        );
      }
    }
    const insisted = await this.tell(acknowledged(found));
    must(
      insisted.status === 201,
      `acknowledging the very codes ${found.join()} answers ${shown(insisted)}`,
    );
  }

  private async toldBy({ onCase, act, body, manner }: Sending): Promise<Told> {
    const caseId = `${this.name}-C-${String(onCase)}`;
    const revision = this.cases.revisionOf(caseId);
    // Of its own before anything is waited for: several are told at once.
    const own = `${this.name}-k${String((this.keys += 1))}`;
    const { who, key, ifMatch, irregular } = manner;
    const seen =
      ifMatch === 'right' ? revision : ifMatch === 'wrong' ? (revision ?? 0) + 1 : undefined;
    return {
      who,
      caseId,
      act,
      body: await this.marks.resolved(body, caseId),
      conditions: {
        ...(key ? { key: own } : {}),
        ...(seen === undefined ? {} : { ifMatch: seen }),
        ...(irregular === 'in-advance'
          ? { acknowledge: { codes: ['before-receipt'], justification } }
          : {}),
      },
    };
  }

  /** Sends one command while nobody else writes, and holds the answer against the ledger. */
  private async tell(told: Told): Promise<Answer> {
    const before = Number(await this.office.ledger.head());
    const answer = await this.sent(told);
    const written = Number(await this.office.ledger.head()) - before;
    if (answer.status >= 400) {
      must(written === 0, `a refusal wrote ${String(written)} events: ${shown(answer)}`);
      refusedProperly(told, answer, this.office.met);
      const { code, errors = [] } = problemIn(answer);
      must(code !== 'case-moved-on', 'nobody moved the case');
      must(
        // With a path it is a case that the act names.
        code !== 'case-not-found' ||
          errors.length > 0 ||
          told.who !== 'clerk' ||
          !this.cases.isClerks(told.caseId),
        "the clerk's own case is not found",
      );
      return answer;
    }
    const said = recordedIn(answer);
    if (said.events.length === 0) {
      must(written === 0, 'what was so already wrote something');
      this.unchangedProperly(told, answer, said);
      return answer;
    }
    must(
      written === said.events.length,
      `told of other events than the ${String(written)} written`,
    );
    const fresh = await this.cases.follow(told.caseId);
    must(fresh.length === written, 'the events stand in another stream');
    this.recorded(told, answer, said, fresh);
    return answer;
  }

  private async sent({ who, caseId, act, body, conditions }: Told): Promise<Answer> {
    const { met, callers } = this.office;
    met.sent += 1;
    const answer = await callers[who].act(caseId, act, body, conditions);
    this.journal.push(
      `${who} ${act} ${caseId} ${JSON.stringify(body)} ${JSON.stringify(conditions)}\n    → ${shown(answer)}`,
    );
    return answer;
  }

  private recorded(
    told: Told,
    answer: Answer,
    said: Recorded,
    fresh: readonly RecordedEvent[],
  ): void {
    const state = this.cases.get(told.caseId)?.state;
    recordedProperly(told, answer, said, fresh, state, this.office.met);
    if (told.conditions.key !== undefined) this.replays.push({ told, text: answer.text });
  }

  private unchangedProperly({ caseId, conditions }: Told, answer: Answer, said: Recorded): void {
    this.office.met.unchanged += 1;
    must(answer.status === 200, `nothing changed, and it answers ${String(answer.status)}`);
    must(said.revision === this.cases.revisionOf(caseId), 'another revision than the present one');
    must(
      conditions.ifMatch === undefined || conditions.ifMatch === said.revision,
      'If-Match was passed over',
    );
  }

  /** Several at the same time: each is recorded once or refused, whoever comes first. */
  private async atOnce(sendings: readonly Sending[]): Promise<void> {
    const all = await Promise.all(sendings.map((sending) => this.toldBy(sending)));
    const before = Number(await this.office.ledger.head());
    const answers = await Promise.all(all.map((told) => this.sent(told)));
    const written = Number(await this.office.ledger.head()) - before;
    const fresh = new Map<string, RecordedEvent>();
    for (const caseId of new Set(all.map((told) => told.caseId)))
      for (const event of await this.cases.follow(caseId)) fresh.set(event.id, event);
    must(fresh.size === written, 'events stand in streams nobody wrote to');
    for (const [index, answer] of answers.entries()) {
      const told = all[index];
      if (told === undefined) continue;
      if (answer.status >= 400) {
        refusedProperly(told, answer, this.office.met);
        continue;
      }
      const said = recordedIn(answer);
      if (said.events.length === 0) {
        this.office.met.unchanged += 1;
        continue;
      }
      const own = said.events.flatMap(({ eventId }) => fresh.get(eventId) ?? []);
      for (const { id } of own) fresh.delete(id);
      this.recorded(told, answer, said, own);
    }
    must(fresh.size === 0, 'events were recorded of which nobody was told');
  }

  /** A command with an Idempotency-Key once more, or something else under that key. */
  private async again({ which, altered }: Extract<Move, { do: 'again' }>): Promise<void> {
    const replay = this.replays[which % Math.max(1, this.replays.length)];
    if (replay === undefined) return;
    const { told, text } = replay;
    const before = await this.office.ledger.head();
    switch (altered) {
      case 'no': {
        const answer = await this.sent(told);
        must(
          answer.status === 201 && answer.text === text,
          `the same command under the same key answers ${shown(answer)} after ${text}`,
        );
        must(answer.headers.get('idempotent-replayed') === 'true', 'not told to be a replay');
        this.office.met.replayed += 1;
        break;
      }
      case 'body': {
        const day = told.act === 'register' ? 'receivedOn' : 'on';
        const other = told.body[day] === '2015-10-21' ? '2015-10-22' : '2015-10-21';
        const answer = await this.sent({ ...told, body: { ...told.body, [day]: other } });
        refusedProperly(told, answer, this.office.met);
        const { code } = problemIn(answer);
        must(
          code === 'idempotency-key-reused' || code === 'invalid-request',
          `another body under the same key answers ${shown(answer)}`,
        );
        break;
      }
      case 'case': {
        const elsewhere = this.cases.all().find(([caseId]) => caseId !== told.caseId)?.[0];
        if (elsewhere === undefined) return;
        const answer = await this.sent({ ...told, caseId: elsewhere });
        must(answer.status !== 201, `another case under the same key answers ${shown(answer)}`);
        if (answer.status >= 400) refusedProperly(told, answer, this.office.met);
      }
    }
    must((await this.office.ledger.head()) === before, 'a key was used twice and it was written');
  }

  private async keepRegisters({
    path,
    body,
  }: Extract<Move, { do: 'keep-registers' }>): Promise<void> {
    const { admin, ledger, met } = this.office;
    const before = Number(await ledger.head());
    met.sent += 1;
    const address = path.replaceAll('~', `${this.name}-`);
    const answer = await admin.post(address, await this.marks.resolved(body));
    const written = Number(await ledger.head()) - before;
    this.journal.push(`${address} ${JSON.stringify(body)} → ${shown(answer)}`);
    if (answer.status < 400) {
      must(written === recordedIn(answer).events.length, 'told of other events than written');
      met[written > 0 ? 'recorded' : 'unchanged'] += 1;
      for (const { type } of recordedIn(answer).events) count(met.events, type);
      return;
    }
    must(written === 0, `a refusal wrote ${String(written)} events: ${shown(answer)}`);
    const { code, errors = [], detail } = problemIn(answer);
    count(met.refused, `${String(answer.status)} ${code}`);
    must(
      (answer.status === 400 && errors.length > 0) ||
        (code === 'not-possible' && detail !== undefined) ||
        /^(organ|person)-not-found$/.test(code),
      `refused in words nobody knows: ${shown(answer)}`,
    );
  }
}
