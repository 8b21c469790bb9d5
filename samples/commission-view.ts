// What a commission would look at after the story: what was refused, a case from its first day on,
// who is over a threshold, what is overdue and how that was counted, who read what. All of it is
// asked of the service; only names and the wording around it stand here.
import { handlers, organs, persons, clerks, type Words } from './city.js';
import type { Client, Language } from './client.js';
import {
  accesses,
  accountability,
  caseFile,
  catalogue,
  history,
  interventions,
  openApi,
  pleaders,
  type HistoryItem,
} from './questions.js';
import type { Played, Refusal } from './play.js';
import { Refused } from './client.js';
import { correction, frame, overdue } from './bounds-and-clocks.js';
import { story } from './story.js';
import { supervision } from './supervision.js';
import { bold, columns, marked, paragraph, print } from './terminal.js';
import { codes, inShanghai } from './wording.js';

/** The day from which the story looks back. */
export const lookingBackOn = '2025-12-31';
const caseOfThird = 'demo-2025-003';
const caseOfAppeal = 'demo-2025-002';
const { auditor } = clerks;

/** Tells the story on standard output. @throws Refused */
export async function tell(
  client: Client,
  played: Played,
  language: Language,
  origin: string,
): Promise<void> {
  const known = await catalogue(client, auditor);
  const view = new View(client, language, known, await openApi(client, auditor));
  view.opening(played, origin);
  view.refusals(played.refusals);
  await view.timeline(caseOfThird);
  await view.personOverThreshold('demo-a');
  await view.pleadersOverThreshold();
  await frame(view);
  await overdue(view);
  await correction(view);
  await supervision(view);
  await view.readers();
  view.closing(origin);
}

/** The story as one reader sees it: whom it is read through, and in which language. */
export class View {
  private chapters = 0;
  readonly comma: string;

  constructor(
    readonly client: Client,
    private readonly language: Language,
    readonly known: Awaited<ReturnType<typeof catalogue>>,
    readonly acts: Awaited<ReturnType<typeof openApi>>,
  ) {
    this.comma = this.say({ zh: '、', en: ', ' });
  }

  opening({ events, stoodAlready }: Played, origin: string): void {
    const title = this.say({
      zh: '问责账本演示：虚构市，2025年（人物、单位、案情均为虚构）',
      en: 'Wenze, a demo: a fictional city in 2025 (people, organs and cases are made up)',
    });
    const fresh = events - stoodAlready;
    const cases = String(new Set(story.map(({ caseId }) => caseId)).size);
    print(bold(title), '');
    print(
      paragraph(
        this.say({
          zh: `向 ${origin} 提交：${String(organs.length)} 个单位、${String(persons.length)} 名干部、${cases} 起案件，共 ${String(events)} 条记录；本次新记 ${String(fresh)} 条，先前已记 ${String(stoodAlready)} 条（同一请求重复提交不会重复入账）。`,
          en: `Played to ${origin}: ${String(organs.length)} organs, ${String(persons.length)} persons, ${cases} cases, ${String(events)} events; ${String(fresh)} recorded now, ${String(stoodAlready)} stood already (the same request sent twice is recorded once).`,
        }),
      ),
      paragraph(
        this.say({
          zh: '条款代码：M1＝《党政机关工作人员问责暂行办法》，M2＝《领导干部不作为慢作为乱作为问责暂行办法》，M1-24＝M1第二十四条。',
          en: 'Clauses: M1 and M2 are the two measures of 连发〔2015〕15号; M1-24 is Article 24 of M1.',
        }),
      ),
    );
  }

  refusals(refusals: readonly Refusal[]): void {
    this.chapter({
      zh: '账本如何回应违规：先指出条款，再由人决定',
      en: 'What the ledger says to an irregular act: the clause first, then people decide',
    });
    for (const [index, { of }] of refusals.entries()) {
      if (index > 0) print('');
      const { told, codes, then } = of.refusedFirst;
      print(`  ${of.on}  ${of.caseId}  ${this.say(told)}`);
      for (const code of codes) {
        const rule = this.known.irregularities.find((one) => one.code === code);
        print(
          paragraph(
            `${marked('✗')} 422  ${rule?.clause ?? ''}  ${rule ? this.say(rule.words) : code}`,
            '      ',
          ),
        );
      }
      print(paragraph(`→ ${this.say(then)}`, '      '));
    }
  }

  async timeline(caseId: string): Promise<void> {
    this.chapter({
      zh: `一案始末：${caseId}（${this.nameOf('demo-a')}，征收未公告先拆）`,
      en: `One case from its first day on: ${caseId} (${this.nameOf('demo-a')}, houses torn down unannounced)`,
    });
    const { items } = await history(this.client, auditor, caseId);
    const head = this.words([
      ['日期', 'date'],
      ['事项', 'act'],
      ['单位', 'organ'],
      ['经办', 'by'],
      ['要点', 'what'],
    ]);
    print(
      columns([
        head,
        ...items.map((item) => [
          item.data.on ?? item.data.receivedOn ?? '',
          item.title,
          this.nameOf(item.data.organId ?? item.metadata.organ),
          item.metadata.actor.sub.replace('@demo-', '@'),
          this.particulars(item),
        ]),
      ]),
    );
    print(
      '',
      paragraph(
        this.say({
          zh: '每一行都是一条不可更改的记录，注明谁、何时、代表哪个单位登记；违规与理由同在。',
          en: 'Every line is an event that nobody can change: who recorded it, when, for which organ; what was irregular stands beside it with its reasons.',
        }),
      ),
    );
  }

