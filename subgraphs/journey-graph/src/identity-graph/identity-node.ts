import type { IdentifierDocument } from '../store/documents.ts';

/** An identifier in the identity graph; its value stands in the log's dictionary. Times are milliseconds. */
export interface IdentityNode {
  readonly id: string;
  /** `remainder` for what is left of a shared value. */
  readonly type: string;
  readonly firstSeenAt: number | null;
  readonly lastSeenAt: number | null;
  /** Number of its links. */
  readonly degree: number;
  /** True when it has more links than the question follows. */
  readonly hub: boolean;
}

export const DEFAULT_HUB_DEGREE = 500;

export function toIdentityNode(
  { identifierId, type, firstSeenAt, lastSeenAt, degree }: IdentifierDocument,
  hubDegree: number,
): IdentityNode {
  return {
    id: identifierId,
    type: type ?? 'remainder',
    firstSeenAt,
    lastSeenAt,
    degree,
    hub: degree > hubDegree,
  };
}
