import type {
  CollectionView,
  IndexRange,
  IndexView,
  InsertOptions,
  RevisionOptions,
  UpdateOptions,
  WriteResult,
} from '../aql/ports.ts';
import { ArangoError } from '../errors.ts';
import type { Document, Value } from '../values/value.ts';
import { type Collection, uniqueViolation } from './collection.ts';
import { patchDocument, requireObject, shapeDocument } from './document-shape.ts';
import type { EdgeIndex } from './edge-index.ts';
import { indexViews } from './index-views.ts';
import { type IndexEntry, storedOf } from './index-entry.ts';
import { documentsOf, SortedIndex } from './sorted-index.ts';
import type { StoredDocument } from './stored-document.ts';

/** The transaction behind a collection's view: it owns what is written through it. */
export interface DocumentWriter {
  /** Throws unless the document may be written now. */
  beforeWrite(collection: Collection, key: string | null): void;
  write(collection: Collection, before: StoredDocument | null, after: StoredDocument | null): void;
  nextSequence(): number;
  nextRevision(): string;
}

/** A collection as one transaction reads and writes it. */
export class TransactionCollection implements CollectionView {
  readonly name: string;
  readonly type: 'document' | 'edge';
  readonly stored: Collection;
  readonly #transaction: DocumentWriter;

  constructor(transaction: DocumentWriter, collection: Collection) {
    this.name = collection.name;
    this.type = collection.type;
    this.stored = collection;
    this.#transaction = transaction;
  }

  count(): number {
    let count = this.stored.size;
    for (const [key, committed] of this.#foreign()) {
      count += Number(committed !== null) - Number(this.stored.get(key) !== null);
    }
    return count;
  }

  get(key: string): Document | null {
    return this.#find(key)?.document ?? null;
  }

  scan(): Iterable<Document> {
    return documentsIn(this.#visible(this.stored.scan(), () => true));
  }

  indexes(): readonly IndexView[] {
    return indexViews(this.stored, (index, equalities, options) =>
      documentsOf(this.#lookup(index, equalities, options)),
    );
  }

  edgesFrom(id: string, reverse = false): Iterable<Document> {
    return this.#edges(this.stored.edgesFrom, { end: '_from', id, reverse });
  }

  edgesTo(id: string, reverse = false): Iterable<Document> {
    return this.#edges(this.stored.edgesTo, { end: '_to', id, reverse });
  }

  #edges(
    index: EdgeIndex,
    wanted: { readonly end: '_from' | '_to'; readonly id: string; readonly reverse: boolean },
  ): Iterable<Document> {
    const { end, id, reverse } = wanted;
    const edges = index.read(id, reverse);
    return documentsIn(this.#visible(edges, ({ document }) => document[end] === id, reverse));
  }

  insert(value: Value, options: InsertOptions = {}): WriteResult {
    const document = requireObject(value);
    const { keys } = this.stored;
    const given = document['_key'];
    const key = given === undefined ? this.#freshKey() : keys.accept(given);
    const existing = this.#find(key);
    if (existing !== null && options.overwriteMode !== undefined && options.overwriteMode !== 'conflict') {
      if (options.overwriteMode === 'ignore') return { old: existing.document, new: null };
      return options.overwriteMode === 'update'
        ? this.update(key, document, options)
        : this.replace(key, document, options);
    }
    this.#transaction.beforeWrite(this.stored, key);
    if (this.stored.get(key) !== null) {
      throw uniqueViolation({ name: 'primary', type: 'primary', fields: ['_key'] }, key);
    }
    const shaped = shapeDocument(document, this.#identity(key));
    keys.note(key);
    return this.#put(null, { key, document: shaped, sequence: this.#transaction.nextSequence() });
  }

  update(key: string, patch: Value, options: UpdateOptions = {}): WriteResult {
    const { keepNull = true, mergeObjects = true } = options;
    const changes = requireObject(patch);
    const before = this.#writable(key, options);
    const document = patchDocument(before.document, changes, {
      identity: this.#identity(key),
      keepNull,
      mergeObjects,
    });
    return this.#put(before, { ...before, document });
  }

  replace(key: string, value: Value, options: UpdateOptions = {}): WriteResult {
    const replacement = requireObject(value);
    const before = this.#writable(key, options);
    const document = shapeDocument(replacement, this.#identity(key));
    return this.#put(before, { ...before, document });
  }

  remove(key: string, options: RevisionOptions = {}): WriteResult {
    const before = this.#writable(key, options);
    this.#transaction.write(this.stored, before, null);
    return { old: before.document, new: null };
  }

  #put(
    before: StoredDocument | null,
    shaped: Omit<StoredDocument, 'document'> & { readonly document: { [name: string]: Value } },
  ): WriteResult {
    this.stored.texts.shareIn(shaped.document);
    const after: StoredDocument = shaped;
    this.stored.checkUnique(after);
    this.#transaction.write(this.stored, before, after);
    return { old: before?.document ?? null, new: after.document };
  }

  #writable(key: string, options: RevisionOptions): StoredDocument {
    this.#transaction.beforeWrite(this.stored, key);
    const before = this.stored.get(key);
    if (before === null) throw new ArangoError(1202);
    if (options.rev !== undefined && before.document['_rev'] !== options.rev) {
      throw new ArangoError(1200, 'conflict, _rev values do not match', { code: 412 });
    }
    return before;
  }

  #freshKey(): string {
    for (;;) {
      const key = this.stored.keys.next();
      if (this.stored.get(key) === null && !this.stored.pending.has(key)) return key;
    }
  }

  #identity(key: string): { collection: string; isEdge: boolean; key: string; rev: string } {
    return {
      collection: this.name,
      isEdge: this.type === 'edge',
      key,
      rev: this.#transaction.nextRevision(),
    };
  }

