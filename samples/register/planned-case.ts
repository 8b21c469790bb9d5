// One case of the foreign register as acts to send, in the order of its days, and why the rest of
// its rows becomes none. Pure; mapping.ts says what a row means, this says what it takes to record it.
import { frame, chamberOf, bodyKind, organOf, type Chamber } from './frame.js';
import type { ForeignCase, Row } from './foreign-register.js';
import { byWeight, sources, type Becomes, type Kind } from './mapping.js';
import { kindsOf } from './recognised.js';

/** An act on a case; `register` stands for `POST /cases`. */
export interface PlannedAct {
  readonly act: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** What a later act calls the event this one becomes; the service makes its id. */
  readonly as?: string;
  /** The field that takes the id of such an event. */
  readonly refers?: { readonly field: string; readonly to: string };
}

/** Why a row becomes no act. */
export type Why =
  | 'partial-date'
  | 'before-1900'
  | 'free-text'
  | 'no-counterpart'
  | 'adds-nothing'
  | 'nothing-recommended'
  | 'person-gone';

export interface PlannedRow {
  readonly row: string;
  readonly date: string;
  /** Codes of mapping.ts; empty where the row is free text. */
  readonly kinds: readonly string[];
  readonly acts: readonly PlannedAct[];
  /** Set exactly where there are no acts. */
  readonly why?: Why;
}

export interface PlannedCase {
  readonly caseId: string;
  readonly personId: string;
  readonly chamber: Chamber;
  /** In the order they are sent; those that become nothing stand where their date puts them. */
  readonly rows: readonly PlannedRow[];
}

/** Ids of everything the loader makes begin with this. */
export const caseIdOf = (number: number): string => `R-${String(number)}`;
export const personIdOf = (person: string): string => `M-${person}`;

const subjectId = 'subject';

/** Legal dates are whole days, and the ledger knows them from 1900 on. */
function unsent({ date }: Row): Why | undefined {
  if (date < '1900') return 'before-1900';
  return date.length === 10 ? undefined : 'partial-date';
}

/** @returns every row of the case exactly once */
export function plannedCase(foreign: ForeignCase): PlannedCase {
  const chamber = chamberOf(foreign.rows);
  const progress = new Progress(foreign, chamber);
  const rows = foreign.rows
    // Sorting is stable: rows of one day stay as the register has them.
    .toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))
    .map((row) => progress.plan(row));
  const { caseId, personId } = progress;
  return { caseId, personId, chamber, rows };
}

/** The acts a row becomes, or why it becomes none. */
type Planned = readonly PlannedAct[] | Why;

/** What has been recorded on the case so far, and so what its next row needs or adds. */
class Progress {
  readonly caseId: string;
  readonly personId: string;
  private registeredOn: string | undefined;
  /** Who has the case. */
  private holder = '';
  private accepted = false;
  private initiated = false;
  /** No further act without reopening it first. */
  private shut: 'closed' | 'declined' | undefined;
  private ended = false;
  /** The methods last recommended; empty where nothing was to be done. */
  private recommended: readonly string[] | undefined;
  /** What the last referral of each kind is called. */
  private readonly referrals = new Map<string, string>();
  /** Decisions so far, and the method of the last one. */
  private made = 0;
  private methodDecided: string | undefined;

  constructor(
    private readonly foreign: ForeignCase,
    private readonly chamber: Chamber,
  ) {
    this.caseId = caseIdOf(foreign.number);
    this.personId = personIdOf(foreign.person);
  }

  plan(row: Row): PlannedRow {
    const kinds = kindsOf(row);
    const named = { row: row.id, date: row.date, kinds: kinds.map(({ code }) => code) };
    const planned = unsent(row) ?? this.actsOf(row, kinds);
    return typeof planned === 'string'
      ? { ...named, acts: [], why: planned }
      : { ...named, acts: planned };
  }

  private actsOf(row: Row, kinds: readonly Kind[]): Planned {
    if (kinds.length === 0) return 'free-text';
    const source = kinds.map(({ code }) => sources.get(code)).find((known) => known !== undefined);
    const becomes = oneDecision(kinds.flatMap((kind) => kind.becomes));
    if (becomes.length === 0 && source === undefined) return 'no-counterpart';
    const before = this.registeredOn === undefined ? [this.registration(row, source)] : [];
    const acts: PlannedAct[] = [...before];
    let why: Why | undefined;
    for (const one of becomes) {
      const planned = this.becoming(one, row);
      if (typeof planned === 'string') why ??= planned;
      else acts.push(...planned);
    }
    return acts.length > 0 ? acts : (why ?? 'adds-nothing');
  }

