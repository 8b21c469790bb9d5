// What a read store is made of, whatever its engine.
import { createHash } from 'node:crypto';
import type { Derived } from './derived.js';
import type { Table, View } from './rows.js';

/** What a store holds, and what else its rows depend on. */
export interface StoreDefinition {
  readonly tables: readonly Table[];
  /** What follows from rows of several streams; its tables are among the others. */
  readonly derived: readonly Derived[];
  readonly views: readonly View[];
  /** Versions of the projection code, the views, the calendar and the catalogue. */
  readonly versions: readonly string[];
}

/**
 * SQL that makes a table of rows with their known spans, where there is none.
 * @param types what the engine calls a text and a whole number
 */
export function createTable(
  { name, columns, keyLength }: Table,
  types: { readonly text: string; readonly integer: string },
): string {
  const declared = Object.entries(columns).map(([column, type]) => {
    const sqlType = type.startsWith('text') ? types.text : types.integer;
    return `${column} ${sqlType}${type.endsWith('?') ? '' : ' NOT NULL'}`;
  });
  const key = Object.keys(columns).slice(0, keyLength);
  return `CREATE TABLE IF NOT EXISTS ${name} (${declared.join(', ')},
    known_from ${types.integer} NOT NULL, known_to ${types.integer} NOT NULL,
    PRIMARY KEY (${[...key, 'known_from'].join(', ')}))`;
}

/** SQL for each secondary index of a store, where it is not there. Names are short enough for PostgreSQL, and stay apart. */
export function indexesOf({ tables }: Pick<StoreDefinition, 'tables'>): readonly string[] {
  return tables.flatMap(({ name, indexes }) =>
    indexes.map((index) => {
      const { columns, where } = 'where' in index ? index : { columns: index, where: undefined };
      const of = `${columns.join(', ')})${where === undefined ? '' : ` WHERE ${where}`}`;
      const told = createHash('sha256').update(of).digest('hex').slice(0, 10);
      return `CREATE INDEX IF NOT EXISTS ${name}_${told} ON ${name} (${of}`;
    }),
  );
}
