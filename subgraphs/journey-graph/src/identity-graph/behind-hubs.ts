import type { IdentityEdge } from './identity-edge.ts';
import type { IdentityNode } from './identity-node.ts';

/**
 * Ids of the nodes that are joined to the start by these edges, but only through a hub. The start itself is never in the
 * way. Nodes that no chain of the edges joins to the start are not among them: what joins them was not read.
 */
export function nodesBehindHubs(
  start: IdentityNode,
  nodes: readonly IdentityNode[],
  edges: readonly IdentityEdge[],
): ReadonlySet<string> {
  const neighbours = neighboursOf(edges);
  const hubs = new Set(nodes.filter(({ hub }) => hub).map(({ id }) => id));
  const open = reach(start.id, neighbours, (id) => id === start.id || !hubs.has(id));
  const all = reach(start.id, neighbours, () => true);
  return new Set([...all].filter((id) => !open.has(id)));
}

function neighboursOf(edges: readonly IdentityEdge[]): ReadonlyMap<string, readonly string[]> {
  const ends = edges.flatMap(({ source, target }) => [
    { id: source, other: target },
    { id: target, other: source },
  ]);
  return new Map(
    [...Map.groupBy(ends, ({ id }) => id)].map(([id, own]) => [id, own.map((one) => one.other)]),
  );
}

function reach(
  start: string,
  neighbours: ReadonlyMap<string, readonly string[]>,
  isPassed: (id: string) => boolean,
): ReadonlySet<string> {
  const seen = new Set([start]);
  // A set walks over what is added meanwhile.
  for (const id of seen) {
    if (!isPassed(id)) continue;
    for (const other of neighbours.get(id) ?? []) seen.add(other);
  }
  return seen;
}
