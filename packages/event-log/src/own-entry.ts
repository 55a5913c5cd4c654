import type { EntryKind, IdentifierValue, NewEntry } from './event-log.ts';

/** What the product itself tells the log: about nobody unless identifiers say so. */
export interface OwnEntry {
  readonly sourceId: string;
  readonly messageId: string;
  readonly kind: EntryKind;
  /** None when left out. */
  readonly eventName?: string;
  /** Milliseconds since 1970; the moment of writing when left out. */
  readonly timestamp?: number;
  readonly identifiers?: readonly IdentifierValue[];
  readonly mentions?: readonly IdentifierValue[];
  /** Canonical JSON. */
  readonly payload: string;
  readonly contentKey?: string;
}

/** The entry as `append` takes it; `now` in milliseconds since 1970. */
export function ownEntry(entry: OwnEntry, now: number): NewEntry {
  return {
    eventName: null,
    timestamp: now,
    originalTimestamp: null,
    sentAt: null,
    receivedAt: now,
    identifiers: [],
    mentions: [],
    ...entry,
  };
}
