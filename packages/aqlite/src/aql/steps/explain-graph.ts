import type { EdgeSource, ResolvedGraph } from '../graph/edge-sources.ts';
import type { PathCondition } from '../graph/path-conditions.ts';
import { chooseVertexCentric, conditionsAt } from '../graph/vertex-centric.ts';
import type { QueryStore } from '../ports.ts';
import type { ExplainedNode } from '../run/step.ts';

/** A graph search in a plan; without other details it reads edges by the edge index of each collection. */
export function explainGraph(
  type: string,
  graph: ResolvedGraph,
  details: { readonly [name: string]: unknown },
): ExplainedNode {
  return {
    type,
    edgeCollections: graph.edges.map(({ collection }) => collection),
    indexes: { base: graph.edges.flatMap(edgeIndexes) },
    ...details,
  };
}

function ends({ direction }: EdgeSource): readonly ('_from' | '_to')[] {
  if (direction === 'ANY') return ['_from', '_to'];
  return [direction === 'INBOUND' ? '_to' : '_from'];
}

function edgeIndexes(source: EdgeSource): readonly object[] {
  return [{ type: 'edge', name: 'edge', collection: source.collection, fields: ends(source) }];
}

/** The indexes that a traversal reads edges by: `base` at every depth, `levels` where one depth has its own. */
export function explainEdgeIndexes(
  graph: ResolvedGraph,
  conditions: readonly PathCondition[],
  store: QueryStore,
): { readonly indexes: object } {
  const at = (depth: number) =>
    graph.edges.flatMap((source) => indexesOf(source, conditionsAt(conditions, depth), store));
  const positions = new Set(conditions.flatMap(({ position }) => (position === null ? [] : [position])));
  const levels = Object.fromEntries([...positions].map((depth) => [String(depth), at(depth)]));
  return { indexes: { base: at(-1), ...(positions.size > 0 && { levels }) } };
}

function indexesOf(
  source: EdgeSource,
  conditions: ReturnType<typeof conditionsAt>,
  store: QueryStore,
): readonly object[] {
  const indexes = store.collection(source.collection)?.indexes() ?? [];
  const chosen = ends(source).map((field) => {
    const vertex = { field, operator: '==' as const, value: () => null };
    return chooseVertexCentric(indexes, vertex, conditions)?.index ?? null;
  });
  if (chosen.every((index) => index === null)) return edgeIndexes(source);
  return chosen.map((index, i) => ({
    type: index?.type ?? 'edge',
    name: index?.name ?? 'edge',
    collection: source.collection,
    fields: index?.fields ?? [ends(source)[i]],
  }));
}
