import type { ResolvedGraph } from '../graph/edge-sources.ts';
import type { ExplainedNode } from '../run/step.ts';

/** A graph search in a plan: it reads edges by the edge index of each collection. */
export function explainGraph(
  type: string,
  graph: ResolvedGraph,
  details: { readonly [name: string]: unknown },
): ExplainedNode {
  const base = graph.edges.map(({ collection, direction }) => ({
    type: 'edge',
    name: 'edge',
    collection,
    fields: direction === 'INBOUND' ? ['_to'] : direction === 'OUTBOUND' ? ['_from'] : ['_from', '_to'],
  }));
  return {
    type,
    edgeCollections: graph.edges.map(({ collection }) => collection),
    indexes: { base },
    ...details,
  };
}
