import type { Document, Value } from '../values/value.ts';

/** One transaction's view of a database, as a query reads and writes it. */
export interface QueryStore {
  /** Name of the database. */
  readonly database: string;
  /** Who asks; null when the server does not check. */
  readonly user: string | null;
  /** Every collection, by name. */
  collections(): readonly { readonly id: string; readonly name: string }[];
  collection(name: string): CollectionView | null;
  graph(name: string): GraphDefinition | null;
  view(name: string): ViewDefinition | null;
  analyzer(name: string): Analyzer | null;
}

export interface CollectionView {
  readonly name: string;
  readonly type: 'document' | 'edge';
  count(): number;
  get(key: string): Document | null;
  /** All documents in the order of their insertion; writes made while it runs are neither seen nor disturb it. */
  scan(): Iterable<Document>;
  indexes(): readonly IndexView[];
  /** Edges in the order of their insertion, or the reverse; empty for a document collection. */
  edgesFrom(id: string, reverse?: boolean): Iterable<Document>;
  edgesTo(id: string, reverse?: boolean): Iterable<Document>;
  /** Writes throw ArangoError: 1202, 1200 (revision), 1210, 1221, 1227, 1233. The engine passes `ignoreErrors` to none. */
  insert(document: Value, options?: InsertOptions): WriteResult;
  update(key: string, patch: Value, options?: UpdateOptions): WriteResult;
  replace(key: string, document: Value, options?: UpdateOptions): WriteResult;
  remove(key: string, options?: RevisionOptions): WriteResult;
}

export interface WriteResult {
  /** The document before the write; null for a fresh insert. */
  readonly old: Document | null;
  /** The document after the write; null for a removal. */
  readonly new: Document | null;
}

export interface RevisionOptions {
  /** When set, the write needs the stored document to have this revision (else 1200). */
  readonly rev?: string;
}

export interface UpdateOptions extends RevisionOptions {
  readonly keepNull?: boolean;
  readonly mergeObjects?: boolean;
}

export interface InsertOptions extends UpdateOptions {
  readonly overwriteMode?: 'conflict' | 'ignore' | 'replace' | 'update';
}

export interface IndexView {
  readonly id: string;
  readonly name: string;
  readonly type: 'primary' | 'edge' | 'persistent' | 'ttl' | 'inverted';
  /** Attribute paths joined by dots; `tags[*]` indexes each member of an array. */
  readonly fields: readonly string[];
  readonly unique: boolean;
  readonly sparse: boolean;
  readonly storedValues: readonly string[];
  /** 1 when every key is different; null when not known. */
  readonly selectivityEstimate: number | null;
  /**
   * Documents whose first `equalities.length` fields equal the values and whose next field is in `range`, in the
   * order of the index (its fields, then insertion), or the reverse. A sparse index holds no document with a null field.
   * For `persistent` and `ttl`; the engine reads `primary` by `get` and `edge` by `edgesFrom` and `edgesTo`.
   */
  lookup(equalities: readonly Value[], range?: IndexRange, reverse?: boolean): Iterable<Document>;
}

export interface IndexRange {
  readonly lower?: { readonly value: Value; readonly inclusive: boolean };
  readonly upper?: { readonly value: Value; readonly inclusive: boolean };
}

export interface GraphDefinition {
  readonly name: string;
  readonly edgeDefinitions: readonly {
    readonly collection: string;
    readonly from: readonly string[];
    readonly to: readonly string[];
  }[];
  readonly orphanCollections: readonly string[];
}

/** An arangosearch or search-alias view, flattened to what is indexed of each collection. */
export interface ViewDefinition {
  readonly name: string;
  readonly type: 'arangosearch' | 'search-alias';
  readonly links: readonly ViewLink[];
}

export interface ViewLink {
  readonly collection: string;
  readonly includeAllFields: boolean;
  /** Analyzer names for fields that set none. */
  readonly analyzers: readonly string[];
  readonly fields: readonly { readonly path: string; readonly analyzers: readonly string[] }[];
}

export interface Analyzer {
  readonly name: string;
  readonly type: string;
  readonly features: readonly string[];
  /** The tokens of a string, in order. */
  tokens(text: string): readonly string[];
}
