import { ArangoError } from '../errors.ts';
import { EdgeIndex } from './edge-index.ts';
import { type IndexDefinition, isSameIndex } from './index-definition.ts';
import type { KeyGenerator } from './key-generator.ts';
import { PendingWrites } from './pending-writes.ts';
import { SortedIndex } from './sorted-index.ts';
import type { StoredDocument } from './stored-document.ts';
import { TextPool } from './text-pool.ts';

export interface CollectionOptions {
  readonly id: string;
  readonly name: string;
  readonly type: 'document' | 'edge';
  readonly waitForSync: boolean;
  readonly keys: KeyGenerator;
}

/** The documents of one collection and their indexes; changes come through transactions. */
export class Collection {
  readonly id: string;
  name: string;
  readonly type: 'document' | 'edge';
  waitForSync: boolean;
  readonly keys: KeyGenerator;
  readonly texts = new TextPool();
  /** By key: documents that an open transaction has written. */
  readonly pending = new PendingWrites();
  readonly edgesFrom = new EdgeIndex('_from');
  readonly edgesTo = new EdgeIndex('_to');
  readonly #documents = new Map<string, StoredDocument>();
  readonly #sorted = new Map<string, SortedIndex>();
  readonly #inverted = new Map<string, IndexDefinition>();
  #scanned: readonly StoredDocument[] | null = null;
  #inOrder = true;

  constructor(options: CollectionOptions) {
    this.id = options.id;
    this.name = options.name;
    this.type = options.type;
    this.waitForSync = options.waitForSync;
    this.keys = options.keys;
  }

  /** Gives the collection another name, which all `_id` carry. */
  rename(name: string): void {
    this.name = name;
    for (const stored of this.scan()) {
      this.put(stored, { ...stored, document: { ...stored.document, _id: `${name}/${stored.key}` } });
    }
  }

  get size(): number {
    return this.#documents.size;
  }

  get(key: string): StoredDocument | null {
    return this.#documents.get(key) ?? null;
  }

  /** All documents in the order of insertion; the array stays as it is when the collection changes. */
  scan(): readonly StoredDocument[] {
    if (this.#scanned === null) {
      const documents = [...this.#documents.values()];
      this.#scanned = this.#inOrder
        ? documents
        : documents.toSorted((left, right) => left.sequence - right.sequence);
    }
    return this.#scanned;
  }

  sortedIndexes(): Iterable<SortedIndex> {
    return this.#sorted.values();
  }

  /** Definitions of the secondary indexes in the order of their creation. */
  definitions(): readonly IndexDefinition[] {
    const all = [...[...this.#sorted.values()].map((index) => index.definition), ...this.#inverted.values()];
    return all.toSorted((left, right) => Number(left.id) - Number(right.id));
  }

  /** Builds an index; the one that is there already when its definition is the same. */
  addIndex(definition: IndexDefinition): { readonly definition: IndexDefinition; readonly isNew: boolean } {
    for (const known of this.definitions()) {
      if (isSameIndex(known, definition)) return { definition: known, isNew: false };
      if (known.name === definition.name) {
        throw new ArangoError(1207, 'duplicate value for id or name of an index');
      }
    }
    if (definition.type === 'inverted') this.#inverted.set(definition.id, definition);
    else this.#sorted.set(definition.id, this.#build(definition));
    return { definition, isNew: true };
  }

  #build(definition: IndexDefinition): SortedIndex {
    const index = new SortedIndex(definition);
    index.load(this.scan());
    if (!definition.unique) return index;
    for (const stored of this.scan()) {
      const conflict = index.conflictOf(stored);
      if (conflict !== null) throw uniqueViolation(definition, conflict);
    }
    return index;
  }

  dropIndex(id: string): boolean {
    return this.#sorted.delete(id) || this.#inverted.delete(id);
  }

  /** Throws 1210 when a unique index has another document with the same values. */
  checkUnique(stored: StoredDocument): void {
    for (const index of this.#sorted.values()) {
      const conflict = index.conflictOf(stored);
      if (conflict !== null) throw uniqueViolation(index.definition, conflict);
    }
  }

  /** Puts one version of a document in the place of another; null for none. */
  put(before: StoredDocument | null, after: StoredDocument | null): void {
    this.#scanned = null;
    if (before !== null) this.#unlink(before);
    if (after === null) {
      if (before !== null) this.#documents.delete(before.key);
      return;
    }
    if (before === null && after.sequence < this.#lastSequence) this.#inOrder = false;
    this.#lastSequence = Math.max(this.#lastSequence, after.sequence);
    this.#documents.set(after.key, after);
    this.#link(after);
  }

  #lastSequence = 0;

  #link(stored: StoredDocument): void {
    for (const index of this.#sorted.values()) index.add(stored);
    if (this.type === 'edge') {
      this.edgesFrom.add(stored);
      this.edgesTo.add(stored);
    }
  }

  #unlink(stored: StoredDocument): void {
    for (const index of this.#sorted.values()) index.remove(stored);
    if (this.type === 'edge') {
      this.edgesFrom.remove(stored);
      this.edgesTo.remove(stored);
    }
  }
}

export function uniqueViolation(
  index: Pick<IndexDefinition, 'name' | 'fields'> & { readonly type: string },
  key: string,
): ArangoError {
  const fields = index.fields.map((field) => `'${field}'`).join(', ');
  return new ArangoError(
    1210,
    `unique constraint violated - in index ${index.name} of type ${index.type} over ${fields}; conflicting key: ${key}`,
  );
}
