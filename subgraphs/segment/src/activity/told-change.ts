import type { LogEntry } from '@customer360/event-log';
import { canonicalJson } from '@customer360/tracking';
import { z } from 'zod';
import { activityReasons, type ToldChange } from './activity-repository.ts';

const EVENT_NAMES = { ENTERED: 'Segment Entered', EXITED: 'Segment Exited' } as const;

const payloadSchema = z.object({
  properties: z.object({
    segmentId: z.uuid(),
    version: z.int(),
    profileId: z.uuid(),
    cause: z.string(),
    reason: z.enum(activityReasons),
  }),
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
    eventName: EVENT_NAMES[kind],
    payload: canonicalJson({ type: 'track', properties: { segmentId, version, profileId, cause, reason } }),
  };
}

/** The change that an entry of `internal:segment` tells of; null for its commands and for what was erased. */
export function readToldChange(
  entry: Pick<LogEntry, 'kind' | 'eventName' | 'messageId' | 'timestamp' | 'payload'>,
): ToldChange | null {
  const { kind, eventName, messageId, timestamp, payload } = entry;
  if (kind !== 'track' || messageId === null || payload === null) return null;
  const { properties } = payloadSchema.parse(JSON.parse(payload));
  const change = eventName === EVENT_NAMES.ENTERED ? 'ENTERED' : 'EXITED';
  return { id: messageId, kind: change, at: timestamp, ...properties };
}
