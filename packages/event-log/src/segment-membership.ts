import type { LogEntry } from './event-log.ts';
import { readPath } from './payload-path.ts';

/** The source of what the segment subgraph tells the log; no client can send as it. */
export const SEGMENT_SOURCE = 'internal:segment';

/** What the entries that tell memberships are called. */
export const membershipEventNames = { ENTERED: 'Segment Entered', EXITED: 'Segment Exited' } as const;

/** A profile came into a segment or left it. */
export interface SegmentMembership {
  readonly kind: keyof typeof membershipEventNames;
  readonly segmentId: string;
  readonly profileId: string;
}

const kinds = new Map<string | null, SegmentMembership['kind']>([
  [membershipEventNames.ENTERED, 'ENTERED'],
  [membershipEventNames.EXITED, 'EXITED'],
]);

/**
 * What an entry says of memberships; null for every other entry, also for one of these names from another source, and for
 * one that an erasure has emptied. Folded in the order of the log, the last word of a segment and a profile holds.
 */
export function readSegmentMembership({ sourceId, eventName, payload }: LogEntry): SegmentMembership | null {
  const kind = kinds.get(eventName);
  if (sourceId !== SEGMENT_SOURCE || kind === undefined || payload === null) return null;
  const entry: unknown = JSON.parse(payload);
  const segmentId = readPath(entry, 'properties.segmentId');
  const profileId = readPath(entry, 'properties.profileId');
  if (typeof segmentId !== 'string' || typeof profileId !== 'string') {
    throw new Error('An entry of a membership names no segment or no profile');
  }
  return { kind, segmentId, profileId };
}