  private registration(row: Row, source: 'organ-suggestion' | 'media' | undefined): PlannedAct {
    this.registeredOn = row.date;
    this.holder = this.registrar(row);
    return {
      act: 'register',
      body: {
        id: this.caseId,
        source: source ?? 'other',
        summary: `外部登记册第 ${String(this.foreign.number)} 案（首行 ${row.id}）；标签：${this.tags()}。`,
        receivedOn: row.date,
        receivedBy: this.holder,
        // It came up on that day, so it had happened by then (I-14 asks for no more).
        conductTo: row.date,
        subjects: [{ subjectId, kind: 'person', personId: this.personId }],
        suspectedGrounds: this.grounds(),
      },
    };
  }

  /** The chamber keeps what it decides itself; all else is its committee's to receive. */
  private registrar({ body }: Row): string {
    return organOf(bodyKind(body) === 'chamber' ? 'chamber' : 'committee', this.chamber);
  }

  private becoming(one: Becomes, row: Row): Planned {
    const on = row.date;
    const organId = this.acting(one, row);
    switch (one.act) {
      case 'accept':
        return this.accepted ? 'adds-nothing' : this.opened(on, this.acceptance(on));
      case 'initiate': {
        const investigators = [
          {
            personId: `${organId}-investigators`,
            name: '登记册未列姓名的调查人员',
            organId,
          },
        ];
        if (this.initiated)
          return this.opened(on, [{ act: 'assign-investigators', body: { on, investigators } }]);
        const acceptance = this.accepted ? [] : this.acceptance(on);
        this.initiated = true;
        return this.opened(on, [
          ...acceptance,
          { act: 'initiate', body: { on, organId, investigators } },
        ]);
      }
      case 'transfer': {
        const toOrganId = organOf('committee', this.chamber);
        if (this.holder === toOrganId) return 'adds-nothing';
        const body = { on, fromOrganId: this.holder, toOrganId, reasons: this.told(row) };
        this.holder = toOrganId;
        return this.opened(on, [{ act: 'transfer', body }]);
      }
      case 'file-report': {
        const body = { on, organId, findings: [this.finding(one.established, row)], materials: [] };
        return this.opened(on, [{ act: 'file-report', body }]);
      }
      case 'recommend': {
        const { methods } = one;
        this.recommended = methods;
        const recommendations = [
          { subjectId, accountable: methods.length > 0, methods, reasons: this.told(row) },
        ];
        return this.opened(on, [{ act: 'recommend', body: { on, organId, recommendations } }]);
      }
      case 'decide':
        return this.decision(one.methods, organId, row);
      case 'decide-as-recommended':
        return this.recommended === undefined
          ? 'nothing-recommended'
          : this.decision(this.recommended, organId, row);
      case 'decline': {
        if (this.accepted || this.shut) return this.decision([], organId, row);
        this.shut = 'declined';
        return [{ act: 'decline', body: { on, organId, reasons: this.told(row) } }];
      }
      case 'end-for-subject': {
        if (this.ended) return 'person-gone';
        this.ended = true;
        const { reason } = one;
        const reference = this.told(row);
        const acts = [{ act: 'end-for-subject', body: { on, subjectId, reason, reference } }];
        return this.shut === 'closed' ? acts : this.opened(on, acts);
      }
      case 'close': {
        if (this.shut) return 'adds-nothing';
        this.shut = 'closed';
        return [{ act: 'close', body: { on, reasons: this.told(row) } }];
      }
      case 'record-execution':
        return this.execution(on, organId);
      case 'refer-judicial':
        return [this.referral('judicial', row)];
      case 'refer-discipline':
        return [this.referral('discipline', row)];
      case 'record-referral-outcome':
        return this.referralOutcome(one.kind, row);
    }
  }

  /** The organ an act is recorded of. */
  private acting(one: Becomes, { body, text }: Row): string {
    const kind = bodyKind(body);
    // The committee published it; the ethics office had written it.
    if (one.act === 'file-report' && /office of congressional|\boc[ec]\b/i.test(text))
      return organOf('ethics-office', this.chamber);
    const ofChamber = ['decide', 'decide-as-recommended', 'record-execution'].includes(one.act);
    if (kind === 'none' && ofChamber && !/committee/i.test(text))
      return organOf('chamber', this.chamber);
    return organOf(kind, this.chamber);
  }

  private acceptance(on: string): PlannedAct[] {
    this.accepted = true;
    const organId = organOf('committee', this.chamber);
    this.holder = organId;
    return [{ act: 'accept', body: { on, organId, track: 'leading-cadre' } }];
  }

  /** The same, behind a reopening where the register goes on with a case that was shut. */
  private opened(on: string, acts: readonly PlannedAct[]): readonly PlannedAct[] {
    if (!this.shut) return acts;
    this.shut = undefined;
    return [{ act: 'reopen', body: { on, reasons: '登记册在办结之后仍有记载。' } }, ...acts];
  }

