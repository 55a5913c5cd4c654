import type { ValueSource } from '../rule/rule.ts';

/** What one entry of the resolved stream means to segments. Times are milliseconds since 1970 UTC. */
export interface SegmentEntry {
  /** The moment of the entry, never going back from entry to entry. */
  readonly loggedAt: number;
  /** Keyed id of the entry: the cause of what it changes. */
  readonly eventId: string;
  /** Null when the entry is about nobody. */
  readonly event: RuleEvent | null;
  /** Identifiers that are new or belong to another profile now. */
  readonly identifierChanges: readonly IdentifierChange[];
  /** Events that belong to another identifier now. */
  readonly reattributed: readonly { readonly eventId: string; readonly from: string; readonly to: string }[];
  readonly traitChanges: readonly ProfileValueChange[];
  readonly consentChanges: readonly ConsentStatusChange[];
  readonly quarantineChanges: readonly QuarantineChange[];
  readonly listChanges: readonly ListChange[];
  readonly segmentChanges: readonly SegmentChange[];
  /** Identifiers of erased persons: everything about them goes, silently. */
  readonly erased: readonly string[];
}

export interface RuleEvent {
  readonly eventId: string;
  /** Attribution id. */
  readonly identifierId: string;
  /** Null for events without a name, which only the wildcard finds. */
  readonly name: string | null;
  /** Events of sources that begin with `internal:` never count. */
  readonly source: string;
  /** min(timestamp, receivedAt, loggedAt). */
  readonly time: number;
  readonly properties: Readonly<Record<string, unknown>>;
  /** Traits that the event observed, null for a deleted one. */
  readonly traits: Readonly<Record<string, unknown>>;
}

export interface IdentifierChange {
  readonly identifierId: string;
  /** Null for the anonymous remainder of a shared value, which counts as no identifier. */
  readonly type: string | null;
  /** Time of the identifier's first event in log order. */
  readonly firstSeenAt: number;
  /** The former profile; null when the identifier is new. */
  readonly from: string | null;
  readonly to: string;
}

/** A golden or computed value of a profile; value null removes it. */
export interface ProfileValueChange {
  readonly profileId: string;
  readonly source: ValueSource;
  readonly trait: string;
  readonly value: unknown;
  /** Null for a removed value. */
  readonly observedAt: number | null;
}

export interface ConsentStatusChange {
  readonly profileId: string;
  readonly purpose: string;
  readonly status: 'GRANTED' | 'DENIED';
  /** From when on a grant counts no more; null when it does not end. */
  readonly expiresAt: number | null;
}

/** A quarantined profile is a member of nothing; one that is no more is not quarantined. */
export interface QuarantineChange {
  readonly profileId: string;
  readonly quarantined: boolean;
}

/** Rows of a static list pin to identifiers; a removal also clears those of the same profiles. */
export interface ListChange {
  readonly listId: string;
  readonly change: 'ADDED' | 'REMOVED';
  readonly identifierIds: readonly string[];
}

export type SegmentChange =
  | {
      readonly kind: 'ACTIVATED';
      readonly segmentId: string;
      readonly version: number;
      /** As `printRule` writes it. */
      readonly rule: unknown;
    }
  | { readonly kind: 'ARCHIVED'; readonly segmentId: string }
  /** A batch segment's members as of a recompute; the first one makes the segment known. */
  | { readonly kind: 'RECOMPUTED'; readonly segmentId: string; readonly profileIds: readonly string[] };

/** An entry that says only what is given. */
export function segmentEntry(
  given: Pick<SegmentEntry, 'loggedAt' | 'eventId'> & Partial<SegmentEntry>,
): SegmentEntry {
  return {
    event: null,
    identifierChanges: [],
    reattributed: [],
    traitChanges: [],
    consentChanges: [],
    quarantineChanges: [],
    listChanges: [],
    segmentChanges: [],
    erased: [],
    ...given,
  };
}

/** True when an event of this source may count. */
export function isCounted(event: Pick<RuleEvent, 'source'>): boolean {
  return !event.source.startsWith('internal:');
}
