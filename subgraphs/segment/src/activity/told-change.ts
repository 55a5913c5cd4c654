import { membershipEventNames, readSegmentMembership, type LogEntry } from '@customer360/event-log';
import { canonicalJson } from '@customer360/tracking';
import { z } from 'zod';
import { activityReasons, type ToldChange } from './activity-repository.ts';

const payloadSchema = z.object({
  properties: z.object({ version: z.int(), cause: z.string(), reason: z.enum(activityReasons) }),
});

/** What the log is told of a change: everything that makes its id, and why. */
export function toldEvent({
  kind,
  segmentId,
  version,
  profileId,
  cause,
  reason,
}: Omit<ToldChange, 'id' | 'at'>): { readonly eventName: string; readonly payload: string } {
  return {
    eventName: membershipEventNames[kind],
    payload: canonicalJson({ type: 'track', properties: { segmentId, version, profileId, cause, reason } }),
  };
}

/** The change that an entry tells of; null for every other entry and for what was erased. */
export function readToldChange(entry: LogEntry): ToldChange | null {
  const membership = readSegmentMembership(entry);
  const { messageId: id, timestamp: at, payload } = entry;
  if (membership === null || id === null || payload === null) return null;
  return { id, at, ...membership, ...payloadSchema.parse(JSON.parse(payload)).properties };
}
