import type { ResolvedEvent, SetChange, TraitChange } from '@customer360/event-log';
import type { IdentifierDocument, NameTraits } from '../store/documents.ts';
import { keyOf } from '../store/keys.ts';
import { noNames } from './profile-summary.ts';

/** What is known before a batch of everything that it names. */
export interface KnownIdentities {
  readonly identifiers: ReadonlyMap<string, IdentifierDocument>;
  /** Number of identifiers of profiles that may lose some. */
  readonly sizes: ReadonlyMap<string, number>;
}

/** What is said of a profile's name. */
export interface NameChange {
  /** True when nothing of what was said before holds any more. */
  readonly isAnew: boolean;
  readonly told: Partial<NameTraits>;
}

/** Who is who after a batch. */
export interface IdentityOutcome {
  /** All that were known and all that are new, without those that ceased. */
  readonly identifiers: ReadonlyMap<string, IdentifierDocument>;
  /** Those that differ or are new. */
  readonly changed: readonly string[];
  /** Those that were known and belong to another profile now. */
  readonly moved: readonly string[];
  readonly born: readonly string[];
  /** Those that were known and are no more. */
  readonly ceased: readonly string[];
  /** Profiles that were given an identifier and still have one. */
  readonly held: ReadonlySet<string>;
  /** Profiles without identifiers. */
  readonly gone: ReadonlySet<string>;
  readonly names: ReadonlyMap<string, NameChange>;
}

const NAME_TRAITS: ReadonlySet<string> = new Set(Object.keys(noNames));

/** Applies what the events say of identifiers, profiles and names, one after another. */
export function foldIdentities(
  tenantId: string,
  events: readonly ResolvedEvent[],
  known: KnownIdentities,
): IdentityOutcome {
  const identifiers = new Map(known.identifiers);
  const sizes = new Map(known.sizes);
  const names = new Map<string, NameChange>();
  const held = new Set<string>();
  const gone = new Set<string>();

  function assign({ identifierId, to }: SetChange, event: ResolvedEvent): string | null {
    const before = identifiers.get(identifierId);
    identifiers.set(identifierId, {
      ...(before ?? newIdentifier(tenantId, identifierId, event)),
      profileId: to,
    });
    sizes.set(to, (sizes.get(to) ?? 0) + 1);
    held.add(to);
    gone.delete(to);
    if (before === undefined) return null;
    sizes.set(before.profileId, (sizes.get(before.profileId) ?? 0) - 1);
    return before.profileId;
  }

  function cease(identifierId: string): string | null {
    const before = identifiers.get(identifierId);
    if (before === undefined) return null;
    identifiers.delete(identifierId);
    sizes.set(before.profileId, (sizes.get(before.profileId) ?? 0) - 1);
    return before.profileId;
  }

  function assignAll(event: ResolvedEvent): void {
    const left = [...event.setChanges.map((change) => assign(change, event)), ...event.ceased.map(cease)];
    for (const profileId of left) {
      if (profileId === null || (sizes.get(profileId) ?? 0) > 0) continue;
      gone.add(profileId);
      held.delete(profileId);
      // When it comes back, all its traits are told again.
      names.set(profileId, { isAnew: true, told: {} });
    }
  }

  function see({ identifierId, event }: ResolvedEvent): void {
    const seen = new Set(event.identifiers.map(({ id }) => id));
    if (identifierId !== null) seen.add(identifierId);
    for (const id of seen) {
      const before = identifiers.get(id);
      if (before === undefined) continue;
      const lastSeenAt = Math.max(before.lastSeenAt ?? event.time, event.time);
      identifiers.set(id, { ...before, firstSeenAt: before.firstSeenAt ?? event.time, lastSeenAt });
    }
  }

  function name({ profileId, trait, value }: TraitChange): void {
    if (!NAME_TRAITS.has(trait)) return;
    const { isAnew, told } = names.get(profileId) ?? { isAnew: false, told: {} };
    const text = typeof value === 'string' && value !== '' ? value : null;
    names.set(profileId, { isAnew, told: { ...told, [trait]: text } });
  }

  for (const event of events) {
    assignAll(event);
    if (isObservation(event)) see(event);
    for (const change of event.traitChanges) name(change);
  }
  const changed = [...identifiers.keys()].filter((id) => identifiers.get(id) !== known.identifiers.get(id));
  const moved = changed.filter((id) => {
    const before = known.identifiers.get(id);
    return before !== undefined && before.profileId !== identifiers.get(id)?.profileId;
  });
  const ceased = [...known.identifiers.keys()].filter((id) => !identifiers.has(id));
  const born = changed.filter((id) => !known.identifiers.has(id));
  return { identifiers, changed, moved, born, ceased, held, gone, names };
}

/** Golden name: the whole name where there is one, else its parts; null without either. */
export function goldenName({ name, firstName, lastName }: NameTraits): string | null {
  const parts = [firstName, lastName].filter((part) => part !== null).join(' ');
  return name ?? (parts === '' ? null : parts);
}

/** True for what an outside source said; what the system makes itself shows nobody. */
export function isObservation({ event }: ResolvedEvent): boolean {
  return (
    !event.sourceId.startsWith('internal:') && event.kind !== 'command' && event.kind !== 'configuration'
  );
}

function newIdentifier(tenantId: string, identifierId: string, { event }: ResolvedEvent): IdentifierDocument {
  return {
    _key: keyOf(tenantId, identifierId),
    tenantId,
    identifierId,
    // What is left of a shared value is carried by no event.
    type: event.identifiers.find(({ id }) => id === identifierId)?.type ?? null,
    profileId: '',
    firstSeenAt: null,
    lastSeenAt: null,
    degree: 0,
  };
}