  #find(key: string): StoredDocument | null {
    const pending = this.stored.pending.get(key);
    if (pending !== undefined && pending.owner !== this.#transaction) return pending.committed;
    return this.stored.get(key);
  }

  /** Documents that other open transactions wrote, as they were committed before. */
  #foreign(): ReadonlyMap<string, StoredDocument | null> {
    return this.stored.pending.foreignTo(this.#transaction);
  }

  #visible(
    documents: Iterable<StoredDocument>,
    belongs: (stored: StoredDocument) => boolean,
    reverse = false,
  ): Iterable<StoredDocument> {
    const foreign = this.#foreign();
    if (foreign.size === 0) return documents;
    const kept = [...documents].filter(({ key }) => !foreign.has(key));
    const committed = [...foreign.values()].filter((stored) => stored !== null && belongs(stored));
    const sign = reverse ? -1 : 1;
    return [...kept, ...committed.filter((stored) => stored !== null)].toSorted(
      (left, right) => sign * (left.sequence - right.sequence),
    );
  }

  #lookup(
    index: SortedIndex,
    equalities: readonly Value[],
    options: { readonly range?: IndexRange | undefined; readonly reverse: boolean },
  ): Iterable<IndexEntry> {
    const entries = index.lookup(equalities, options.range, options.reverse);
    const foreign = this.#foreign();
    if (foreign.size === 0) return entries;
    const committed = new SortedIndex(index.definition);
    committed.load([...foreign.values()].filter((stored) => stored !== null));
    const sign = options.reverse ? -1 : 1;
    return [
      ...[...entries].filter((entry) => !foreign.has(storedOf(entry).key)),
      ...committed.lookup(equalities, options.range, options.reverse),
    ].toSorted((left, right) => sign * index.order.compare(left, right));
  }
}

function* documentsIn(documents: Iterable<StoredDocument>): Generator<Document, undefined, undefined> {
  for (const { document } of documents) yield document;
  return undefined;
}
