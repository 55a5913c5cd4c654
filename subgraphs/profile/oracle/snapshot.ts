import type {
  ConsentChange,
  LinkChange,
  QuarantineChange,
  Reattribution,
  SetChange,
  TraitChange,
} from '@customer360/event-log';

/**
 * All that is known of one tenant after a log: plain JSON in canonical order, so that two programs that agree give the
 * same text. Times are milliseconds, ids are as in `docs/identity-resolution.md`.
 */
export interface Snapshot {
  /** Identifiers that were born, by id. */
  readonly identifiers: readonly IdentifierState[];
  /** What operators said of identifiers, born or not, by id. */
  readonly operators: readonly OperatorState[];
  /** Profiles that exist now, quarantined ones and remainders too, by id. */
  readonly profiles: readonly ProfileState[];
  /** Links in force, by evidence, a, b. */
  readonly links: readonly Link[];
  /** By trigger, RETRACT before LINK, evidence, a, b. */
  readonly ledger: readonly LedgerRow[];
  /** By trigger, evidence, id. */
  readonly records: readonly MergeRecordRow[];
  /** Pairs of identifier ids, the smaller first; sorted. */
  readonly keepApart: readonly (readonly [string, string])[];
  /** Accepted merge commands, by position. */
  readonly merges: readonly MergeState[];
  /** Answers of commands about identity and consent, by position. */
  readonly answers: readonly CommandAnswer[];
  /** Every entry that is attributed to somebody, as of now, by position. */
  readonly attributions: readonly AttributionState[];
  /** What the resolved stream says of each entry, by position. */
  readonly resolved: readonly ResolvedState[];
  /** What `identify` events said, by position. */
  readonly sourceRecords: readonly SourceRecordState[];
  /** By profile, trait. */
  readonly goldenValues: readonly GoldenValueState[];
  /** Decisions on which something was said, by profile, purpose. */
  readonly consents: readonly ConsentState[];
}

export type BlockReason = 'OPERATOR' | 'PATTERN' | 'AUTO';

export interface IdentifierState {
  readonly id: string;
  readonly type: string;
  readonly birthPosition: number;
  readonly birthRank: number;
  readonly birthEventId: string;
  readonly firstSeenAt: number;
  /** Greatest `t` of the events that carry it. */
  readonly lastSeenAt: number;
  readonly closedFrom: number | null;
  /** The first of operator, pattern, auto-block that applies; null when it is not blocked. */
  readonly blocked: BlockReason | null;
  /** User ids (identifier ids) that it was seen with, sorted. */
  readonly seenWith: readonly string[];
  /** The profile that holds it. */
  readonly profileId: string;
  /** The profile id that its birth gives it, whether or not it ever founds a set. */
  readonly ownProfileId: string;
}

export interface OperatorState {
  readonly identifierId: string;
  readonly operator: 'BLOCKED' | 'ALLOWED';
}

export interface ProfileState {
  readonly id: string;
  /** The founding identifier; of a remainder the closed identifier. */
  readonly founderId: string;
  /** Attribution ids, sorted: identifiers, or the one remainder. */
  readonly members: readonly string[];
  /** Profile ids that lost in the fold, by id, with position and `t` of the evidence on which they did. */
  readonly aliases: readonly {
    readonly id: string;
    readonly position: number;
    readonly since: number;
  }[];
  readonly quarantined: boolean;
  readonly remainder: boolean;
  /** Least and greatest `t` of the events that are attributed to it; null when there are none. */
  readonly firstSeenAt: number | null;
  readonly lastSeenAt: number | null;
}

export interface Link {
  readonly a: string;
  readonly b: string;
  readonly evidence: number;
  readonly rule: string;
}

export interface LedgerRow extends Link {
  readonly trigger: number;
  readonly kind: 'LINK' | 'RETRACT';
}

export interface MergeRecordRow {
  readonly id: string;
  readonly kind: 'MERGED' | 'UNMERGED' | 'REFUSED';
  readonly rule: string;
  readonly winnerId: string;
  readonly loserId: string;
  readonly trigger: number;
  readonly evidence: number;
  /** `t` of the trigger. */
  readonly time: number;
  /** Of MERGED: whether its fact holds now. Null for the other kinds. */
  readonly active: boolean | null;
}

export interface MergeState {
  readonly position: number;
  /** The identifiers that it pins, the smaller id first. */
  readonly pins: readonly [string, string];
  /** DORMANT: accepted, not revoked, makes no link now. */
  readonly state: 'IN_FORCE' | 'DORMANT' | 'REVOKED';
}

export interface CommandAnswer {
  readonly position: number;
  readonly accepted: boolean;
  /** Null when accepted. */
  readonly reason: string | null;
}

export interface AttributionState {
  readonly position: number;
  readonly identifierId: string;
  readonly profileId: string;
}

export interface ResolvedState {
  readonly position: number;
  readonly identifierId: string | null;
  readonly profileId: string | null;
  readonly setChanges: readonly SetChange[];
  readonly ceased: readonly string[];
  readonly reattributed: readonly Reattribution[];
  readonly linkChanges: readonly LinkChange[];
  readonly traitChanges: readonly TraitChange[];
  readonly consentChanges: readonly ConsentChange[];
  readonly quarantineChanges: readonly QuarantineChange[];
}

export interface SourceRecordState {
  readonly position: number;
  /** As of now. */
  readonly identifierId: string;
  /** Canonical JSON. */
  readonly traits: string;
}

export interface GoldenValueState {
  readonly profileId: string;
  readonly trait: string;
  /** Canonical JSON. */
  readonly value: string;
  readonly sourceId: string;
  readonly eventId: string;
  readonly observedAt: number;
  readonly rule: string;
}

export interface ConsentState {
  readonly profileId: string;
  readonly purpose: string;
  readonly status: 'GRANTED' | 'DENIED';
  /** When a grant ends; null when it does not, or for a denial. */
  readonly expiresAt: number | null;
  readonly updatedAt: number;
}
