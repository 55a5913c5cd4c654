import type { Analyzer, GraphDefinition, QueryStore, ViewDefinition } from '../aql/ports.ts';
import { ArangoError, notImplemented } from '../errors.ts';
import { isArray, isDocument } from '../values/casts.ts';
import type { Document, Value } from '../values/value.ts';
import { builtInAnalyzers, createAnalyzer, type StoredAnalyzer } from './analyzers.ts';
import { Collection } from './collection.ts';
import type { Faults } from './faults.ts';
import { checkSharedEdges, readGraph, vertexCollections } from './graph-definitions.ts';
import { readIndexDefinition, type IndexDefinition } from './index-definition.ts';
import { KeyGenerator, readKeyOptions } from './key-generator.ts';
import { isCollectionName } from './names.ts';
import type { ServerClocks } from './server-clocks.ts';
import { type DeclaredCollections, Transaction } from './transaction.ts';
import type { TransactionHost } from './transaction-host.ts';
import { changeView, definitionOf, readView, type StoredView } from './view-definitions.ts';

/** One database: collections, graphs, views and analyzers by name. */
export class Database implements TransactionHost {
  readonly id: string;
  readonly name: string;
  readonly faults: Faults;
  readonly #clocks: ServerClocks;
  readonly #collections = new Map<string, Collection>();
  readonly #graphs = new Map<string, GraphDefinition>();
  readonly #views = new Map<string, StoredView>();
  readonly #analyzers = new Map<string, StoredAnalyzer>(
    builtInAnalyzers().map((analyzer) => [analyzer.name, analyzer]),
  );

  constructor(name: string, clocks: ServerClocks, faults: Faults) {
    this.id = String(clocks.tick());
    this.name = name;
    this.faults = faults;
    this.#clocks = clocks;
  }

  nextSequence(): number {
    return this.#clocks.sequence();
  }

  nextRevision(): string {
    return this.#clocks.revision();
  }

  collections(): readonly Collection[] {
    return [...this.#collections.values()].toSorted((left, right) => (left.name < right.name ? -1 : 1));
  }

  /** By name or numeric id. */
  collection(name: string): Collection | null {
    const found = this.#collections.get(name);
    if (found !== undefined || !/^\d+$/.test(name)) return found ?? null;
    return this.collections().find(({ id }) => id === name) ?? null;
  }

  /** Throws 1203 when there is none. */
  requireCollection(name: string): Collection {
    const found = this.collection(name);
    if (found === null) throw new ArangoError(1203, `collection or view not found: ${name}`);
    return found;
  }

  createCollection(
    name: string,
    options: {
      readonly type?: 'document' | 'edge';
      readonly keyOptions?: Value;
      readonly waitForSync?: boolean;
      readonly schema?: Value;
      readonly computedValues?: Value;
    } = {},
  ): Collection {
    if (!isCollectionName(name)) throw new ArangoError(1208);
    if (this.#collections.has(name) || this.#views.has(name)) throw new ArangoError(1207);
    if (isDocument(options.schema)) throw notImplemented('collection schemas');
    if (isArray(options.computedValues) && options.computedValues.length > 0) {
      throw notImplemented('computed values');
    }
    const collection = new Collection({
      id: String(this.#clocks.tick()),
      name,
      type: options.type ?? 'document',
      waitForSync: options.waitForSync ?? false,
      keys: new KeyGenerator(readKeyOptions(options.keyOptions), () => this.#clocks.tick()),
    });
    this.#collections.set(name, collection);
    return collection;
  }

  dropCollection(name: string): Collection {
    const collection = this.requireCollection(name);
    this.#collections.delete(collection.name);
    return collection;
  }

  renameCollection(name: string, newName: string): Collection {
    const collection = this.requireCollection(name);
    if (!isCollectionName(newName)) throw new ArangoError(1208);
    if (this.#collections.has(newName) || this.#views.has(newName)) throw new ArangoError(1207);
    if (collection.pending.size > 0) throw new ArangoError(1200);
    this.#collections.delete(collection.name);
    collection.rename(newName);
    this.#collections.set(newName, collection);
    return collection;
  }

  createIndex(
    collection: string,
    body: Value,
  ): { readonly definition: IndexDefinition; readonly isNew: boolean } {
    const definition = readIndexDefinition(body, String(this.#clocks.tick()));
    return this.requireCollection(collection).addIndex(definition);
  }

  graphs(): readonly GraphDefinition[] {
    return [...this.#graphs.values()];
  }

  graph(name: string): GraphDefinition | null {
    return this.#graphs.get(name) ?? null;
  }

  requireGraph(name: string): GraphDefinition {
    const graph = this.graph(name);
    if (graph === null) throw new ArangoError(1924, `graph '${name}' not found`);
    return graph;
  }

  createGraph(body: Document): GraphDefinition {
    const graph = readGraph(body);
    if (this.#graphs.has(graph.name)) throw new ArangoError(1925, 'graph already exists');
    return this.replaceGraph(graph);
  }

  /** Stores a graph and creates its missing collections. */
  replaceGraph(graph: GraphDefinition): GraphDefinition {
    checkSharedEdges(graph, this.#graphs.values());
    for (const { collection } of graph.edgeDefinitions) {
      const known = this.collection(collection) ?? this.createCollection(collection, { type: 'edge' });
      if (known.type !== 'edge')
        throw new ArangoError(1218, `collection '${collection}' is no edge collection`);
    }
    for (const name of vertexCollections(graph)) {
      if (this.collection(name) === null) this.createCollection(name);
    }
    this.#graphs.set(graph.name, graph);
    return graph;
  }

  dropGraph(name: string): GraphDefinition {
    const graph = this.requireGraph(name);
    this.#graphs.delete(name);
    return graph;
  }

  views(): readonly StoredView[] {
    return [...this.#views.values()];
  }

  view(name: string): StoredView | null {
    return this.#views.get(name) ?? null;
  }

  requireView(name: string): StoredView {
    const view = this.view(name);
    if (view === null) throw new ArangoError(1203, `collection or view not found: ${name}`);
    return view;
  }

  createView(body: Document): StoredView {
    const view = readView(body, String(this.#clocks.tick()));
    if (this.#views.has(view.name) || this.#collections.has(view.name)) throw new ArangoError(1207);
    return this.#keepView(view);
  }

  changeView(name: string, body: Document, partial: boolean): StoredView {
    return this.#keepView(changeView(this.requireView(name), body, partial));
  }

  #keepView(view: StoredView): StoredView {
    for (const { collection } of this.#definition(view).links) this.requireCollection(collection);
    this.#views.set(view.name, view);
    return view;
  }

  dropView(name: string): void {
    this.requireView(name);
    this.#views.delete(name);
  }

  viewDefinition(name: string): ViewDefinition | null {
    const view = this.view(name);
    return view === null ? null : this.#definition(view);
  }

  #definition(view: StoredView): ViewDefinition {
    return definitionOf(view, (collection, index) => {
      const definitions = this.requireCollection(collection).definitions();
      return definitions.find(({ name, type }) => name === index && type === 'inverted') ?? null;
    });
  }

  analyzers(): readonly StoredAnalyzer[] {
    return [...this.#analyzers.values()];
  }

  /** Also by its name with the database before it, as `shop::identity`. */
  analyzer(name: string): Analyzer | null {
    return this.storedAnalyzer(name);
  }

  storedAnalyzer(name: string): StoredAnalyzer | null {
    const own = name.startsWith(`${this.name}::`) ? name.slice(this.name.length + 2) : name;
    return this.#analyzers.get(own) ?? null;
  }

  createAnalyzer(body: Document): StoredAnalyzer {
    const analyzer = createAnalyzer(body);
    this.#analyzers.set(analyzer.name, analyzer);
    return analyzer;
  }

  dropAnalyzer(name: string): boolean {
    return this.#analyzers.delete(name);
  }

  begin(declared: DeclaredCollections | null = null): Transaction {
    return new Transaction(this, declared);
  }

  /** One transaction around `work`: committed when it returns, taken back when it throws. */
  run<T>(work: (store: QueryStore, transaction: Transaction) => T): T {
    const transaction = this.begin();
    try {
      const result = work(transaction.queryStore(), transaction);
      transaction.commit();
      return result;
    } catch (error) {
      transaction.abort();
      throw error;
    }
  }
}
