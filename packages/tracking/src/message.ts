export const trackingTypes = ['identify', 'track', 'page', 'screen', 'group', 'alias'] as const;
export type TrackingType = (typeof trackingTypes)[number];

const types: ReadonlySet<unknown> = new Set(trackingTypes);

export function isTrackingType(value: unknown): value is TrackingType {
  return types.has(value);
}

/** A message of the Segment Spec as a client sends it: every field may be anything until it is validated. */
export interface TrackingMessage {
  readonly type?: unknown;
  readonly messageId?: unknown;
  readonly anonymousId?: unknown;
  readonly userId?: unknown;
  readonly previousId?: unknown;
  readonly groupId?: unknown;
  readonly event?: unknown;
  readonly name?: unknown;
  readonly category?: unknown;
  readonly properties?: unknown;
  readonly traits?: unknown;
  readonly context?: unknown;
  readonly integrations?: unknown;
  readonly originalTimestamp?: unknown;
  readonly sentAt?: unknown;
  readonly timestamp?: unknown;
}
