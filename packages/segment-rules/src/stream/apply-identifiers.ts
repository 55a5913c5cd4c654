import type { IdentifierChange } from '../facts/entry.ts';
import type { IdentifierState, ProfileState } from './memory.ts';
import type { Working } from './working.ts';

/** When the memberships that a profile takes over began: by profile, then segment, milliseconds. */
export type Inherited = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Moves identifiers with their states. Profiles that lose their last one are gone and leave their segments. */
export function applyIdentifiers(working: Working, changes: readonly IdentifierChange[]): Inherited {
  const { memory, touched } = working;
  const moved: { readonly from: ProfileState; readonly to: string }[] = [];
  for (const { identifierId, type, to } of changes) {
    const known = memory.identifiers.get(identifierId);
    const identifier: IdentifierState = known ?? {
      identifierId,
      type,
      profileId: to,
      folds: new Map(),
      lists: new Set(),
    };
    if (known === undefined) memory.identifiers.set(identifierId, identifier);
    else {
      const from = memory.profile(known.profileId);
      from.identifierIds.delete(identifierId);
      moved.push({ from, to });
      touched.all(from.profileId);
    }
    identifier.profileId = to;
    memory.profile(to).identifierIds.add(identifierId);
    touched.all(to);
  }
  return inherit(working, moved);
}

function inherit(
  { memory, segments, emit, depart }: Working,
  moved: readonly { readonly from: ProfileState; readonly to: string }[],
): Inherited {
  const inherited = new Map<string, Map<string, number>>();
  for (const { from, to } of moved) {
    if (from.identifierIds.size > 0) continue;
    const begun = inherited.get(to) ?? new Map<string, number>();
    inherited.set(to, begun);
    for (const [segmentId, { enteredAt }] of from.memberships) {
      begun.set(segmentId, Math.min(enteredAt, begun.get(segmentId) ?? enteredAt));
    }
  }
  const gone = new Set(moved.map(({ from }) => from).filter(({ identifierIds }) => identifierIds.size === 0));
  for (const profile of [...gone].toSorted((a, b) => (a.profileId < b.profileId ? -1 : 1))) {
    const { profileId } = profile;
    memory.profiles.delete(profileId);
    for (const { segmentId, version } of segments.ordered) {
      if (!profile.memberships.has(segmentId)) continue;
      emit({ kind: 'EXITED', reason: 'MERGED', segmentId, version, profileId });
    }
    if (segments.leaveBatches(profileId)) depart({ profileId, reason: 'MERGED' });
  }
  return inherited;
}

/** Forgets identifiers with all that was kept of them; what is left of their profiles is evaluated again. */
export function eraseIdentifiers(
  { memory, segments, touched }: Working,
  identifierIds: readonly string[],
): void {
  for (const id of identifierIds) {
    const known = memory.identifiers.get(id);
    if (known === undefined) continue;
    memory.identifiers.delete(id);
    const profile = memory.profile(known.profileId);
    profile.identifierIds.delete(id);
    if (profile.identifierIds.size > 0) touched.all(profile.profileId);
    else {
      memory.profiles.delete(profile.profileId);
      segments.leaveBatches(profile.profileId);
    }
  }
}
