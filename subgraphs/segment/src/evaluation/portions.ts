import type { SegmentEntry } from '@customer360/segment-rules';

/** Values and consents of an entry that are worked at once: a change of configuration brings those of everybody. */
const LARGE = 2_000;

/**
 * Entries in portions that fit into memory, in order. A large one is cut by profile, which changes nothing: each profile
 * is evaluated once, with all that the entry says of it. One that moves identifiers or changes who is
 * quarantined stays whole.
 */
export function inPortions(
  entries: readonly SegmentEntry[],
  large = LARGE,
): readonly (readonly SegmentEntry[])[] {
  const portions: SegmentEntry[][] = [[]];
  for (const entry of entries) {
    if (isLarge(entry, large)) portions.push(...cut(entry, large).map((part) => [part]), []);
    else portions.at(-1)?.push(entry);
  }
  return portions.filter((portion) => portion.length > 0);
}

function isLarge(entry: SegmentEntry, large: number): boolean {
  const { identifierChanges, quarantineChanges, reattributed, erased, listChanges } = entry;
  const { traitChanges, consentChanges } = entry;
  if (traitChanges.length + consentChanges.length <= large) return false;
  return [identifierChanges, quarantineChanges, reattributed, erased, listChanges].every(
    (list) => list.length === 0,
  );
}

function cut(entry: SegmentEntry, size: number): readonly SegmentEntry[] {
  const traits = Map.groupBy(entry.traitChanges, ({ profileId }) => profileId);
  const consents = Map.groupBy(entry.consentChanges, ({ profileId }) => profileId);
  const profileIds = [...new Set([...traits.keys(), ...consents.keys()])].toSorted();
  const parts: SegmentEntry[] = [];
  for (let start = 0; start < profileIds.length; start += size) {
    const some = profileIds.slice(start, start + size);
    parts.push({
      ...entry,
      // The event itself is told once.
      event: start === 0 ? entry.event : null,
      traitChanges: some.flatMap((id) => traits.get(id) ?? []),
      consentChanges: some.flatMap((id) => consents.get(id) ?? []),
    });
  }
  return parts;
}
