import type { Value } from '../../values/value.ts';
import type { Direction, GraphSource } from '../ast.ts';
import type { CompileContext } from '../compile/context.ts';
import { parsingError } from '../parse/syntax-error.ts';
import type { QueryStore } from '../ports.ts';
import type { Frame } from '../run/runtime.ts';

/** An edge collection with the way in which its edges are followed. */
export interface EdgeSource {
  readonly collection: string;
  readonly direction: Direction;
}

export interface ResolvedGraph {
  readonly edges: readonly EdgeSource[];
  /** Collections whose vertices a named graph declares; empty for a list of edge collections. */
  readonly vertexCollections: readonly string[];
}

/** Compiles the graph of a search to what it is at run time, when a bound name of a graph is known. */
export function compileGraph(
  graph: GraphSource,
  direction: Direction,
  context: CompileContext,
): (
  frame: Pick<Frame, never> & { readonly binds: readonly Value[]; readonly store: QueryStore },
) => ResolvedGraph {
  if (graph.kind === 'graph') {
    const { name } = graph;
    const bind = name.kind === 'bind' ? context.bindIndex(name.name) : null;
    const literal = name.kind === 'literal' ? name.value : null;
    return ({ binds, store }) =>
      namedGraph(bind === null ? literal : (binds[bind] ?? null), direction, store);
  }
  const seen = new Map<string, Direction>();
  for (const part of graph.collections) {
    const collection = context.readCollection(part.source);
    if (context.kindOfSource(collection) === 'view') throw parsingError(1218, `'${collection}' is a view`);
    const wanted = part.direction ?? direction;
    const before = seen.get(collection);
    if (before !== undefined && before !== wanted) {
      throw parsingError(1501, `conflicting directions specified for collection '${collection}'`);
    }
    seen.set(collection, wanted);
  }
  const edges = [...seen].map(([collection, wanted]) => ({ collection, direction: wanted }));
  return ({ store }) => {
    for (const { collection } of edges) requireEdges(store, collection);
    return { edges, vertexCollections: [] };
  };
}

function namedGraph(name: Value, direction: Direction, store: QueryStore): ResolvedGraph {
  if (typeof name !== 'string') throw parsingError(1553, 'graph name must be a string');
  const graph = store.graph(name);
  if (graph === null) throw parsingError(1924, `graph '${name}' not found`);
  const collections = [...new Set(graph.edgeDefinitions.map(({ collection }) => collection))];
  const vertices = graph.edgeDefinitions.flatMap(({ from, to }) => [...from, ...to]);
  return {
    edges: collections.map((collection) => ({ collection, direction })),
    vertexCollections: [...new Set([...vertices, ...graph.orphanCollections])],
  };
}

function requireEdges(store: QueryStore, collection: string): void {
  const view = store.collection(collection);
  if (view === null) throw parsingError(1203, `collection or view not found: ${collection}`);
  if (view.type !== 'edge') {
    throw parsingError(
      1218,
      `collection type invalid for collection '${collection}': expecting collection type 'edge'`,
    );
  }
}
