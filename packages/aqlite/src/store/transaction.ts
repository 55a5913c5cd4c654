import { ArangoError } from '../errors.ts';
import type { CollectionView, QueryStore } from '../aql/ports.ts';
import type { Collection } from './collection.ts';
import type { StoredDocument } from './stored-document.ts';
import { type DocumentWriter, TransactionCollection } from './transaction-collection.ts';
import type { TransactionHost } from './transaction-host.ts';

interface Change {
  readonly collection: Collection;
  readonly key: string;
  readonly before: StoredDocument | null;
  /** The transaction had not written the document before. */
  readonly isFirst: boolean;
}

/** Collections that a stream transaction declared; it may write into `write` and `exclusive` only. */
export interface DeclaredCollections {
  readonly read: ReadonlySet<string>;
  readonly write: ReadonlySet<string>;
  /** Reading of collections that were not declared. */
  readonly allowImplicit: boolean;
}

/**
 * A unit of work: its writes are at once in the collections, hidden from other transactions until `commit`, and taken
 * back by `abort`. A document that another open transaction wrote cannot be written (1200).
 */
export class Transaction implements DocumentWriter {
  readonly database: TransactionHost;
  readonly #declared: DeclaredCollections | null;
  readonly #changes: Change[] = [];
  readonly #views = new Map<string, TransactionCollection>();
  #state: 'running' | 'committed' | 'aborted' = 'running';

  constructor(database: TransactionHost, declared: DeclaredCollections | null = null) {
    this.database = database;
    this.#declared = declared;
  }

  get state(): 'running' | 'committed' | 'aborted' {
    return this.#state;
  }

  /** What queries of this transaction see; `user` is who asks. */
  queryStore(user: string | null = null): QueryStore {
    const { database } = this;
    return {
      database: database.name,
      user,
      collections: () => database.collections().map(({ id, name }) => ({ id, name })),
      collection: (name) => this.#readable(name),
      graph: (name) => database.graph(name),
      view: (name) => database.viewDefinition(name),
      analyzer: (name) => database.analyzer(name),
    };
  }

  #readable(name: string): CollectionView | null {
    const declared = this.#declared;
    const isAllowed =
      declared === null || declared.allowImplicit || declared.read.has(name) || declared.write.has(name);
    if (!isAllowed) {
      throw new ArangoError(1652, `unregistered collection used in transaction: ${name} [read]`);
    }
    return this.collection(name);
  }

  collection(name: string): TransactionCollection | null {
    const collection = this.database.collection(name);
    if (collection === null) return null;
    const known = this.#views.get(collection.id);
    if (known !== undefined && known.name === name) return known;
    const view = new TransactionCollection(this, collection);
    this.#views.set(collection.id, view);
    return view;
  }

  /** Throws unless this transaction may write the document now. */
  beforeWrite(collection: Collection, key: string | null): void {
    if (this.#state !== 'running') throw new ArangoError(1654);
    if (this.#declared !== null && !this.#declared.write.has(collection.name)) {
      throw new ArangoError(1652, `unregistered collection used in transaction: ${collection.name} [write]`);
    }
    this.database.faults.beforeWrite(collection.name);
    const pending = key === null ? undefined : collection.pending.get(key);
    if (pending !== undefined && pending.owner !== this) throw new ArangoError(1200);
  }

  write(collection: Collection, before: StoredDocument | null, after: StoredDocument | null): void {
    const key = (after ?? before)?.key;
    if (key === undefined) return;
    const isFirst = !collection.pending.has(key);
    collection.put(before, after);
    this.#changes.push({ collection, key, before, isFirst });
    if (isFirst) collection.pending.add(key, { owner: this, committed: before });
  }

  nextSequence(): number {
    return this.database.nextSequence();
  }

  nextRevision(): string {
    return this.database.nextRevision();
  }

  commit(): void {
    this.#finish('committed');
  }

  abort(): void {
    if (this.#state !== 'running') return;
    for (const { collection, key, before } of this.#changes.toReversed()) {
      collection.put(collection.get(key), before);
    }
    this.#finish('aborted');
  }

  /** A point to which `rollbackTo` can return within this transaction. */
  savepoint(): number {
    return this.#changes.length;
  }

  rollbackTo(savepoint: number): void {
    for (const { collection, key, before, isFirst } of this.#changes.splice(savepoint).toReversed()) {
      collection.put(collection.get(key), before);
      if (isFirst) collection.pending.remove(key);
    }
  }

  #finish(state: 'committed' | 'aborted'): void {
    if (this.#state !== 'running') throw new ArangoError(1654);
    this.#state = state;
    for (const { collection, key } of this.#changes) collection.pending.remove(key);
    // A finished transaction is remembered for a while, without what it wrote.
    this.#changes.length = 0;
    this.#views.clear();
  }
}
