import { KeepApartPairs } from './keep-apart.ts';
import { profileIdOf, type IdentifierSet, type KnownIdentifier } from './known-identifier.ts';
import type { Membership } from './step.ts';

/**
 * The part of a tenant's state that is in memory: sets are there as a whole or not at all, with the keep-apart pairs
 * of their members.
 */
export class IdentityMemory implements Membership {
  readonly keepApart = new KeepApartPairs();
  /** Keys of identifier lists that are known to be stored, by their text. */
  readonly storedLists = new Map<string, string>();
  readonly #identifiers = new Map<string, KnownIdentifier>();
  readonly #sets = new Map<string, IdentifierSet>();
  /** Closed identifiers by the attribution id and by the profile id of their remainders. */
  readonly #remainders = new Map<string, KnownIdentifier>();
  readonly #remainderProfiles = new Map<string, KnownIdentifier>();

  get size(): number {
    return this.#identifiers.size + this.storedLists.size;
  }

  identifier(id: string): KnownIdentifier | undefined {
    return this.#identifiers.get(id);
  }

  set(profileId: string): IdentifierSet | undefined {
    return this.#sets.get(profileId);
  }

  /** The closed identifier of a remainder's profile. */
  remainderOwner(profileId: string): KnownIdentifier | undefined {
    return this.#remainderProfiles.get(profileId);
  }

  /** Takes in an identifier whose set is complete. */
  add(identifier: KnownIdentifier): void {
    this.#identifiers.set(identifier.birth.id, identifier);
    this.#sets.set(profileIdOf(identifier.set), identifier.set);
    if (identifier.closedFrom !== null) this.close(identifier);
  }

  close(identifier: KnownIdentifier): void {
    this.#remainders.set(identifier.birth.remainderId, identifier);
    this.#remainderProfiles.set(identifier.birth.remainderProfileId, identifier);
  }

  rename(union: IdentifierSet, formerProfileId: string): void {
    this.#sets.delete(formerProfileId);
    this.#sets.set(profileIdOf(union), union);
  }

  /** Forgets what is known of an identifier, its set and its remainder. */
  remove(identifier: KnownIdentifier): void {
    const { birth, set } = identifier;
    this.#identifiers.delete(birth.id);
    if (this.#sets.get(profileIdOf(set)) === set) this.#sets.delete(profileIdOf(set));
    this.#remainders.delete(birth.remainderId);
    this.#remainderProfiles.delete(birth.remainderProfileId);
  }

  attributionsOf(profileId: string): readonly string[] {
    const set = this.#sets.get(profileId);
    if (set !== undefined) return set.members.map((member) => member.birth.id);
    const owner = this.#remainderProfiles.get(profileId);
    return owner === undefined ? [] : [owner.birth.remainderId];
  }

  profileOf(attributionId: string): string | null {
    const identifier = this.#identifiers.get(attributionId);
    if (identifier !== undefined) return profileIdOf(identifier.set);
    return this.#remainders.get(attributionId)?.birth.remainderProfileId ?? null;
  }
}
