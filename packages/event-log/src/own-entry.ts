import type { EntryKind, IdentifierValue, NewEntry } from './event-log.ts';

/** What the product itself tells the log: it happens as it is written, and is about nobody unless identifiers say so. */
export interface OwnEntry {
  readonly sourceId: string;
  readonly messageId: string;
  readonly kind: EntryKind;
  readonly identifiers?: readonly IdentifierValue[];
  readonly mentions?: readonly IdentifierValue[];
  /** Canonical JSON. */
  readonly payload: string;
  readonly contentKey?: string;
}

/** The entry as `append` takes it; `now` in milliseconds since 1970. */
export function ownEntry({ identifiers = [], mentions = [], ...entry }: OwnEntry, now: number): NewEntry {
  return {
    ...entry,
    eventName: null,
    timestamp: now,
    originalTimestamp: null,
    sentAt: null,
    receivedAt: now,
    identifiers,
    mentions,
  };
}
