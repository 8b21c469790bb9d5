// The mapping, in one table: what a row of the foreign register says, how that is recognised, and
// which acts it becomes here, or why none. docs/real-register.md shows this table; a test compares.
import type { Words } from '../city.js';
import type { BodyKind } from './frame.js';

/** Methods of M1 Art. 13 that have a counterpart over there, the lightest first. */
export const byWeight = [
  'admonishing-talk',
  'circulated-criticism',
  'transfer',
  'removal',
] as const;
type Method = (typeof byWeight)[number];

/** What a row becomes. Registering the case, reopening it and the referral that an outcome needs are added where they are missing. */
export type Becomes =
  | { readonly act: 'decide'; readonly methods: readonly Method[] }
  | { readonly act: 'decide-as-recommended' }
  | { readonly act: 'decline' }
  | { readonly act: 'recommend'; readonly methods: readonly Method[] }
  | { readonly act: 'file-report'; readonly established: boolean }
  | { readonly act: 'accept' | 'initiate' | 'transfer' | 'close' }
  | { readonly act: 'end-for-subject'; readonly reason: 'died' | 'left-scope' }
  | { readonly act: 'record-execution' }
  | { readonly act: 'refer-judicial' | 'refer-discipline' }
  | { readonly act: 'record-referral-outcome'; readonly kind: 'judicial' | 'discipline' };

export interface Kind {
  readonly code: string;
  readonly says: Words;
  /** Recognised by a tag the register itself gave the row, … */
  readonly tag?: string;
  /** … or by who acts and what the text says, … */
  readonly by?: readonly BodyKind[];
  readonly text?: RegExp;
  /** … and not where the text says this. */
  readonly unless?: RegExp;
  /** Also looked for where a tag has said something already. */
  readonly besideTags?: true;
  readonly becomes: readonly Becomes[];
  /** Why it becomes nothing, or what is to be known about what it becomes. */
  readonly note?: Words;
}

const inquirers: readonly BodyKind[] = ['committee', 'ethics-office'];
const justice: readonly BodyKind[] = ['prosecutor', 'court', 'none'];

const decides = (...methods: Method[]): Becomes => ({ act: 'decide', methods });
/** The decision just made, carried out by the vote itself. */
const executed: Becomes = { act: 'record-execution' };
const byTheVote: Words = {
  zh: '表决即生效、即执行',
  en: 'takes effect, and is carried out, by the vote',
};
const recommends = (...methods: Method[]): readonly Becomes[] => [
  { act: 'file-report', established: methods.length > 0 },
  { act: 'recommend', methods },
];
const outcome = (kind: 'judicial' | 'discipline'): Becomes => ({
  act: 'record-referral-outcome',
  kind,
});

