/** A place in one tenant's log: 1, 2, 3 ... in commit order, without gaps. 0 stands before the first entry. */
export type Position = number;

export type TrackingKind = 'identify' | 'track' | 'page' | 'screen' | 'group' | 'alias';
export type EntryKind = TrackingKind | 'command' | 'configuration' | 'retry';

/** An identifier as it came in, normalised: its value stands in the payload and the dictionary only. */
export interface IdentifierValue {
  readonly type: string;
  readonly value: string;
}

/** An identifier as the log knows it. Its place in an entry's list is its rank. */
export interface LoggedIdentifier {
  readonly id: string;
  readonly type: string;
}

/** What a caller hands in. Times are milliseconds since 1970 UTC. */
export interface NewEntry {
  readonly sourceId: string;
  readonly messageId: string;
  readonly kind: EntryKind;
  readonly eventName: string | null;
  /** Skew-corrected time of the event, as the Segment Spec defines `timestamp`. */
  readonly timestamp: number;
  readonly originalTimestamp: number | null;
  readonly sentAt: number | null;
  readonly receivedAt: number;
  /** Ordered by (priority of type, value), at most one of a unique type. */
  readonly identifiers: readonly IdentifierValue[];
  /** Identifiers that the payload mentions without being about them; kept as keyed hashes. */
  readonly mentions: readonly IdentifierValue[];
  /** Canonical JSON (sorted keys, no NUL, no lone surrogate). */
  readonly payload: string;
  /** What makes two entries of one messageId the same, when it is not the payload. */
  readonly contentKey?: string;
}

export type AppendResult =
  | { readonly status: 'accepted'; readonly eventId: string; readonly position: Position }
  | { readonly status: 'duplicate'; readonly eventId: string; readonly position: Position | null }
  | { readonly status: 'conflict'; readonly eventId: string };

/** One accepted entry. Everything but the structure is null once an erasure has tombstoned it. */
export interface LogEntry {
  readonly position: Position;
  /** Milliseconds; max of the previous entry's and the database's clock. */
  readonly loggedAt: number;
  readonly eventId: string;
  readonly sourceId: string;
  readonly kind: EntryKind;
  readonly eventName: string | null;
  readonly messageId: string | null;
  readonly timestamp: number;
  readonly receivedAt: number;
  /** min(timestamp, receivedAt, loggedAt): the only time that rules may use. */
  readonly time: number;
  readonly identifiers: readonly LoggedIdentifier[];
  readonly payload: string | null;
  readonly tombstonedBy: string | null;
}

export interface SetChange {
  readonly identifierId: string;
  /** Null when the identifier was not known before. */
  readonly from: string | null;
  readonly to: string;
}

export interface Reattribution {
  readonly eventId: string;
  /** Attribution ids (`identifierId` of the resolved event). */
  readonly from: string;
  readonly to: string;
}

/** Two identifiers that evidence joined, or joins no more. */
export interface LinkChange {
  readonly change: 'LINK' | 'RETRACT';
  /** Identifier ids: the anchor of the evidence and what was linked to it. */
  readonly a: string;
  readonly b: string;
  readonly rule: 'SHARED_EVENT' | 'MERGE_COMMAND';
  /** The event that carries both, or the merge command. It is older than the entry when constraints changed. */
  readonly evidenceEventId: string;
  readonly evidencePosition: Position;
  /** Time of the evidence, milliseconds. */
  readonly evidenceAt: number;
  /** True for the rule MERGE_COMMAND. */
  readonly merge: boolean;
}

export interface TraitChange {
  readonly profileId: string;
  readonly trait: string;
  /** Null when the profile has no value any more. */
  readonly value: unknown;
  readonly observedAt: number | null;
}

export interface ConsentChange {
  readonly profileId: string;
  readonly purpose: string;
  readonly status: 'GRANTED' | 'DENIED';
  /** When a grant ends, milliseconds; null when it does not, or for a denial. */
  readonly expiresAt: number | null;
}

/** A profile begins or ceases to be quarantined: to be what a blocked value, which names nobody, has for a profile. */
export interface QuarantineChange {
  readonly profileId: string;
  /** False also when the profile is no more. */
  readonly quarantined: boolean;
}

/** What an entry changes of who is who and of what is known of them. */
export interface ResolutionChanges {
  readonly setChanges: readonly SetChange[];
  /** Attribution ids that are no more: remainders of values that are not closed any more. Their events are reattributed. */
  readonly ceased: readonly string[];
  readonly reattributed: readonly Reattribution[];
  /** What was taken back, then what was linked, each by position of the evidence and identifiers. */
  readonly linkChanges: readonly LinkChange[];
  readonly traitChanges: readonly TraitChange[];
  readonly consentChanges: readonly ConsentChange[];
  /** By profile id. A profile of which nothing was said is not quarantined. */
  readonly quarantineChanges: readonly QuarantineChange[];
}

/** What identity resolution says of one accepted entry; version 1 of the resolved stream. */
export interface Resolution extends ResolutionChanges {
  readonly version: 1;
  readonly position: Position;
  readonly loggedAt: number;
  readonly eventId: string;
  /** Attribution id; null for entries that are about nobody: commands (but `setConsent`) and configuration. */
  readonly identifierId: string | null;
  readonly profileId: string | null;
}

export interface ResolvedEvent extends Resolution {
  readonly event: LogEntry;
}

/** What the resolved stream knows: every entry up to `through` is resolved, as of the log's clock. */
export interface Watermark {
  readonly through: Position;
  /** Milliseconds of the log's clock, never going back. */
  readonly clock: number;
}

/**
 * The accepted stream of every tenant, and the notices of the resolved one. Adapters keep each promise for the life of
 * the log: an append resolves only when it is durable; a reader never skips an entry that commits late.
 */
export interface EventLog {
  /** Appends in order, exactly once by (tenant, source, messageId). One result per entry, in order. */
  append(tenantId: string, entries: readonly NewEntry[]): Promise<readonly AppendResult[]>;
  /** Entries after a position, in order, at most `limit`. Archived months are read back too. */
  read(tenantId: string, after: Position, limit: number): Promise<readonly LogEntry[]>;
  /** The last position of a tenant and its clock. */
  head(tenantId: string): Promise<Watermark>;
  /** Moves the clock of a tenant's head on to now and returns the head: no later entry is logged before that clock. */
  advanceClock(tenantId: string): Promise<Watermark>;
  /**
   * Resolves when something may have been appended for any tenant since the call, or after `timeoutMs`.
   * Ask before reading, so that nothing appended in between is missed.
   */
  waitForMore(timeoutMs: number, signal?: AbortSignal): Promise<void>;
  /** Wakes those who wait for the resolved stream; called after the commit of what was added to it. */
  announceResolved(tenantId: string): void;
  /** As `waitForMore`, for the resolved stream. */
  waitForResolved(timeoutMs: number, signal?: AbortSignal): Promise<void>;
}
