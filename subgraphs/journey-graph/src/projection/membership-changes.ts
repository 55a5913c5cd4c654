import { readSegmentMembership, type ResolvedEvent } from '@customer360/event-log';
import type { MembershipDocument } from '../store/documents.ts';
import { keyOf } from '../store/keys.ts';
import type { ProjectionWrites } from './projection-writes.ts';

/** Notes who are members of segments after a batch: of each segment and profile the last word holds. */
export function writeMemberships(
  writes: ProjectionWrites,
  tenantId: string,
  events: readonly ResolvedEvent[],
): void {
  const told = new Map<string, { readonly membership: MembershipDocument; readonly isMember: boolean }>();
  for (const { event } of events) {
    const change = readSegmentMembership(event);
    if (change === null) continue;
    const { kind, segmentId, profileId } = change;
    const _key = keyOf(tenantId, segmentId, profileId);
    told.set(_key, { membership: { _key, tenantId, segmentId, profileId }, isMember: kind === 'ENTERED' });
  }
  for (const { membership, isMember } of told.values()) {
    if (isMember) writes.put('memberships', membership);
    else writes.remove('memberships', membership._key);
  }
}
