import type { IndexRange } from '../aql/ports.ts';
import { compareValues } from '../values/compare.ts';
import type { Document, Value } from '../values/value.ts';
import { indexedValues, parsePath } from './attribute-path.ts';
import type { IndexDefinition } from './index-definition.ts';
import { SortedEntries } from './sorted-entries.ts';
import type { StoredDocument } from './stored-document.ts';

export interface IndexEntry {
  readonly values: readonly Value[];
  readonly stored: StoredDocument;
}

/** The order of an index: its fields, then the order of insertion. */
export function compareEntries(left: IndexEntry, right: IndexEntry): number {
  for (const [index, value] of left.values.entries()) {
    const order = compareValues(value, right.values[index]);
    if (order !== 0) return order;
  }
  return left.stored.sequence - right.stored.sequence;
}

/** The entries of a persistent or ttl index, kept in order. */
export class SortedIndex {
  readonly definition: IndexDefinition;
  readonly #paths: readonly ReturnType<typeof parsePath>[];
  readonly #entries = new SortedEntries<IndexEntry>(compareEntries);

  constructor(definition: IndexDefinition) {
    this.definition = definition;
    this.#paths = definition.fields.map(parsePath);
  }

  get size(): number {
    return this.#entries.size;
  }

  add(stored: StoredDocument): void {
    for (const entry of this.entriesOf(stored)) this.#entries.insert(entry);
  }

  remove(stored: StoredDocument): void {
    for (const entry of this.entriesOf(stored)) this.#entries.remove(entry);
  }

  load(documents: Iterable<StoredDocument>): void {
    const entries: IndexEntry[] = [];
    for (const stored of documents) entries.push(...this.entriesOf(stored));
    this.#entries.load(entries);
  }

  /** One entry, or one for each member of an expanded array; none for null in a sparse index. */
  entriesOf(stored: StoredDocument): readonly IndexEntry[] {
    let rows: readonly (readonly Value[])[] = [[]];
    for (const path of this.#paths) {
      const values = indexedValues(stored.document, path);
      rows = values.length === 1 ? rows.map((row) => [...row, values[0] ?? null]) : combine(rows, values);
    }
    const { sparse } = this.definition;
    const kept = sparse ? rows.filter((row) => !row.includes(null)) : rows;
    return kept.map((values) => ({ values, stored }));
  }

  /** The key of another document with the same values; null when there is none or the index is not unique. */
  conflictOf(stored: StoredDocument): string | null {
    if (!this.definition.unique) return null;
    for (const { values } of this.entriesOf(stored)) {
      for (const found of this.lookup(values)) {
        if (found.stored.key !== stored.key) return found.stored.key;
      }
    }
    return null;
  }

  lookup(equalities: readonly Value[], range: IndexRange = {}, reverse = false): Iterable<IndexEntry> {
    const { lower, upper } = range;
    const place = ({ values }: IndexEntry): number => {
      for (const [index, wanted] of equalities.entries()) {
        const order = compareValues(values[index], wanted);
        if (order !== 0) return order;
      }
      return 0;
    };
    const next = equalities.length;
    const low = (entry: IndexEntry): number => {
      const order = place(entry);
      if (order !== 0 || lower === undefined) return order;
      const beyond = compareValues(entry.values[next], lower.value);
      return beyond < 0 || (beyond === 0 && !lower.inclusive) ? -1 : 0;
    };
    const high = (entry: IndexEntry): number => {
      const order = place(entry);
      if (order !== 0 || upper === undefined) return order;
      const beyond = compareValues(entry.values[next], upper.value);
      return beyond > 0 || (beyond === 0 && !upper.inclusive) ? 1 : 0;
    };
    return this.#entries.span(low, high, reverse);
  }
}

function combine(
  rows: readonly (readonly Value[])[],
  values: readonly Value[],
): readonly (readonly Value[])[] {
  return rows.flatMap((row) => values.map((value) => [...row, value]));
}

export function* documentsOf(entries: Iterable<IndexEntry>): Generator<Document, undefined, undefined> {
  for (const { stored } of entries) yield stored.document;
  return undefined;
}
