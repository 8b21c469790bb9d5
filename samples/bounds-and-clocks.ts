// Three chapters of the story: what a decision may be, what is overdue and how that was counted, and
// how a date that was put down wrongly is corrected.
import { clerks } from './city.js';
import { lookingBackOn, type View } from './commission-view.js';
import { caseFile, decisionFrame, history, obligations } from './questions.js';
import { columns, marked, paragraph, print } from './terminal.js';
import { howCounted } from './wording.js';

const caseOfCorrection = 'demo-2025-004';
const caseUndecided = 'demo-2025-007';
const { auditor } = clerks;

/** What may be decided in a case that nobody has decided. */
export async function frame(view: View): Promise<void> {
  const on = lookingBackOn;
  const frame = await decisionFrame(view.client, auditor, caseUndecided, { subjectId: 'e', on });
  const name = view.nameOf('demo-e');
  view.chapter({
    zh: `决定幅度：${caseUndecided}（${name}，${on}，尚未决定）`,
    en: `What a decision may be: ${caseUndecided} (${name}, on ${on}, not decided yet)`,
  });
  const label = (code: string) => view.known.labelOf(code);
  const listed = (some: readonly { code: string; clause: string }[]) =>
    some.length === 0
      ? view.say({ zh: '无', en: 'none' })
      : some.map(({ code, clause }) => `${label(code)}  ${clause}`).join(view.comma);
  print(
    columns([
      [view.say({ zh: '档次', en: 'band' }), label(frame.baseBand ?? '')],
      [view.say({ zh: '从轻、减轻情节', en: 'mitigating' }), listed(frame.mitigating)],
      [view.say({ zh: '从重、加重情节', en: 'aggravating' }), listed(frame.aggravating)],
      [
        view.say({ zh: '一年内已问责', en: 'times within one year' }),
        view.say({ zh: `${String(frame.priorCount)} 次`, en: String(frame.priorCount) }),
      ],
    ]),
    '',
    columns([
      view.words([
        ['如适用', 'with'],
        ['条款', 'clause'],
        ['档次', 'band'],
        ['由谁决定', 'decided by'],
        ['可用方式（最重一种）', 'methods (the heaviest)'],
      ]),
      ...frame.permittedMethods.map(({ adjustment, clause, band, methods }) => {
        const { kinds, collective } = frame.authority.byBand[band] ?? {
          kinds: [],
          collective: false,
        };
        const meeting = view.say({ zh: '（集体研究）', en: ' (in a meeting)' });
        return [
          label(adjustment),
          clause,
          label(band),
          `${kinds.slice(0, 2).map(label).join(view.comma)}${collective ? meeting : ''}`,
          methods.map(label).join(view.comma),
        ];
      }),
    ]),
    '',
    paragraph(
      view.say({
        zh: '账本列出幅度和依据，由人决定；超出幅度的决定也如实记录，但要写明理由。',
        en: 'The ledger shows the bounds and the clauses; people decide. A decision beyond them is recorded too, with its reasons.',
      }),
    ),
  );
}

export async function overdue(view: View): Promise<void> {
  view.chapter({
    zh: `超期事项（截至 ${lookingBackOn}）`,
    en: `What is overdue (on ${lookingBackOn})`,
  });
  const late = (await obligations(view.client, auditor, 'overdue', lookingBackOn)).items;
  const doneLate = (await obligations(view.client, auditor, 'done-late', lookingBackOn)).items;
  print(
    columns([
      view.words([
        ['期限', 'due'],
        ['事项', 'duty'],
        ['条款', 'clause'],
        ['案件', 'case'],
        ['责任单位', 'who answers'],
        ['办理', 'state'],
      ]),
      ...[...late, ...doneLate].map((duty) => [
        duty.dueOn ?? '',
        duty.title,
        duty.clause,
        duty.caseId,
        `${view.nameOf(duty.organId)}${view.headOf(duty.organId)}`,
        duty.metOn === undefined
          ? marked(view.say({ zh: '至今未办', en: 'not done' }))
          : view.say({ zh: `${duty.metOn} 补办`, en: `done on ${duty.metOn}` }),
      ]),
    ]),
    '',
    paragraph(view.say({ zh: '期限如何算出：', en: 'How the dates were found:' })),
  );
  const shown = new Set<string>();
  for (const { derivation, dueOn, title } of late) {
    if (!derivation || dueOn === null || shown.has(derivation.start)) continue;
    shown.add(derivation.start);
    print(paragraph(view.say(howCounted(derivation, dueOn, title)), '    '));
  }
}

/** One date that was put down wrongly: both are shown, and the event stays as it was. */
export async function correction(view: View): Promise<void> {
  view.chapter({
    zh: `更正不是涂改：${caseOfCorrection} 的送达日期`,
    en: `A correction is no erasure: the day of the delivery in ${caseOfCorrection}`,
  });
  const { items } = await history(view.client, auditor, caseOfCorrection);
  const correction = items.find(({ type }) => type === 'RecordCorrected');
  const delivery = items.find(({ eventId }) => eventId === correction?.data.eventId);
  if (correction === undefined || delivery === undefined)
    throw new Error(`${caseOfCorrection} has no correction`);
  const file = (asOf?: string) => caseFile(view.client, auditor, caseOfCorrection, asOf);
  const before = await file((BigInt(correction.position) - 1n).toString());
  const now = await file();
  const duty = now.obligations.find(({ metBy }) => metBy === delivery.eventId);
  const appeal = ({ decisions }: typeof now) => decisions[0]?.appealUntil ?? '';
  print(
    columns([
      view.words([
        ['', ''],
        ['更正前所知', 'as known before'],
        ['现在所知', 'as known now'],
      ]),
      [view.say({ zh: '送达本人', en: 'delivered' }), duty?.metRecordedOn ?? '', duty?.metOn ?? ''],
      [view.say({ zh: '申诉截止', en: 'appeal until' }), appeal(before), appeal(now)],
    ]),
    '',
    paragraph(
      view.say({
        zh: `${correction.data.on ?? ''} 更正：${correction.data.reasons ?? ''}原记录仍写着 ${delivery.data.on ?? ''}，更正是另一条记录，附回证。`,
        en: `Corrected on ${correction.data.on ?? ''}, with the receipt. The event still says ${delivery.data.on ?? ''}: the correction is an event of its own.`,
      }),
    ),
  );
}
