import { compareCodePoints } from '../input/code-points.ts';
import type { IdentifierDocument } from '../store/documents.ts';
import { toIdentityEdge, type IdentityEdge, type StoredLink } from './identity-edge.ts';
import { DEFAULT_HUB_DEGREE, toIdentityNode, type IdentityNode } from './identity-node.ts';

/** A chain of links from one identifier to another. */
export interface LinkPath {
  readonly hops: number;
  /** One more than `edges`. */
  readonly nodes: readonly IdentityNode[];
  readonly edges: readonly IdentityEdge[];
}

/** A path as the graph answers it; a vertex is null where a link hangs in the air. */
export interface FoundPath {
  readonly vertices: readonly (IdentifierDocument | null)[];
  readonly edges: readonly StoredLink[];
}

/** The path, or null when it is none of this tenant from one end to the other: nobody is explained by half a chain. */
export function toLinkPath(
  found: FoundPath,
  { tenantId, a, b }: { readonly tenantId: string; readonly a: string; readonly b: string },
): LinkPath | null {
  const vertices = found.vertices.filter((vertex) => vertex !== null && vertex.tenantId === tenantId);
  if (vertices.length !== found.vertices.length) return null;
  const nodes = vertices.flatMap((vertex) =>
    vertex === null ? [] : [toIdentityNode(vertex, DEFAULT_HUB_DEGREE)],
  );
  const edges = found.edges.map(toIdentityEdge);
  const joins = edges.every(({ source, target }, place) => {
    const ends = new Set([nodes[place]?.id, nodes[place + 1]?.id]);
    return ends.has(source) && ends.has(target);
  });
  const isWhole = nodes[0]?.id === a && nodes.at(-1)?.id === b && nodes.length === edges.length + 1;
  return joins && isWhole ? { hops: edges.length, nodes, edges } : null;
}

/** By length, then by the identifiers and the evidence on the way. */
export function inPathOrder(one: LinkPath, other: LinkPath): number {
  return one.hops - other.hops || compareCodePoints(placesOf(one), placesOf(other));
}

function placesOf({ nodes, edges }: LinkPath): string {
  return [...nodes.map(({ id }) => id), ...edges.map(({ evidenceId }) => evidenceId)].join(' ');
}
