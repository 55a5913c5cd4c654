import type { IndexRange } from '../aql/ports.ts';
import { compareValues } from '../values/compare.ts';
import type { Document, Value } from '../values/value.ts';
import type { IndexDefinition } from './index-definition.ts';
import { EntryOrder, type IndexEntry, type Keyed, storedOf } from './index-entry.ts';
import { type Place, SortedEntries } from './sorted-entries.ts';
import type { StoredDocument } from './stored-document.ts';

/** The entries of a persistent or ttl index, kept in order. */
export class SortedIndex {
  readonly definition: IndexDefinition;
  readonly order: EntryOrder;
  readonly #entries = new SortedEntries<IndexEntry>();

  constructor(definition: IndexDefinition) {
    this.definition = definition;
    this.order = new EntryOrder(definition);
  }

  get size(): number {
    return this.#entries.size;
  }

  add(stored: StoredDocument): void {
    for (const keyed of this.order.entriesOf(stored)) {
      this.#entries.insert(keyed.entry, this.#placeOf(keyed.values, stored));
    }
  }

  remove(stored: StoredDocument): void {
    for (const { values } of this.order.entriesOf(stored)) {
      this.#entries.remove(this.#placeOf(values, stored));
    }
  }

  #placeOf(values: readonly Value[], { sequence }: StoredDocument): Place<IndexEntry> {
    return (entry) => this.order.towards(entry, values) || storedOf(entry).sequence - sequence;
  }

  load(documents: Iterable<StoredDocument>): void {
    const keyed: Keyed[number][] = [];
    for (const stored of documents) keyed.push(...this.order.entriesOf(stored));
    const sorted = keyed.toSorted(
      (left, right) =>
        compareRows(left.values, right.values) ||
        storedOf(left.entry).sequence - storedOf(right.entry).sequence,
    );
    this.#entries.load(sorted.map(({ entry }) => entry));
  }

  /** The key of another document with the same values; null when there is none or the index is not unique. */
  conflictOf(stored: StoredDocument): string | null {
    if (!this.definition.unique) return null;
    for (const { values } of this.order.entriesOf(stored)) {
      for (const entry of this.#entries.following((other) => this.order.towards(other, values))) {
        const found = storedOf(entry);
        if (found.key !== stored.key) return found.key;
      }
    }
    return null;
  }

  lookup(equalities: readonly Value[], range: IndexRange = {}, reverse = false): Iterable<IndexEntry> {
    const { order } = this;
    const { lower, upper } = range;
    const next = equalities.length;
    const low = (entry: IndexEntry): number => {
      const place = order.towards(entry, equalities);
      if (place !== 0 || lower === undefined) return place;
      const beyond = compareValues(order.value(entry, next), lower.value);
      return beyond < 0 || (beyond === 0 && !lower.inclusive) ? -1 : 0;
    };
    const high = (entry: IndexEntry): number => {
      const place = order.towards(entry, equalities);
      if (place !== 0 || upper === undefined) return place;
      const beyond = compareValues(order.value(entry, next), upper.value);
      return beyond > 0 || (beyond === 0 && !upper.inclusive) ? 1 : 0;
    };
    return this.#entries.span(low, high, reverse);
  }
}

function compareRows(left: readonly Value[], right: readonly Value[]): number {
  for (let field = 0; field < left.length; field++) {
    const order = compareValues(left[field], right[field]);
    if (order !== 0) return order;
  }
  return 0;
}

export function* documentsOf(entries: Iterable<IndexEntry>): Generator<Document, undefined, undefined> {
  for (const entry of entries) yield storedOf(entry).document;
  return undefined;
}