  async personOverThreshold(personId: string): Promise<void> {
    const name = this.nameOf(personId);
    this.chapter({
      zh: `一年内问责次数：${name}（满两次，再问责应当从重或加重，M1-16-1-2）`,
      en: `Times within one year: ${name} (from two on, the next decision must be heavier, M1-16-1-2)`,
    });
    const before = await this.beforeRevocation();
    const rows = [
      this.words([
        ['截至日期', 'on'],
        ['撤销前所知', 'as known before the revocation'],
        ['现在所知', 'as known now'],
      ]),
    ];
    for (const on of ['2025-10-08', '2025-11-05', lookingBackOn, '2026-03-21']) {
      const then = await accountability(this.client, auditor, personId, on, before);
      const now = await accountability(this.client, auditor, personId, on);
      rows.push([on, this.count(then), this.count(now)]);
    }
    print(columns(rows));
    print(
      '',
      paragraph(
        this.say({
          zh: `2025-11-24，${caseOfAppeal} 的决定经申诉被撤销，此后对任何日期都不再计入；但11月6日作决定时账本上确有两次，当时所知仍可查。`,
          en: `On 2025-11-24 the decision in ${caseOfAppeal} was revoked on appeal; since then it counts on no date. But two times were known when the committee decided on 6 November, and that can still be shown.`,
        }),
      ),
    );
  }

  /** The last position of the story before the decision was revoked. */
  private async beforeRevocation(): Promise<string> {
    const appealed = await history(this.client, auditor, caseOfAppeal);
    const other = await history(this.client, auditor, caseOfThird);
    const revoked = appealed.items.find(({ type }) => type === 'AppealDecided');
    if (revoked === undefined) throw new Error(`${caseOfAppeal} has no decided appeal`);
    const before = [...appealed.items, ...other.items]
      .map(({ position }) => BigInt(position))
      .filter((position) => position < BigInt(revoked.position));
    return before.reduce((a, b) => (a > b ? a : b)).toString();
  }

  async pleadersOverThreshold(): Promise<void> {
    this.chapter({
      zh: '请托、说情：两次以上的说情人（应予问责，M1-16-3）',
      en: 'Pleading: who pleaded twice or more (to be held to account, M1-16-3)',
    });
    const { items: repeated } = await pleaders(this.client, auditor, 2);
    for (const pleader of repeated) {
      // The ledger may hold other people's cases too.
      if (!persons.some(({ id }) => id === pleader.personId)) continue;
      const opened =
        pleader.openedCaseId ?? this.say({ zh: '尚未立案', en: 'no case opened against them' });
      print(
        `  ${bold(this.nameOf(pleader.personId))}  ${this.say({
          zh: `${String(pleader.count)} 次，涉及 ${String(pleader.cases.length)} 案、${String(pleader.subjects.length)} 人`,
          en: `${String(pleader.count)} times, ${String(pleader.cases.length)} cases, ${String(pleader.subjects.length)} persons`,
        })}  ${marked(opened)}`,
      );
    }
    const { items } = await interventions(this.client, auditor);
    print(
      '',
      columns([
        this.words([
          ['日期', 'date'],
          ['案件', 'case'],
          ['说情人', 'pleader'],
          ['为谁', 'for'],
          ['方式', 'by'],
          ['内容', 'what was asked'],
        ]),
        ...items.map(({ on, caseId, pleader, subjectPersonId, subjectId, channel, content }) => [
          on,
          caseId,
          pleader.personId === undefined
            ? (pleader.name ?? pleader.description ?? '')
            : this.nameOf(pleader.personId),
          this.nameOf(subjectPersonId ?? subjectId),
          channel ?? '',
          content ?? '',
        ]),
      ]),
      '',
      paragraph(
        this.say({
          zh: '同日为同一人的两次接触计一次；身份不明者只记录、不累计。',
          en: 'Two contacts for one person on one day are one time; somebody nobody can name is on record but not counted.',
        }),
      ),
    );
  }

