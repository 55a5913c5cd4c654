import type { QuarantineChange } from '../facts/entry.ts';
import type { ProfileState } from './memory.ts';
import type { Working } from './working.ts';

/**
 * Profiles that become quarantined leave every segment, and nothing of theirs falls due. What is remembered of them stays
 * up to date: whoever is quarantined no more is evaluated for all rules, as at a birth. Profiles that are no more were
 * left before.
 */
export function applyQuarantine(working: Working, changes: readonly QuarantineChange[]): void {
  const { memory, touched } = working;
  for (const { profileId, quarantined } of changes) {
    const profile = memory.profiles.get(profileId);
    if (profile === undefined || profile.quarantined === quarantined) continue;
    profile.quarantined = quarantined;
    if (quarantined) leaveAll(working, profile);
    else touched.all(profileId);
  }
}

function leaveAll({ segments, emit, depart }: Working, { profileId, memberships, dues }: ProfileState): void {
  for (const { segmentId, version } of segments.ordered) {
    if (!memberships.has(segmentId)) continue;
    emit({ kind: 'EXITED', reason: 'QUARANTINED', segmentId, version, profileId });
  }
  memberships.clear();
  dues.clear();
  if (segments.leaveBatches(profileId)) depart({ profileId, reason: 'QUARANTINED' });
}
