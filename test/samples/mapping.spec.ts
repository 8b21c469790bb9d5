// The table by which a row of a foreign register becomes acts; every row here is made up.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { caseActs } from '../../src/domain/case/acts.js';
import { foreignCases } from '../../samples/register/foreign-register.js';
import { bodyKind, chamberOf, frame, organOf } from '../../samples/register/frame.js';
import { kinds } from '../../samples/register/mapping.js';
import { kindsOf } from '../../samples/register/recognised.js';

const root = join(import.meta.dirname, '../..');

function says(body: string, text: string, ...tags: string[]): readonly string[] {
  return kindsOf({ id: '1/1', date: '2020-01-02', body, text, tags }).map(({ code }) => code);
}

describe('a row is recognised', () => {
  const committee = 'House Committee on Ethics';
  it.each([
    ['House of Representatives', 'expelled 300-100', ['expulsion'], ['expelled']],
    ['Senate', 'voted 61-23 to exclude', ['exclusion'], ['excluded']],
    ['House of Representatives', 'censured 219-70', ['censure'], ['censured']],
    [
      'House of Representatives',
      'censured and removed Nobody from committee assignments',
      ['censure'],
      ['removed-from-post', 'censured'],
    ],
    [committee, 'issued a letter of reproval', [], ['reprimanded']],
    [
      committee,
      'published their report, recommended a reprimand and fined Nobody',
      ['fined'],
      ['reprimand-recommended', 'fined'],
    ],
    [committee, 'recommended expulsion, 10-2', [], ['sanction-recommended']],
    [committee, 'recommended against expulsion', [], ['no-action-recommended']],
    [committee, 'recommended no further action', [], ['no-action-recommended']],
    [committee, 'dismissed the complaint', [], ['complaint-dismissed']],
    [committee, 'concluded that no action was needed', [], ['cleared']],
    [committee, 'exonerated Nobody', [], ['cleared']],
    [committee, 'found substantial evidence for all of the allegations', [], ['violation-found']],
    [
      committee,
      'ended it despite evidence that rules were violated',
      [],
      ['ended-despite-evidence'],
    ],
    [committee, 'closed the investigation', [], ['jurisdiction-ended']],
    [committee, 'opened an investigation', [], ['opened']],
    [committee, 'extended the matter', [], ['prolonged']],
    [committee, 'deferred to the Department of Justice', [], ['left-to-justice']],
    [committee, 'filed its report', [], ['report-unspoken']],
    [committee, "rejected Nobody's appeal", [], ['appeal-against-fine']],
    ['House Sergeant at Arms', 'fined Nobody', [], ['fined']],
    ['Office of Congressional Ethics', 'recommended further review', [], ['suggested']],
    ['Office of Congressional Ethics', 'recommended dismissal', [], ['suggested-to-dismiss']],
    ['House of Representatives', 'tabled the censure resolution', [], ['motion-failed']],
    ['Senate', 'adopted the committee recommendation', [], ['recommendation-adopted']],
    ['House of Representatives', 'voted to refer it to a committee', [], ['referred-to-committee']],
    ['Department of Justice', 'indicted Nobody', [], ['charged']],
    ['Department of Justice', 'announced it would not charge Nobody', [], ['justice-ended']],
    ['Federal Bureau of Investigation', 'began an investigation', [], ['criminal-inquiry']],
    ['', 'Pleaded guilty.', ['plea'], ['pleaded']],
    ['', 'Convicted of bribery.', [], ['convicted']],
    ['', 'Pardoned by a president.', [], ['justice-ended']],
    ['', 'Resigned.', ['resignation'], ['resigned']],
    ['', 'Nobody died.', [], ['died']],
    ['', 'Somebody (of another state) died.', [], []],
    ['', 'Nobody lost the election.', [], ['electoral']],
    ['', 'The lawsuit ended with money.', ['settlement'], ['settled']],
    ['', 'A newspaper reported allegations.', [], ['noticed']],
    ['', 'Something else.', [], []],
  ] as const)('%s: %s %j', (body, text, tags, codes) => {
    expect(says(body, text, ...tags)).toEqual(codes);
  });

  it('not as a resignation where somebody only did not run again, whatever its tag', () => {
    const text = 'Nobody announced he would not run for re-election.';
    expect(says('', text, 'resignation')).toEqual(['electoral']);
  });
});

