// What a read store is made of.
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