/** By tag: every one that fits counts. By text: the first that fits counts. */
export const kinds: readonly Kind[] = [
  {
    code: 'expelled',
    says: { zh: '开除议员资格', en: 'expelled' },
    tag: 'expulsion',
    becomes: [decides('removal'), executed],
    note: byTheVote,
  },
  {
    code: 'excluded',
    says: { zh: '不予就座、撤销席位', en: 'excluded, unseated' },
    tag: 'exclusion',
    by: ['none', 'chamber'],
    text: /^excluded\b/,
    becomes: [decides('removal'), executed],
    note: byTheVote,
  },
  {
    code: 'removed-from-post',
    says: { zh: '免去委员会职务', en: 'removed from a committee' },
    by: ['chamber'],
    text: /\bremoved \S+ from\b/,
    besideTags: true,
    becomes: [decides('transfer'), executed],
    note: byTheVote,
  },
  {
    code: 'sanction-recommended',
    says: { zh: '建议开除', en: 'expulsion recommended' },
    by: ['committee', 'none'],
    text: /\brecommended (?!against)[^.;]*\b(?:expulsion|expelled|not entitled to his seat|unseat)|\bshould not be seated/,
    unless: /\bnot recommend/,
    besideTags: true,
    becomes: recommends('removal'),
  },
  {
    code: 'censure-recommended',
    says: { zh: '建议谴责', en: 'censure recommended' },
    by: ['committee', 'none'],
    text: /\brecommend(?:ed|ation of) (?!against)[^;]*\b(?:censure|condemning)/,
    unless: /\bnot recommend/,
    besideTags: true,
    becomes: recommends('circulated-criticism'),
  },
  {
    code: 'reprimand-recommended',
    says: { zh: '建议训诫', en: 'reprimand recommended' },
    by: ['committee', 'none'],
    text: /\brecommended (?!against)[^.;]*\breprimand/,
    unless: /\bnot recommend/,
    besideTags: true,
    becomes: recommends('admonishing-talk'),
  },
  {
    code: 'censured',
    says: { zh: '谴责', en: 'censured' },
    tag: 'censure',
    becomes: [decides('circulated-criticism')],
  },
  {
    code: 'reprimanded',
    says: { zh: '训诫、训诫函', en: 'reprimanded, letter of reproval or admonishment' },
    tag: 'reprimand',
    by: ['committee', 'chamber', 'none'],
    text: /^reprimanded\b|\breprov(?:ed|al)\b|\badmonish/,
    becomes: [decides('admonishing-talk')],
  },
  {
    code: 'pleaded',
    says: { zh: '认罪', en: 'pleaded guilty or no contest' },
    tag: 'plea',
    becomes: [outcome('judicial')],
  },
  {
    code: 'convicted',
    says: { zh: '被判有罪', en: 'convicted' },
    tag: 'conviction',
    by: ['none'],
    text: /^convicted\b/,
    becomes: [outcome('judicial')],
  },
  {
    code: 'resigned',
    says: { zh: '辞职', en: 'resigned' },
    tag: 'resignation',
    by: ['none'],
    text: /^(?:\S+ ){0,3}(?:resigned\b|submitted his resignation)/,
    unless: /not run|not seek|resigned as speaker|resigned from the committee/,
    becomes: [{ act: 'end-for-subject', reason: 'left-scope' }],
    note: {
      zh: '本人行为，不是哪个机关的问责决定（引咎辞职须由机关决定）',
      en: 'the person’s own act, not an organ’s decision (M1-13-7 is decided by an organ)',
    },
  },
  {
    code: 'died',
    says: { zh: '去世', en: 'died' },
    by: ['none'],
    text: /^(?:(?:representative|senator|rep\.|sen\.) )?(?:\S+ )?(?:died\b|was assassinated\b)/,
    becomes: [{ act: 'end-for-subject', reason: 'died' }],
  },
  {
    code: 'appeal-against-fine',
    says: { zh: '对罚款的申诉及其处理', en: 'appeal against a fine, and its answer' },
    by: ['committee', 'none'],
    text: /\bappeal(?:ed)?\b|\b(?:announced|published) the fine\b/,
    unless: /court of appeal|appeals court|criminal appeal|pending appeal|and appeals|\bfined\b/,
    becomes: [],
    note: {
      zh: '申诉只针对问责决定，罚款不是问责决定（M1-27）',
      en: 'an appeal is against a decision to hold to account, and a fine is none (M1-27)',
    },
  },
  {
    code: 'fined',
    says: { zh: '罚款', en: 'fined' },
    tag: 'fined',
    by: ['sergeant', 'committee', 'agency'],
    text: /\bfined\b/,
    becomes: [outcome('discipline')],
    note: {
      zh: '十种方式中没有罚款：作为其他责任的处理结果登记（M1-4）',
      en: 'none of the ten methods: recorded as the outcome of another liability (M1-4)',
    },
  },
  {
    code: 'settled',
    says: { zh: '和解', en: 'settled' },
    tag: 'settlement',
    text: /\bsettle(?:d|ment)\b/,
    becomes: [],
    note: { zh: '民事和解没有对应事项', en: 'a civil settlement has no counterpart' },
  },
  {
    code: 'contempt',
    says: { zh: '藐视国会', en: 'held in contempt' },
    tag: 'contempt',
    becomes: [],
    note: { zh: '没有对应事项', en: 'no counterpart' },
  },
  {
    code: 'ended-despite-evidence',
    says: {
      zh: '认定违规，终止调查，不予处理',
      en: 'ended although rules were found to be violated',
    },
    by: ['committee'],
    text: /despite evidence|issued a report with no sanctions/,
    becomes: [{ act: 'file-report', established: true }, decides()],
  },
  {
    code: 'no-action-recommended',
    says: { zh: '建议不予处理', en: 'no action recommended' },
    by: ['committee', 'none'],
    text: /\brecommend\w* (?:in |an? |that |the |unanimously |.*\b(?:retain|keep)\b)?.*\b(?:no (?:further )?(?:action|sanction)|retain|keep|dismiss\w*|against)\b/,
    besideTags: true,
    becomes: recommends(),
  },
  {
    code: 'recommendation-adopted',
    says: { zh: '议院采纳委员会建议', en: 'the chamber adopted what its committee recommended' },
    by: ['chamber'],
    text: /\b(?:adopted|accepted?|agreed? with|approved)\b.*\b(?:committee|report|recommendation)|^adopted the recommendation/,
    becomes: [{ act: 'decide-as-recommended' }],
    note: {
      zh: '登记册中没有委员会建议的，不知决定内容',
      en: 'where the register has no recommendation, what was decided is not known',
    },
  },
  {
    code: 'motion-failed',
    says: {
      zh: '开除、谴责、训诫动议未通过或被搁置',
      en: 'a motion to expel, censure or reprimand failed or was tabled',
    },
    by: ['chamber'],
    text: /\b(?:tabled?|failed|defeated|rejected|withdrew|not reaching|not expelled|dismiss|keep his seate?|no specific action)\b/,
    unless: /\brefer the case\b/,
    becomes: [decides()],
  },
  {
    code: 'justice-ended',
    says: {
      zh: '不起诉、撤案、量刑、改判、赦免',
      en: 'not charged, dropped, sentenced, overturned, pardoned',
    },
    by: justice,
    text: /\bpardon|\bcommuted|\bsentenced|\bvacated|\boverturned|\bacquitted|reversed his conviction|struck down conviction|conviction affirmed|\bnot (?:be )?(?:charged|charge)|without (?:making any )?charg|without filing charges|never been charged|declined to (?:indict|review)|dropp(?:ed|ing)|take no action|voluntarily dismissed|indictment was dismissed|deferred prosecution|no investigation at that time|served .*prison|started serving/,
    becomes: [outcome('judicial')],
  },
  {
    code: 'charged',
    says: { zh: '被起诉、逮捕', en: 'charged, indicted, arrested' },
    by: justice,
    text: /\bindict|\bcharged\b|arraigned|re-issued charges|\barrested\b|\bcited for\b|superseding|detained/,
    unless: /\baide\b|expected to be/,
    becomes: [{ act: 'refer-judicial' }],
  },
  {
    code: 'criminal-inquiry',
    says: { zh: '司法机关立案侦查', en: 'criminal investigation' },
    by: ['prosecutor'],
    text: /investigat|search warrant|seized|interview/,
    becomes: [{ act: 'refer-judicial' }],
  },
  {
    code: 'left-to-justice',
    says: {
      zh: '移送司法机关或者等待其处理',
      en: 'referred to or deferred for the prosecutors',
    },
    by: inquirers,
    text: /\b(?:defer|refer)\w*\b.*\b(?:department of justice|doj|u\.s\. attorney|federal election)|deferred action|continued to defer|overlapping with the department of justice/,
    becomes: [{ act: 'refer-judicial' }],
  },
  {
    code: 'other-inquiry-ended',
    says: { zh: '行业组织等终止调查', en: 'another agency ended its inquiry' },
    by: ['agency'],
    text: /\bclosed\b/,
    becomes: [outcome('discipline')],
  },
  {
    code: 'other-inquiry',
    says: { zh: '行业组织等启动调查', en: 'another agency opened an inquiry' },
    by: ['agency'],
    text: /\bopened\b/,
    becomes: [{ act: 'refer-discipline' }],
    note: { zh: '其他责任（M1-4）', en: 'another liability (M1-4)' },
  },
  {
    code: 'suggested-to-dismiss',
    says: { zh: '道德操守办公室建议不予受理', en: 'the ethics office suggested to dismiss' },
    by: ['ethics-office'],
    text: /dismiss/,
    unless: /further review/,
    becomes: recommends(),
  },
  {
    code: 'suggested',
    says: { zh: '道德操守办公室建议进一步审查', en: 'the ethics office suggested a review' },
    by: ['ethics-office'],
    text: /further|referred|probable cause|substantial reason/,
    becomes: [],
    note: {
      zh: '线索来源（M1-18-3）：案件由此登记；已登记的不再增加事项',
      en: 'a source (M1-18-3): the case is registered by it; one that is registered gets nothing more',
    },
  },
  {
    code: 'ethics-report-published',
    says: { zh: '公布道德操守办公室报告', en: 'report of the ethics office published' },
    by: ['committee', 'ethics-office'],
    text: /\b(?:publish|releas)\w*\b.*\b(?:office of congressional|oce|occ)\b/,
    unless: /dismissed/,
    becomes: [{ act: 'file-report', established: true }],
    note: {
      zh: '该办公室的报告：有足够理由进一步审查',
      en: 'that office’s report: reason enough for a further review',
    },
  },
  {
    code: 'complaint-dismissed',
    says: { zh: '驳回、退回投诉或指控', en: 'complaint or charges dismissed, complaint returned' },
    by: ['committee', 'none'],
    text: /\bdismi?ss(?:ed|ing)\b|\bcomplaint returned|^returned complaint/,
    unless: /\bbut found\b|found a technical/,
    becomes: [{ act: 'decline' }],
    note: {
      zh: '已受理的，登记为不予问责的决定',
      en: 'where it was accepted: a decision not to hold to account',
    },
  },
  {
    code: 'violation-found',
    says: { zh: '报告认定违规', en: 'a report found violations' },
    by: ['committee', 'none'],
    text: /\b(?:found|finding|concluded|determined)\b.*\b(?:violat|evidence|inappropriate|fault|impermiss|improper|illegal|knowingly|fail|inconsistent|advocated|misus)|substantial evidence|disapproving|technical violation|crit\w*ized|did not comply|illegal/,
    unless:
      /did not (?:violate|break|knowingly|intentionally)|insufficient evidence to|finding of no\b|with no evidence|found no\b|but \w+ was not|not create a reasonable/,
    becomes: [{ act: 'file-report', established: true }],
  },
  {
    code: 'cleared',
    says: { zh: '审查后认为无须处理', en: 'concluded that nothing is to be done' },
    by: ['committee', 'none'],
    text: /\bno (?:further )?(?:action|investigation|sanction|basis|specific action)|exonerat|insufficient evidence|did not (?:violate|break|knowingly|intentionally|act improperly|agree to establish)|not (?:to )?pursue|without his knowledge|without her knowledge|found no\b|no probable cause|was not classified|not find|do not violate|with no evidence|but \w+ was not|not create a reasonable/,
    unless: /because he resigned|resign/,
    becomes: [decides()],
  },
  {
    code: 'jurisdiction-ended',
    says: { zh: '终止调查、丧失管辖', en: 'investigation ended, jurisdiction lost' },
    by: [...inquirers, 'chamber'],
    text: /\b(?:ceased|ended|lost jurisdiction|loss of jurisdiction|had not completed|discharge)|\bclos(?:ed|ing) (?:the|its|an|their)\b|terminated by resignation|closed investigation/,
    unless: /reopened/,
    besideTags: true,
    becomes: [{ act: 'close' }],
  },
  {
    code: 'prolonged',
    says: { zh: '延期、延续、重新授权', en: 'extended, carried over, reauthorised' },
    by: ['committee'],
    text: /\bextend|\bcarried\b|reauthori[sz]ed|would continue|\bcontinue\b/,
    becomes: [{ act: 'accept' }],
    note: {
      zh: '由此可知已受理；已受理的不再增加事项',
      en: 'it shows that the matter was accepted; after that it adds nothing',
    },
  },
  {
    code: 'opened',
    says: {
      zh: '启动或者扩大调查，成立小组',
      en: 'investigation opened or widened, subcommittee set up',
    },
    by: [...inquirers, 'chamber'],
    text: /\b(?:opened|began|begun|initiated|started|launched|established|announced|resumed|expanded|re-?opened|ordered|named members|conducted)\b|preliminary inquiry|investigation exists|\binvestigated\b|\breview(?:ing|ed)\b|further review|special counsel|appointed|creat(?:ed|ion)|\bto establish\b/,
    unless: /\bletter\b|\bwarned\b|colleague|introduced/,
    becomes: [{ act: 'initiate' }],
  },
  {
    code: 'referred-to-committee',
    says: { zh: '交委员会办理', en: 'referred to a committee' },
    by: ['chamber', 'committee'],
    text: /\brefer/,
    becomes: [{ act: 'transfer' }],
  },
  {
    code: 'report-unspoken',
    says: { zh: '公布报告，登记册未写结论', en: 'a report whose findings the register leaves out' },
    by: ['committee', 'agency'],
    text: /\breport\b|\breported\b|\bstatement\b/,
    becomes: [],
    note: { zh: '报告须写明认定', en: 'a report says what it found' },
  },
  {
    code: 'letter-written',
    says: { zh: '致函', en: 'a letter' },
    by: ['committee', 'prosecutor', 'agency'],
    text: /\bletter\b/,
    becomes: [],
    note: { zh: '没有对应事项', en: 'no counterpart' },
  },
  {
    code: 'electoral',
    says: { zh: '选举、参选、任命、道歉', en: 'elections, candidacies, posts, apologies' },
    by: ['none', 'chamber'],
    text: /\b(?:re-?)?elect|\bprimary\b|\blost\b.*\b(?:bid|seat|lost)\b|\brun for\b|\bnot run\b|\bnot seek\b|retire|candida|term (?:as|ended)|withdr|\bseated\b|resigned as|stepped down|apologi[sz]|was defeated|^defeated/,
    becomes: [],
    note: { zh: '不是机关的行为', en: 'no act of an organ' },
  },
  {
    code: 'noticed',
    says: {
      zh: '媒体、投诉、本人说明、要求调查',
      en: 'press, accusation, own statement, call for an inquiry',
    },
    by: ['none', 'press', 'chamber', 'agency', 'committee'],
    text: /\bnews|\barticle|\breported\b|\baccus|\balleg|complaint|\brequest|\basked\b|introduced|\bposted\b|announce|\bvideo\b|investigat|transmitted|threatened|call on/,
    becomes: [],
    note: {
      zh: '线索来源（M1-18）：案件由此登记；已登记的不再增加事项',
      en: 'a source (M1-18): the case is registered by it; one that is registered gets nothing more',
    },
  },
];

/** A case may be registered by these though they become no other act (M1-18). */
export const sources: ReadonlyMap<string, 'organ-suggestion' | 'media'> = new Map([
  ['suggested', 'organ-suggestion'],
  ['suggested-to-dismiss', 'organ-suggestion'],
  ['noticed', 'media'],
]);