describe('the table', () => {
  it('has each kind once', () => {
    const codes = kinds.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it('says why where a kind becomes nothing', () => {
    const silent = kinds.filter(({ becomes, note }) => becomes.length === 0 && note === undefined);
    expect(silent).toEqual([]);
  });

  it('names acts that are there', () => {
    const known: readonly string[] = [...Object.keys(caseActs), 'decide-as-recommended'];
    const named = kinds.flatMap(({ becomes }) => becomes.map(({ act }) => act));
    expect(named.filter((act) => !known.includes(act))).toEqual([]);
  });

  it('is the one that docs/real-register.md shows', () => {
    const page = readFileSync(join(root, 'docs/real-register.md'), 'utf8');
    const [, shown = ''] = page.split('<!-- table: mapping -->');
    const rows = shown.split('<!-- end of mapping -->')[0]?.trim().split('\n').slice(2) ?? [];
    expect(rows).toEqual(kinds.map(rowOf));
  });
});

function rowOf({ code, says: words, tag, by, becomes, note }: (typeof kinds)[number]): string {
  const acts = becomes.map((one) => {
    const methods = 'methods' in one ? one.methods.join(', ') || 'none' : undefined;
    const established =
      'established' in one ? (one.established ? 'a ground' : 'no ground') : undefined;
    const reason = 'reason' in one ? one.reason : 'kind' in one ? one.kind : undefined;
    const more = methods ?? established ?? reason;
    return `\`${one.act}\`${more === undefined ? '' : ` (${more})`}`;
  });
  const marks = [...(tag === undefined ? [] : [`tag \`${tag}\``]), ...(by ? [by.join(', ')] : [])];
  return `| \`${code}\` | ${words.zh} | ${words.en} | ${marks.join('; ')} | ${acts.join(', ') || '—'} | ${note?.en ?? ''} |`;
}

describe('the frame', () => {
  it.each([
    ['House of Representatives', 'chamber'],
    ['Senate', 'chamber'],
    ['House Committee on Ethics', 'committee'],
    ['House Office of Congressional Ethics', 'ethics-office'],
    ['Sargeant at Arms', 'sergeant'],
    ['U.S. Court of Appeals for the Invented Circuit', 'court'],
    ["An Invented Attorney General's Office", 'prosecutor'],
    ['An Invented Elections Commission', 'agency'],
    ['An Invented Gazette', 'press'],
    ['', 'none'],
  ])('takes %s for a %s', (body, kind) => {
    expect(bodyKind(body)).toBe(kind);
  });

  it('has every organ a body can stand for, each below one that stands before it', () => {
    const ids = frame.map(({ id }) => id);
    for (const chamber of ['house', 'senate'] as const)
      for (const body of ['chamber', 'committee', 'ethics-office', 'none'] as const)
        expect(ids).toContain(organOf(body, chamber));
    frame.forEach(({ superiorId }, at) => {
      if (superiorId !== undefined) expect(ids.indexOf(superiorId)).toBeLessThan(at);
    });
  });

  it('knows a senator by what is said, and a member of the House where nothing is', () => {
    expect(chamberOf([{ body: '', text: 'Senator Nobody resigned.' }])).toBe('senate');
    expect(chamberOf([{ body: 'Department of Justice', text: 'indicted' }])).toBe('house');
  });
});

describe('the register', () => {
  it('is read without names, allegations and narratives', () => {
    const yaml = readFileSync(join(import.meta.dirname, 'a-fictional-register/misconduct.yaml'));
    const cases = foreignCases(yaml.toString());
    expect(cases.map(({ number, person }) => [number, person])).toEqual([
      [1, '900001'],
      [2, '900002'],
      [3, '900003'],
      [4, '900004'],
      [5, '900003'],
      [6, '900005'],
    ]);
    expect(cases[1]?.rows.at(-1)).toEqual({
      id: '2/7',
      date: '2013',
      body: '',
      text: 'Sentenced to a year of made-up prison.',
      tags: [],
    });
    expect(Object.keys(cases[0] ?? {})).toEqual(['number', 'person', 'tags', 'rows']);
  });

  it('is none where a date is no date', () => {
    const yaml = '- { person: 1, tags: x, consequences: [{ date: someday, text: x }] }';
    expect(() => foreignCases(yaml)).toThrow('expected YYYY');
  });
});
