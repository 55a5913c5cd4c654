import { idOf, keyOf } from '../store/keys.ts';
import type { NextEventEdge } from '../store/documents.ts';
import type { Touchpoint } from '../touchpoints/touchpoint.ts';
import { SESSION_GAP_MS } from './split-sessions.ts';

/** From each touchpoint of a profile to its next one. Touchpoints must be in order. */
export function nextEvents(
  touchpoints: readonly Touchpoint[],
  { tenantId, profileId }: { readonly tenantId: string; readonly profileId: string },
): readonly NextEventEdge[] {
  return touchpoints.slice(1).map((next, place) => {
    // The list begins one later, so there is one before.
    const earlier = touchpoints[place] as Touchpoint;
    const dtMs = next.at - earlier.at;
    return {
      _key: keyOf(tenantId, earlier.eventId),
      _from: idOf('events', keyOf(tenantId, earlier.eventId)),
      _to: idOf('events', keyOf(tenantId, next.eventId)),
      tenantId,
      profileId,
      ts: earlier.at,
      dtMs,
      sameSession: dtMs <= SESSION_GAP_MS,
    };
  });
}
