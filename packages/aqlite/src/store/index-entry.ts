import { compareValues } from '../values/compare.ts';
import type { Document, Value } from '../values/value.ts';
import { indexedValues, parsePath, valueAt } from './attribute-path.ts';
import type { IndexDefinition } from './index-definition.ts';
import type { StoredDocument } from './stored-document.ts';

/** An entry of an index that expands an array: one for each combination of members. */
interface ExpandedEntry {
  readonly values: readonly Value[];
  readonly stored: StoredDocument;
}

/** The document itself where its attributes give the values, so that an entry costs no memory of its own. */
export type IndexEntry = StoredDocument | ExpandedEntry;

export function storedOf(entry: IndexEntry): StoredDocument {
  return 'stored' in entry ? entry.stored : entry;
}

/** Entries that a document has in an index, with the values by which each is ordered. */
export type Keyed = readonly { readonly values: readonly Value[]; readonly entry: IndexEntry }[];

/** How an index reads its values and orders its entries. */
export class EntryOrder {
  readonly #readers: readonly ((document: Document) => Value)[];
  readonly #paths: readonly ReturnType<typeof parsePath>[];
  readonly #expands: boolean;
  readonly #sparse: boolean;

  constructor({ fields, sparse }: IndexDefinition) {
    this.#paths = fields.map(parsePath);
    this.#readers = this.#paths.map(({ before }) => reader(before));
    this.#expands = this.#paths.some(({ after }) => after !== null);
    this.#sparse = sparse;
  }

  /** One entry, or one for each member of an expanded array; none for null in a sparse index. */
  entriesOf(stored: StoredDocument): Keyed {
    const kept = this.#rowsOf(stored.document).filter((row) => !this.#sparse || !row.includes(null));
    return kept.map((values) => ({ values, entry: this.#expands ? { values, stored } : stored }));
  }

  #rowsOf(document: Document): readonly (readonly Value[])[] {
    if (!this.#expands) return [this.#readers.map((read) => read(document))];
    let rows: readonly (readonly Value[])[] = [[]];
    for (const path of this.#paths) {
      const members = indexedValues(document, path);
      rows = rows.flatMap((row) => members.map((member) => [...row, member]));
    }
    return rows;
  }

  value(entry: IndexEntry, field: number): Value {
    if ('stored' in entry) return entry.values[field] ?? null;
    return this.#readers[field]?.(entry.document) ?? null;
  }

  /** By the fields, then by the order of insertion. */
  compare(left: IndexEntry, right: IndexEntry): number {
    for (let field = 0; field < this.#readers.length; field++) {
      const order = compareValues(this.value(left, field), this.value(right, field));
      if (order !== 0) return order;
    }
    return storedOf(left).sequence - storedOf(right).sequence;
  }

  /** Where an entry stands towards values of the first fields. */
  towards(entry: IndexEntry, values: readonly Value[]): number {
    for (let field = 0; field < values.length; field++) {
      const order = compareValues(this.value(entry, field), values[field]);
      if (order !== 0) return order;
    }
    return 0;
  }
}

function reader(names: readonly string[]): (document: Document) => Value {
  const [name, ...rest] = names;
  if (name === undefined || rest.length > 0 || name in {}) return (document) => valueAt(document, names);
  return (document) => document[name] ?? null;
}
