import type { IdentifierState, ProfileState, SegmentMemory } from './memory.ts';

/** A profile's state as JSON, with those of its identifiers. */
export interface ProfileSnapshot {
  readonly profileId: string;
  readonly values: readonly Entry<ProfileState['values']>[];
  readonly consents: readonly Entry<ProfileState['consents']>[];
  readonly memberships: readonly Entry<ProfileState['memberships']>[];
  readonly dues: readonly Entry<ProfileState['dues']>[];
  readonly quarantined: boolean;
  readonly identifiers: readonly IdentifierSnapshot[];
}

export interface IdentifierSnapshot {
  readonly identifierId: string;
  readonly type: string | null;
  readonly folds: readonly Entry<IdentifierState['folds']>[];
  readonly lists: readonly string[];
}

type Entry<M> = M extends Map<infer K, infer V> ? readonly [K, V] : never;

export function snapshotOf(memory: SegmentMemory, profile: ProfileState): ProfileSnapshot {
  return {
    profileId: profile.profileId,
    values: [...profile.values],
    consents: [...profile.consents],
    memberships: [...profile.memberships],
    dues: [...profile.dues],
    quarantined: profile.quarantined,
    identifiers: memory.identifiersOf(profile).map(({ identifierId, type, folds, lists }) => ({
      identifierId,
      type,
      folds: [...folds],
      lists: [...lists],
    })),
  };
}

/** Puts a profile back as it was. */
export function restoreProfile(memory: SegmentMemory, snapshot: ProfileSnapshot): void {
  const { profileId, values, consents, memberships, dues, quarantined, identifiers } = snapshot;
  memory.profiles.set(profileId, {
    profileId,
    identifierIds: new Set(identifiers.map(({ identifierId }) => identifierId)),
    values: new Map(values),
    consents: new Map(consents),
    memberships: new Map(memberships),
    dues: new Map(dues),
    quarantined,
  });
  for (const { identifierId, type, folds, lists } of identifiers) {
    memory.identifiers.set(identifierId, {
      identifierId,
      type,
      profileId,
      folds: new Map(folds),
      lists: new Set(lists),
    });
  }
}
