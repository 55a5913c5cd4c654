import type { SegmentEntry, SegmentEvaluator } from '@customer360/segment-rules';

/** Leaves out what an entry says of profiles that have no identifier after it: of those that it merges into others. */
export function withoutGone(memory: SegmentEvaluator['memory'], entry: SegmentEntry): SegmentEntry {
  const { identifierChanges, traitChanges, consentChanges } = entry;
  if (traitChanges.length === 0 && consentChanges.length === 0) return entry;
  const present = (profileId: string): boolean => {
    const owned = new Set(memory.profiles.get(profileId)?.identifierIds);
    for (const { identifierId, to } of identifierChanges) {
      if (to === profileId) owned.add(identifierId);
      else owned.delete(identifierId);
    }
    return owned.size > 0;
  };
  return {
    ...entry,
    traitChanges: traitChanges.filter(({ profileId }) => present(profileId)),
    consentChanges: consentChanges.filter(({ profileId }) => present(profileId)),
  };
}
