import type { ListChange, SegmentEntry } from '../facts/entry.ts';
import { flattenValues } from '../facts/typed-value.ts';
import type { ProfileState } from './memory.ts';
import { valueKey } from './verdicts.ts';
import type { Working } from './working.ts';

type ProfileFacts = Pick<SegmentEntry, 'traitChanges' | 'consentChanges' | 'listChanges'>;

/** Takes over what an entry says of profiles. */
export function applyFacts(
  working: Working,
  { traitChanges, consentChanges, listChanges }: ProfileFacts,
): void {
  const { touched, index } = working;
  for (const { profileId, source, trait, value } of traitChanges) {
    const { values } = present(working, profileId);
    for (const [key, stored] of values) {
      if (stored.trait === trait && key.startsWith(`${source} `)) values.delete(key);
    }
    // A path leads into objects with dots, so a trait whose own name has one cannot be asked for.
    if (!trait.includes('.')) {
      for (const [path, typed] of flattenValues({ [trait]: value })) {
        values.set(valueKey(source, path), { trait, value: typed });
      }
    }
    touched.add(profileId, index.segmentsFor(source, trait));
  }
  for (const { profileId, purpose, status, expiresAt } of consentChanges) {
    present(working, profileId).consents.set(purpose, { status, expiresAt });
    touched.add(profileId, index.segmentsFor('consent', purpose));
  }
  for (const change of listChanges) applyList(working, change);
}

function applyList({ memory, touched, index }: Working, { listId, change, identifierIds }: ListChange): void {
  for (const id of identifierIds) {
    const identifier = memory.identifier(id);
    const profile = memory.profile(identifier.profileId);
    if (change === 'ADDED') identifier.lists.add(listId);
    else for (const { lists } of memory.identifiersOf(profile)) lists.delete(listId);
    touched.add(profile.profileId, index.segmentsFor('list', listId));
  }
}

function present({ memory }: Working, profileId: string): ProfileState {
  const profile = memory.profiles.get(profileId);
  if (profile === undefined) throw new Error(`Profile ${profileId} has no identifier`);
  return profile;
}
