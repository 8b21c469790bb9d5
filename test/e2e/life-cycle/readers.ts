// Readers in between, and the audit at the end: what is shown is the fold of the events on disk, and
// what was known at a moment stays so.
import { z } from 'zod';
import { accountability } from '../../../src/api/answers.js';
import { decisionFrame } from '../../../src/api/case-answers.js';
import { fileTold, historyTold } from '../../../src/api/told.js';
import { policiesOf } from '../../../src/domain/regulation/policy.js';
import { foldCase } from '../../../src/domain/case/fold.js';
import type { CaseState } from '../../../src/domain/case/state.js';
import { shanghaiDate } from '../../../src/domain/legal-date.js';
import { caseFile } from '../../../src/projections/case-file.js';
import { historyOf } from '../../../src/projections/history.js';
import { problemIn, type Answer } from '../../support/caller.js';
import { must, shown } from './answers.js';
import type { Cases, Known } from './cases.js';
import type { Marks } from './marks.js';
import type { Move, ReadingOf } from './moves.js';
import { count, type Office } from './office.js';

type Reading = Extract<Move, { do: 'read' }>;

/** What was asked and answered, to be asked again later. */
interface Remembered {
  readonly path: string;
  readonly text: string;
}

/** What is answered as known at a position answers the same for ever. */
const keptAsKnown: ReadonlySet<ReadingOf> = new Set([
  'obligations',
  'accountability',
  'interventions',
]);

const shownFile = z.looseObject({ revision: z.int(), position: z.string() });

export class Readers {
  private readonly remembered: Remembered[] = [];

  constructor(
    private readonly office: Office,
    private readonly cases: Cases,
    private readonly marks: Marks,
    private readonly run: string,
    private readonly journal: string[],
  ) {}

  async read(move: Reading): Promise<void> {
    const { ledger, met, callers, auditor } = this.office;
    const head = await ledger.head();
    const caseId = `${this.run}-C-${String(move.onCase)}`;
    const known = this.cases.get(caseId);
    const moment = this.momentOf(move, head);
    const on = String(this.marks.mark(move.on));
    const path = this.pathOf(move, caseId, on, moment);
    const mark = path.includes('?') ? '&' : '?';
    const reader = keptAsKnown.has(move.what) ? auditor : callers.clerk;
    const answer = await reader.ask(`${path}${mark}atLeast=${head}`);
    met.read += 1;
    this.journal.push(`GET ${path} → ${answer.status >= 400 ? shown(answer) : '200'}`);
    if (answer.status >= 400) {
      const { code, errors = [], detail } = problemIn(answer);
      count(met.refused, `GET ${String(answer.status)} ${code}`);
      must(
        (code === 'invalid-request' && errors.length > 0) ||
          (code === 'not-possible' && detail !== undefined && move.what === 'decision-frame') ||
          (code === 'case-not-found' &&
            (!this.cases.isClerks(caseId) || move.what === 'file-as-of')) ||
          (code === 'person-not-found' && move.personId === 'nobody'),
        `not shown: ${path} ${shown(answer)}`,
      );
      return;
    }
    if (path.startsWith(`/cases/${caseId}`))
      must(this.cases.isClerks(caseId), `a case of others is shown: ${path}`);
    if (known !== undefined && move.what === 'file') {
      this.requireFolded(caseId, known, answer);
      this.remembered.push({ path: `/cases/${caseId}?asOf=${head}`, text: answer.text });
    }
    if (keptAsKnown.has(move.what) && /^\d+$/.test(moment))
      this.remembered.push({ path, text: answer.text });
    if (known !== undefined && move.what === 'decision-frame')
      await this.requirePriorsOfFrame(known.state, move.subjectId, on, answer);
  }

  private momentOf({ moment, instant }: Reading, head: string): string {
    if (instant && moment > 900) return encodeURIComponent(new Date().toISOString());
    return String(Math.floor((Number(head) * moment) / 1000));
  }

  private pathOf(
    { what, personId, subjectId }: Reading,
    caseId: string,
    on: string,
    moment: string,
  ): string {
    const person = String(this.marks.mark(personId));
    switch (what) {
      case 'file':
        return `/cases/${caseId}`;
      case 'file-as-of':
        return `/cases/${caseId}?asOf=${moment}`;
      case 'history':
        return `/cases/${caseId}/history`;
      case 'obligations':
        return `/obligations?case=${caseId}&limit=500&on=${on}&knownAt=${moment}`;
      case 'accountability':
        return `/persons/${person}/accountability?on=${on}&knownAt=${moment}`;
      case 'decision-frame':
        return `/cases/${caseId}/decision-frame?subjectId=${subjectId}&on=${on}`;
      case 'interventions':
        return `/interventions?case=${caseId}&knownAt=${moment}`;
      case 'pleaders':
        return '/interventions/pleaders?min=2';
      case 'cases':
        return `/cases?person=${person}`;
      case 'counts':
        return `/accountability-counts?on=${on}&min=1&knownAt=${moment}`;
      case 'person':
        return `/persons/${person}`;
      case 'organs':
        return '/organs?superior=bureau';
    }
  }

