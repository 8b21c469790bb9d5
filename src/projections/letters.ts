// Which numbers an organ has given its decision letters: none is used twice (M1 Art. 23).
import type { NumberedLetter } from '../domain/case/facts.js';
import type { CaseState } from '../domain/case/state.js';
import type { ReadStoreReader } from './read-store.js';
import { partsOfEach, stillKnown, table, type Known, type RowOf } from './rows.js';

const letters = table({
  name: 'letters',
  columns: {
    case_id: 'text',
    letter_id: 'text',
    decision_id: 'text',
    /** The deciding organ, whose number it is. */
    organ_id: 'text',
    number: 'text',
    issued_on: 'text',
  },
  keyLength: 2,
  indexes: [['organ_id', 'number', 'known_to']],
});

type LetterTables = { readonly letters: Known<RowOf<typeof letters.columns>> };

const ofEachDecision = partsOfEach<CaseState, 'decisions'>('decisions');

export const letterParts = [
  ofEachDecision(
    letters,
    ['decisionId', 'organId', 'letters'],
    ['caseId'],
    ({ decisionId, organId, letters: issued }, { caseId }) =>
      issued.map(({ letterId, number, on }) => ({
        case_id: caseId,
        letter_id: letterId,
        decision_id: decisionId,
        organ_id: organId,
        number,
        issued_on: on,
      })),
  ),
];

/** An organ's letters of these numbers, as the read model knows them now. */
export async function lettersNumbered(
  store: ReadStoreReader,
  organId: string,
  numbers: readonly string[],
): Promise<readonly NumberedLetter[]> {
  const rows = await store.queries
    .withTables<LetterTables>()
    .selectFrom('letters')
    .select(['number', 'case_id', 'letter_id'])
    .where('organ_id', '=', organId)
    .where('number', 'in', numbers)
    .where('known_to', '=', stillKnown)
    .execute();
  return rows.map((row) => ({
    number: row.number,
    caseId: row.case_id,
    letterId: row.letter_id,
  }));
}
