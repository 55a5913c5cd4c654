import type { JourneyDocument, ProfileDocument, SessionDocument } from '../store/documents.ts';
import type { Touchpoint } from '../touchpoints/touchpoint.ts';

/** What a batch does to the touchpoints of one profile. */
export interface TouchpointChanges {
  readonly added: readonly Touchpoint[];
  /** Event ids of touchpoints that are somebody else's now. */
  readonly removed: readonly Pick<Touchpoint, 'eventId' | 'at'>[];
}

/** What is read of a profile whatever happens to it. */
export interface ProfileTail {
  readonly profileId: string;
  /** Null for a profile that is new. */
  readonly profile: ProfileDocument | null;
  /** The last ones; null when there is none. */
  readonly session: SessionDocument | null;
  readonly journey: JourneyDocument | null;
  readonly quarantined: boolean;
}

/** What is read of a profile whose history changes before its end. */
export interface ProfileWindow {
  readonly profileId: string;
  /** Sessions that start from here on, in order: whole, and so far around the change that journeys can be cut anew. */
  readonly sessions: readonly SessionDocument[];
  /** The journey before the change; null when the sessions begin with the first one. */
  readonly start: JourneyMark | null;
  /** The last journey that may differ; null when it is the last one. */
  readonly end: (JourneyMark & { readonly conversionId: string | null }) | null;
  /** The journeys from `start` to `end`, and perhaps others that start with them. */
  readonly journeys: readonly JourneyMark[];
}

export interface JourneyMark {
  readonly _key: string;
  readonly startedAt: number;
  readonly startPosition: number;
}
