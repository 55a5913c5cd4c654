import type { QuarantineChange, Reattribution, SetChange } from '@customer360/event-log';
import type { Closure } from './closure.ts';
import { factKey, linkKey, type Fact, type Link } from './fold-changes.ts';
import { profilesByAttribution, quarantinedProfiles, type Folded } from './refold.ts';
import type { Absorption } from './step.ts';
import { byProfileId } from './step-changes.ts';

/** What is different between two states of one closure. */
export interface Difference {
  readonly retracted: readonly Link[];
  readonly linked: readonly Link[];
  /** MERGED facts that do not hold any more. */
  readonly undone: readonly Fact[];
  readonly facts: readonly Fact[];
  readonly setChanges: readonly SetChange[];
  /** Remainders that are no more, in order. */
  readonly ceased: readonly string[];
  readonly reattributed: readonly Reattribution[];
  readonly quarantineChanges: readonly QuarantineChange[];
  readonly absorbed: readonly Absorption[];
  readonly rebuilt: readonly string[];
}

/** Compares two states; the second one may have folded further observations at the end. */
export function compareFolds(closure: Closure, before: Folded, after: Folded): Difference {
  const facts = missingFrom(before.changes.facts, after.changes.facts, factKey);
  const undone = missingFrom(after.changes.facts, before.changes.facts, factKey);
  const profilesBefore = profilesByAttribution(before);
  const profilesAfter = profilesByAttribution(after);
  const reattributed = findReattributed(closure, before, after);
  return {
    retracted: missingFrom(after.changes.links, before.changes.links, linkKey),
    linked: missingFrom(before.changes.links, after.changes.links, linkKey),
    undone: undone.filter(({ kind }) => kind === 'MERGED'),
    facts,
    setChanges: findSetChanges(profilesBefore, profilesAfter),
    ceased: [...profilesBefore.keys()].filter((id) => !profilesAfter.has(id)).toSorted(),
    reattributed,
    quarantineChanges: findQuarantineChanges(quarantinedProfiles(before), quarantinedProfiles(after)),
    ...findProfileChanges(profilesBefore, profilesAfter, reattributed),
  };
}

/** Items of `there` that are not in `here`, each once. */
function missingFrom<T>(here: readonly T[], there: readonly T[], keyOf: (item: T) => string): T[] {
  const known = new Set(here.map(keyOf));
  return there.filter((item) => {
    const key = keyOf(item);
    if (known.has(key)) return false;
    known.add(key);
    return true;
  });
}

function findSetChanges(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): SetChange[] {
  return [...after]
    .map(([identifierId, to]) => ({ identifierId, from: before.get(identifierId) ?? null, to }))
    .filter(({ from, to }) => from !== to)
    .toSorted((one, other) => (one.identifierId < other.identifierId ? -1 : 1));
}

/** In log order, as the observations are. */
function findReattributed(closure: Closure, before: Folded, after: Folded): Reattribution[] {
  return closure.observations.flatMap(({ eventId }, index) => {
    const [from, to] = [before.attributions[index], after.attributions[index]];
    return from === undefined || to === undefined || from === to ? [] : [{ eventId, from, to }];
  });
}

/** Profiles that are quarantined in one of the two states only. */
function findQuarantineChanges(before: ReadonlySet<string>, after: ReadonlySet<string>): QuarantineChange[] {
  return [...new Set([...before, ...after])]
    .filter((profileId) => before.has(profileId) !== after.has(profileId))
    .map((profileId) => ({ profileId, quarantined: after.has(profileId) }))
    .toSorted(byProfileId);
}

/** Profiles that another one took over as they were, and those that must be computed anew. */
function findProfileChanges(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
  reattributed: readonly Reattribution[],
): { readonly absorbed: readonly Absorption[]; readonly rebuilt: readonly string[] } {
  const targets = new Map<string, Set<string | null>>();
  const sources = new Map<string, Set<string>>();
  for (const [id, profileId] of before) {
    const target = after.get(id) ?? null;
    addTo(targets, profileId, target);
    if (target !== null) addTo(sources, target, profileId);
  }
  const rebuilt = new Set<string>();
  for (const { from, to } of reattributed) {
    for (const profileId of [before.get(from), after.get(from), before.get(to), after.get(to)]) {
      if (profileId !== undefined) rebuilt.add(profileId);
    }
  }
  for (const [profileId, found] of targets) if (found.size > 1 || found.has(null)) rebuilt.add(profileId);
  spread(rebuilt, targets, sources);
  const absorbed = [...targets]
    .flatMap(([from, found]) => [...found].map((to) => ({ from, to: to ?? from })))
    .filter(({ from, to }) => from !== to && !rebuilt.has(from))
    .toSorted((one, other) => (one.from < other.from ? -1 : 1));
  return { absorbed, rebuilt: [...rebuilt].toSorted() };
}

/** Whoever gave to or took from a profile that is computed anew is computed anew, too. */
function spread(
  rebuilt: Set<string>,
  targets: ReadonlyMap<string, ReadonlySet<string | null>>,
  sources: ReadonlyMap<string, ReadonlySet<string>>,
): void {
  // A set is walked in the order of insertion, also over what is added on the way.
  for (const profileId of rebuilt) {
    for (const target of targets.get(profileId) ?? []) if (target !== null) rebuilt.add(target);
    for (const source of sources.get(profileId) ?? []) rebuilt.add(source);
  }
}

function addTo<T>(sets: Map<string, Set<T>>, key: string, value: T): void {
  const set = sets.get(key);
  if (set === undefined) sets.set(key, new Set([value]));
  else set.add(value);
}