  /** The file that is shown is the fold of the events on disk. */
  private requireFolded(caseId: string, { state, events }: Known, { text }: Answer): void {
    const last = events.at(-1);
    const expected = {
      ...fileTold(caseFile(state, shanghaiDate(new Date())), 'zh'),
      revision: last?.revision,
      position: last?.position,
    };
    expect({ caseId, file: JSON.parse(text) as unknown }).toEqual({
      caseId,
      file: JSON.parse(JSON.stringify(expected)) as unknown,
    });
  }

  private async requirePriorsOfFrame(
    { subjects }: CaseState,
    subjectId: string,
    on: string,
    { text }: Answer,
  ): Promise<void> {
    const frame = decisionFrame.parse(JSON.parse(text));
    const personId = subjects.find((subject) => subject.subjectId === subjectId)?.personId;
    const counted = personId === undefined ? [] : await this.countedOn(personId, on, undefined);
    expect(frame.priors.map(timeOf)).toEqual(counted.map(timeOf));
  }

  private async countedOn(personId: string, on: string, knownAt: string | undefined) {
    const known = knownAt === undefined ? '' : `&knownAt=${knownAt}`;
    const path = `/persons/${personId}/accountability?on=${on}${known}&atLeast=${await this.office.ledger.head()}`;
    return (await this.office.auditor.get(path, accountability)).sanctions;
  }

  /** Whether everything that was recorded reads back as it was answered. */
  async audit(): Promise<void> {
    const { auditor, ledger } = this.office;
    const today = shanghaiDate(new Date());
    for (const [caseId, known] of this.cases.all()) {
      must(
        (await this.cases.follow(caseId)).length === 0,
        `${caseId} has events nobody was told of`,
      );
      this.requireFolded(caseId, known, await auditor.ask(`/cases/${caseId}`));
      const history = z.looseObject({ items: z.array(z.unknown()) });
      const { items } = await auditor.get(`/cases/${caseId}/history`, history);
      const entries = historyOf(known.events, known.state).map((entry) => historyTold(entry, 'zh'));
      expect(items).toEqual(JSON.parse(JSON.stringify(entries)));
      this.requireOneIdEach(known.state);
      await this.requireEarlier(caseId, known);
      await this.requirePriors(caseId, known);
    }
    for (const { path, text } of this.remembered) {
      const answer = await auditor.ask(path);
      // Over midnight a file as of a position is judged by another day than the file was then.
      if (today !== shanghaiDate(new Date())) break;
      must(answer.text === text, `${path}\n answered ${text}\n and now ${answer.text}`);
    }
    const followed = await auditor.ask(`/cases?limit=1&atLeast=${await ledger.head()}`);
    must(followed.status === 200, `the read models do not follow: ${shown(followed)}`);
  }

  private requireOneIdEach({ subjects, decisions, appeals }: CaseState): void {
    const ids = [
      subjects.map(({ subjectId }) => subjectId),
      subjects.flatMap(({ personId }) => personId ?? []),
      decisions.map(({ decisionId }) => decisionId),
      decisions.flatMap(({ letters }) => letters.map(({ letterId }) => letterId)),
      appeals.map(({ appealId }) => appealId),
    ];
    for (const kind of ids)
      must(new Set(kind).size === kind.length, `two things have one id: ${kind.join()}`);
  }

  /** The file as of an earlier event is the fold up to there. */
  private async requireEarlier(caseId: string, { events }: Known): Promise<void> {
    const upTo = events.slice(0, 1 + Math.floor(events.length / 2));
    const last = upTo.at(-1);
    // No sequence adopts a policy.
    const fold = foldCase(policiesOf([]));
    const state = upTo.reduce<CaseState | undefined>((held, event) => fold(held, event), undefined);
    if (last === undefined || state === undefined) return;
    const { revision, position, metadata } = last;
    const file = fileTold(caseFile(state, shanghaiDate(metadata.recordedAt)), 'zh');
    const expected = { ...file, revision, position };
    const shownThen = await this.office.auditor.get(`/cases/${caseId}?asOf=${position}`, shownFile);
    expect(shownThen).toEqual(JSON.parse(JSON.stringify(expected)));
  }

  /** A decision's priors are those that counted on its day, as known right before it. */
  private async requirePriors(caseId: string, { events }: Known): Promise<void> {
    const made = z.looseObject({
      on: z.string(),
      replaces: z.string().optional(),
      subject: z.looseObject({ personId: z.string() }).optional(),
      priors: z.array(
        z.looseObject({ caseId: z.string(), decisionId: z.string(), effectiveOn: z.string() }),
      ),
    });
    for (const { type, data, position } of events) {
      if (type !== 'DecisionMade') continue;
      const { on, replaces, subject, priors } = made.parse(data);
      if (subject === undefined) continue;
      const before = String(Number(position) - 1);
      const counted = await this.countedOn(subject.personId, on, before);
      expect(priors.map(timeOf)).toEqual(
        counted.filter((one) => one.caseId !== caseId || one.decisionId !== replaces).map(timeOf),
      );
    }
  }
}

function timeOf({
  caseId,
  decisionId,
  effectiveOn,
}: {
  readonly caseId: string;
  readonly decisionId: string;
  readonly effectiveOn: string;
}): string {
  return `${caseId} ${decisionId} ${effectiveOn}`;
}
