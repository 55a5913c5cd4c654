import type { RuleEvent, SegmentEntry } from '../src/facts/entry.ts';
import { objectsIn, type Raw } from './raw.ts';

export interface Granted {
  readonly status: 'GRANTED' | 'DENIED';
  readonly expiresAt: number | null;
}

export interface Observed {
  readonly value: Raw;
  readonly observedAt: number;
}

/** Everything that is known after a prefix of the log. */
export interface World {
  readonly identifiers: Map<
    string,
    { readonly type: string | null; readonly firstSeenAt: number; profile: string }
  >;
  events: RuleEvent[];
  readonly consents: Map<string, Map<string, Granted>>;
  readonly computed: Map<string, Map<string, Observed>>;
  readonly lists: Map<string, Set<string>>;
  readonly batch: Map<string, ReadonlySet<string>>;
  readonly rules: Map<string, { readonly version: number; readonly rule: Raw }>;
  readonly quarantined: Set<string>;
}

export function emptyWorld(): World {
  return {
    identifiers: new Map(),
    events: [],
    consents: new Map(),
    computed: new Map(),
    lists: new Map(),
    batch: new Map(),
    rules: new Map(),
    quarantined: new Set(),
  };
}

export function profilesOf(world: World): readonly string[] {
  return [...new Set([...world.identifiers.values()].map(({ profile }) => profile))].toSorted();
}

export function identifiersOf(world: World, profile: string): readonly string[] {
  return [...world.identifiers].filter(([, one]) => one.profile === profile).map(([id]) => id);
}

/** What one entry removed or refused. */
export interface Gone {
  /** Profiles that gave their last identifier to another. */
  readonly merged: readonly string[];
  /** Profiles that were erased whole. */
  readonly erased: readonly string[];
  readonly archived: readonly string[];
  readonly refused: readonly string[];
}

/** Takes one entry over. */
export function learn(world: World, entry: SegmentEntry): Gone {
  const before = profilesOf(world);
  const { archived, refused } = learnSegments(world, entry);
  for (const id of entry.erased) {
    world.identifiers.delete(id);
    for (const list of world.lists.values()) list.delete(id);
  }
  world.events = world.events.filter((event) => !entry.erased.includes(event.identifierId));
  const unerased = new Set(profilesOf(world));
  for (const { identifierId, type, firstSeenAt, to } of entry.identifierChanges) {
    const known = world.identifiers.get(identifierId);
    if (known) known.profile = to;
    else world.identifiers.set(identifierId, { type, firstSeenAt, profile: to });
  }
  const after = new Set(profilesOf(world));
  const gone = before.filter((profile) => !after.has(profile));
  for (const profile of gone) {
    world.consents.delete(profile);
    world.computed.delete(profile);
    world.quarantined.delete(profile);
  }
  learnQuarantine(world, entry, gone);
  learnFacts(world, entry);
  return {
    merged: gone.filter((profile) => unerased.has(profile)),
    erased: gone.filter((profile) => !unerased.has(profile)),
    archived,
    refused,
  };
}

/** Whoever is gone or in quarantine is in no batch segment until the next recompute. */
function learnQuarantine(world: World, entry: SegmentEntry, gone: readonly string[]): void {
  for (const { profileId, quarantined } of entry.quarantineChanges) {
    if (gone.includes(profileId)) continue;
    if (quarantined) world.quarantined.add(profileId);
    else world.quarantined.delete(profileId);
  }
  for (const [segmentId, members] of world.batch) {
    const staying = [...members].filter((id) => !gone.includes(id) && !world.quarantined.has(id));
    world.batch.set(segmentId, new Set(staying));
  }
}

function learnFacts(world: World, entry: SegmentEntry): void {
  for (const { eventId, to } of entry.reattributed) {
    world.events = world.events.map((one) => (one.eventId === eventId ? { ...one, identifierId: to } : one));
  }
  if (entry.event !== null && !entry.event.source.startsWith('internal:')) world.events.push(entry.event);
  for (const { profileId, source, trait, value, observedAt } of entry.traitChanges) {
    if (source !== 'computed') continue;
    const values = world.computed.get(profileId) ?? new Map<string, Observed>();
    world.computed.set(profileId, values);
    if (value === null) values.delete(trait);
    // Generated values are JSON.
    else values.set(trait, { value: value as Raw, observedAt: observedAt ?? 0 });
  }
  for (const { profileId, purpose, status, expiresAt } of entry.consentChanges) {
    const consents = world.consents.get(profileId) ?? new Map<string, Granted>();
    world.consents.set(profileId, consents.set(purpose, { status, expiresAt }));
  }
  for (const { listId, change, identifierIds } of entry.listChanges) {
    const list = world.lists.get(listId) ?? new Set<string>();
    world.lists.set(listId, list);
    for (const id of identifierIds) {
      if (change === 'ADDED') list.add(id);
      else for (const one of identifiersOf(world, world.identifiers.get(id)?.profile ?? '')) list.delete(one);
    }
  }
}

function learnSegments(world: World, entry: SegmentEntry): Pick<Gone, 'archived' | 'refused'> {
  const archived: string[] = [];
  const refused: string[] = [];
  for (const change of entry.segmentChanges) {
    const { segmentId } = change;
    if (change.kind === 'RECOMPUTED') {
      if (world.rules.has(segmentId)) refused.push(segmentId);
      else world.batch.set(segmentId, new Set(change.profileIds));
    } else if (change.kind === 'ARCHIVED') {
      const isAsked = [...world.rules.values()].some(({ rule }) => asksFor(rule).includes(segmentId));
      if (isAsked) refused.push(segmentId);
      else {
        if (world.rules.delete(segmentId)) archived.push(segmentId);
        world.batch.delete(segmentId);
      }
    } else {
      // Generated rules are JSON.
      const rule = change.rule as Raw;
      if (world.batch.has(segmentId) || !isSound(world, segmentId, rule, [])) refused.push(segmentId);
      else world.rules.set(segmentId, { version: change.version, rule });
    }
  }
  return { archived, refused };
}

function asksFor(rule: Raw): readonly string[] {
  return objectsIn(rule).flatMap((one) => (typeof one['in_segment'] === 'string' ? [one['in_segment']] : []));
}

/** True when every path through in_segment ends, in segments that exist, and none leads back. */
function isSound(world: World, segmentId: string, rule: Raw, seen: readonly string[]): boolean {
  return asksFor(rule).every((id) => {
    if (id === segmentId || seen.includes(id)) return false;
    if (world.batch.has(id)) return true;
    const target = world.rules.get(id);
    return target !== undefined && isSound(world, segmentId, target.rule, [...seen, id]);
  });
}
