import type { LinkEdge } from '../store/documents.ts';
import { idOf, keyOf } from '../store/keys.ts';

/** A link between two identifiers and its evidence. */
export interface IdentityEdge {
  /** Identifier ids. */
  readonly source: string;
  readonly target: string;
  readonly kind: 'OBSERVED' | 'MERGE_COMMAND';
  readonly rule: string;
  /** Time of the evidence, milliseconds. */
  readonly at: number;
  /** Id of an event or a command. */
  readonly evidenceId: string;
}

/** A link and which collection it stands in. */
export type StoredLink = LinkEdge & { readonly merged: boolean };

export function toIdentityEdge(link: StoredLink): IdentityEdge {
  const { tenantId, _from, _to, merged, rule, at, evidenceId } = link;
  return {
    source: identifierIdOf(tenantId, _from),
    target: identifierIdOf(tenantId, _to),
    kind: merged ? 'MERGE_COMMAND' : 'OBSERVED',
    rule,
    at,
    evidenceId,
  };
}

/** Document id of an identifier. */
export function vertexOf(tenantId: string, identifierId: string): string {
  return idOf('identifiers', keyOf(tenantId, identifierId));
}

function identifierIdOf(tenantId: string, vertex: string): string {
  return vertex.slice(vertexOf(tenantId, '').length);
}
