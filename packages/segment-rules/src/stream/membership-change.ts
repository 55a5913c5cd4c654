/** A profile came into a segment or left it. Minimal and the same however often it is computed. */
export interface MembershipChange {
  /** Id of the outgoing event: keyed hash over everything below that makes it one. */
  readonly id: string;
  readonly kind: 'ENTERED' | 'EXITED';
  readonly segmentId: string;
  /** The version in force. */
  readonly version: number;
  readonly profileId: string;
  /** `loggedAt` of the causing entry or the due time, milliseconds. */
  readonly at: number;
  /** Id of the causing entry, or `due:` and the due time. */
  readonly cause: string;
  readonly reason: 'RULE' | 'MERGED' | 'ARCHIVED' | 'QUARANTINED';
}

/** A profile left the batch segments that it was in; whoever keeps these says so. */
export interface Departure {
  readonly profileId: string;
  readonly reason: 'MERGED' | 'QUARANTINED';
  /** As of a membership change. */
  readonly at: number;
  readonly cause: string;
}

export interface Membership {
  readonly version: number;
  /** Milliseconds; on a merge the survivor's, else the earliest of the losers. */
  readonly enteredAt: number;
}
