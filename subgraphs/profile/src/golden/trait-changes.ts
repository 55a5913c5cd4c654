import type { TraitChange } from '@customer360/event-log';
import type { Pick } from './survivorship.ts';

/** The traits of a profile whose golden value differs, by name. */
export function traitChanges(
  profileId: string,
  before: ReadonlyMap<string, Pick>,
  after: ReadonlyMap<string, Pick>,
): TraitChange[] {
  const traits = new Set([...before.keys(), ...after.keys()]);
  const changes: TraitChange[] = [];
  for (const trait of [...traits].toSorted()) {
    const value = after.get(trait);
    if (value?.value === before.get(trait)?.value) continue;
    changes.push({
      profileId,
      trait,
      value: value === undefined ? null : JSON.parse(value.value),
      observedAt: value?.observation.time ?? null,
    });
  }
  return changes;
}