  private finding(established: boolean, row: Row): object {
    const grounds = established ? this.grounds() : [];
    const to = this.registeredOn ?? row.date;
    return {
      subjectId,
      facts: this.told(row),
      grounds,
      // The register weighs nothing: severity follows a sanction, and a report names none.
      severity: 'minor',
      mitigating: [],
      aggravating: [],
      ...(established
        ? {
            otherConduct: this.conduct(),
            conducts: [{ id: 'conduct', facts: this.told(row), grounds, to }],
          }
        : {}),
    };
  }

  private decision(methods: readonly string[], organId: string, row: Row): readonly PlannedAct[] {
    const on = row.date;
    const accountable = methods.length > 0;
    this.made += 1;
    this.methodDecided = methods.at(-1);
    const name = nameOf(organId);
    return this.opened(on, [
      {
        act: 'decide',
        body: {
          on,
          organId,
          subjectId,
          decisionId: this.decisionId(),
          accountable,
          methods,
          adjustment: 'none',
          reasons: this.told(row),
          decidedBy: [{ name }],
          meeting: { body: name, heldOn: on, reference: this.told(row) },
          ...(accountable
            ? {
                facts: this.told(row),
                grounds: this.grounds(),
                otherConduct: this.conduct(),
                severity: severityOf(methods),
                responsibility: 'direct',
              }
            : {}),
        },
      },
    ]);
  }

  /** Of the decision just made, the heaviest method. */
  private execution(on: string, organId: string): readonly PlannedAct[] {
    const decisionId = this.decisionId();
    const method = this.methodDecided;
    if (method === undefined) return [];
    const reference = `${decisionId}，表决即执行`;
    return [{ act: 'record-execution', body: { on, decisionId, method, organId, reference } }];
  }

  private decisionId(): string {
    return `${this.caseId}-decision-${String(this.made)}`;
  }

  private referral(kind: 'judicial' | 'discipline', row: Row): PlannedAct {
    const by = bodyKind(row.body);
    const disciplinary = by === 'sergeant' || by === 'agency' ? by : 'committee';
    const toOrganId = organOf(kind === 'judicial' ? 'prosecutor' : disciplinary, this.chamber);
    const as = `${row.id}/${kind}`;
    this.referrals.set(kind, as);
    const body = { on: row.date, subjectId, toOrganId, reference: this.told(row) };
    return { act: `refer-${kind === 'judicial' ? 'judicial' : 'discipline'}`, body, as };
  }

  /** An outcome answers a referral; where the register has none, the outcome itself shows that there was one. */
  private referralOutcome(kind: 'judicial' | 'discipline', row: Row): readonly PlannedAct[] {
    const made = this.referrals.has(kind) ? [] : [this.referral(kind, row)];
    const to = this.referrals.get(kind) ?? '';
    const body = { on: row.date, outcome: this.told(row), reference: this.told(row) };
    const answer = {
      act: 'record-referral-outcome',
      body,
      refers: { field: 'referralEventId', to },
    };
    return [...made, answer];
  }

  /** What stands in the place of the register's own words, which may name people. */
  private told(row: Row): string {
    const codes = kindsOf(row).map(({ code }) => code);
    return `外部登记册 ${row.id} 行：${codes.join('、')}（标签：${this.tags()}）`;
  }

  private conduct(): string {
    return `登记册标签：${this.tags()}`;
  }

  private tags(): string {
    return this.foreign.tags.filter((tag) => !/resolved$/.test(tag)).join('、') || '无';
  }

  /** One ground a case: its tags are about one matter, and two clauses would aggravate (M1-16-1-1, I-5). */
  private grounds(): string[] {
    const near = nearest.find(([tag]) => this.foreign.tags.includes(tag));
    return [near?.[1] ?? 'M1-7-10'];
  }
}

/** Tags of the register and the catch-all clause of the article that comes nearest, for no item fits; the first that fits counts. */
export const nearest: readonly (readonly [string, string])[] = [
  ['sexual-harassment-abuse', 'M1-7-10'],
  ['corruption', 'M1-7-10'],
  ['ethics', 'M1-7-10'],
  ['elections', 'M1-5-10'],
  ['crime', 'M1-6-9'],
];

/** Several sanctions in one vote are one decision with several methods, the lightest first (I-18). */
function oneDecision(becomes: readonly Becomes[]): readonly Becomes[] {
  const decided = becomes.flatMap((one) => (one.act === 'decide' ? one.methods : []));
  const methods = byWeight.filter((method) => decided.includes(method));
  const first = becomes.findIndex(({ act }) => act === 'decide');
  return becomes.flatMap((one, at) => {
    if (one.act !== 'decide') return one;
    return at === first ? { act: 'decide', methods } : [];
  });
}

/** The band of the heaviest method, for the register states none (M1-14). */
function severityOf(methods: readonly string[]): string {
  if (methods.includes('removal')) return 'severe';
  return methods.includes('transfer') ? 'serious' : 'minor';
}

function nameOf(organId: string): string {
  const organ = frame.find(({ id }) => id === organId);
  if (organ === undefined) throw new Error(`the frame has no ${organId}`);
  return organ.name.zh;
}