  async readers(): Promise<void> {
    this.chapter({
      zh: `谁看过什么：${caseOfThird}`,
      en: `Who read what: ${caseOfThird}`,
    });
    await caseFile(this.client, clerks.committee, caseOfThird);
    const items = await accesses(this.client, auditor, caseOfThird);
    const first = new Map<string, (typeof items)[number]>();
    for (const item of items) {
      const key = `${item.sub} ${item.route}`;
      const held = first.get(key);
      if (held === undefined || BigInt(item.position) < BigInt(held.position)) first.set(key, item);
    }
    print(
      columns([
        this.words([
          ['首次查阅', 'first read at'],
          ['查阅人', 'reader'],
          ['查阅内容', 'what'],
        ]),
        ...[...first.values()]
          .reverse()
          .map(({ recordedAt, sub, route }) => [
            inShanghai.format(new Date(recordedAt)),
            sub.replace('@demo-', '@'),
            this.acts.summaryOf(route),
          ]),
      ]),
      '',
    );
    await this.outsider();
    await this.reporter();
  }

  /** A clerk of another organ asks for a case that is none of its business. */
  private async outsider(): Promise<void> {
    try {
      await history(this.client, clerks.environmentIntake, caseOfThird);
      throw new Error(`${caseOfThird} was shown to an organ that has no part in it`);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { status, title } = error.problem;
      print(
        paragraph(
          this.say({
            zh: `环保局信访科查询此案：${String(status)}“${title}”——案件是否存在也不透露。`,
            en: `A clerk of the Environment Bureau asks for it: ${String(status)} "${title}" - not even its existence is told.`,
          }),
        ),
      );
    }
  }

  private async reporter(): Promise<void> {
    const sealed = this.say({ zh: '已封存', en: 'sealed' });
    const colon = this.say({ zh: '：', en: ': ' });
    const { items } = await history(this.client, auditor, 'demo-2025-004');
    const reporter = Object.entries(items[0]?.data.reporter ?? {})
      .map(
        ([field, value]) =>
          `${this.word(field)}${colon}${typeof value === 'string' ? this.word(value) : sealed}`,
      )
      .join(this.comma);
    print(
      paragraph(
        this.say({
          zh: `demo-2025-004 的举报人，监督室所见：${reporter}。姓名和联系方式在写入账本之前已加密封存。`,
          en: `The reporter of demo-2025-004 as the auditor sees them: ${reporter}. Name and contact were sealed before the ledger ever held them.`,
        }),
      ),
    );
  }

  closing(origin: string): void {
    print(
      '',
      paragraph(this.say({ zh: `接口说明：${origin}/docs`, en: `The API: ${origin}/docs` })),
    );
  }

  particulars({ data, metadata }: HistoryItem): string {
    const said = [
      data.methods?.map((code) => this.known.labelOf(code)).join(this.comma),
      data.recommendations
        ?.flatMap(({ methods }) => methods.map((code) => this.known.labelOf(code)))
        .join(this.comma),
      data.accountable === false
        ? this.say({ zh: '不予问责', en: 'nobody held to account' })
        : undefined,
      data.adjustment === undefined || data.adjustment === 'none'
        ? undefined
        : this.known.labelOf(data.adjustment),
      data.findings
        ?.flatMap(({ grounds }) => grounds.map((code) => this.known.labelOf(code)))
        .join(this.comma),
      data.investigators?.map(({ name }) => name).join(this.comma),
      data.pleader?.name,
      ...[data.recipient, data.manner].map((code) => code && this.word(code)),
      data.title,
      data.number,
      data.method === undefined ? undefined : this.known.labelOf(data.method),
      data.meeting?.reference,
      data.track === undefined ? undefined : this.known.labelOf(data.track),
      data.source === undefined ? undefined : this.known.labelOf(data.source),
      ...(metadata.irregularities ?? []).map(({ code, clause }) => {
        const rule = this.known.irregularities.find((one) => one.code === code);
        return marked(`✗ ${clause} ${rule ? this.say(rule.words) : code}`);
      }),
      metadata.justification,
    ];
    return said.filter((part) => part !== undefined && part !== '').join('  ');
  }

  private count({
    count,
    aggravationRequired,
  }: {
    count: number;
    aggravationRequired: boolean;
  }): string {
    const times = this.say({ zh: `${String(count)} 次`, en: String(count) });
    if (!aggravationRequired) return times;
    return `${times}  ${marked(this.say({ zh: '应从重或加重', en: 'heavier required' }))}`;
  }

  /** What a code is called; free text stays as it is. */
  word(code: string): string {
    const known = codes[code];
    return known === undefined ? code : this.say(known);
  }

  nameOf(id: string): string {
    const found =
      organs.find((organ) => organ.id === id) ?? persons.find((person) => person.id === id);
    if (found !== undefined) return this.say(found.name);
    return Object.values(handlers).find(({ personId }) => personId === id)?.name ?? id;
  }

  headOf(organId: string): string {
    const head = organs.find(({ id }) => id === organId)?.head;
    return head === undefined ? '' : this.say({ zh: `（负责人${head}）`, en: ` (head ${head})` });
  }

  chapter(title: Words): void {
    this.chapters += 1;
    print('', bold(`${String(this.chapters)}. ${this.say(title)}`), '');
  }

  words(heads: readonly (readonly [zh: string, en: string])[]): string[] {
    return heads.map(([zh, en]) => this.say({ zh, en }));
  }

  say({ zh, en }: Words): string {
    return this.language === 'en' ? en : zh;
  }
}
