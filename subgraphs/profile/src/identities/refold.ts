import type { BlockReason } from '../database.ts';
import { attributedIdentifier, attributionId, isOnRemainder } from './attribution.ts';
import type { Closure, ClosureIdentifier } from './closure.ts';
import type { MergeCommand } from './constraint-repository.ts';
import { noChanges, type FoldChanges } from './fold-changes.ts';
import { foldEvent, foldMerge, type Folding } from './fold.ts';
import type { GateRules } from './gates.ts';
import { KeepApartPairs } from './keep-apart.ts';
import {
  bear,
  profileIdOf,
  widen,
  type IdentifierConstraints,
  type KnownIdentifier,
} from './known-identifier.ts';
import type { IdentityLimits } from './limits.ts';
import type { Observation } from './observation-repository.ts';

/** Constraints under which a closure is folded. */
export interface Constraints {
  readonly limits: IdentityLimits;
  readonly keepApart: readonly (readonly [string, string])[];
  readonly merges: readonly MergeCommand[];
  readonly blocked: (identifier: ClosureIdentifier) => {
    readonly constraints: IdentifierConstraints;
    readonly blocked: BlockReason | null;
  };
}

/** A closure folded from nothing. */
export interface Folded {
  readonly identifiers: ReadonlyMap<string, KnownIdentifier>;
  readonly changes: FoldChanges;
  /** Attribution id of each observation, in the order of the closure. */
  readonly attributions: readonly string[];
}

/** Walks the events and live merges of a closure in log order. */
export function refold(closure: Closure, constraints: Constraints): Folded {
  const rules: GateRules = {
    limits: constraints.limits,
    keepApart: new KeepApartPairs(constraints.keepApart),
  };
  const identifiers = new Map(
    [...closure.identifiers].map(([id, identifier]) => {
      const { constraints: own, blocked } = constraints.blocked(identifier);
      return [id, bear(identifier.birth, { ...own, blocked })] as const;
    }),
  );
  const known = (id: string): KnownIdentifier => {
    const identifier = identifiers.get(id);
    if (identifier === undefined) throw new Error(`identifier ${id} is not in the closure`);
    return identifier;
  };
  const lists = new Map([...closure.lists].map(([key, ids]) => [key, ids.map(known)] as const));
  const listOf = (key: string): readonly KnownIdentifier[] => lists.get(key) ?? [];
  const changes = noChanges();
  for (const item of inLogOrder(closure.observations, constraints.merges)) {
    const folding = { rules, point: item, changes };
    if ('listKey' in item) foldEvent(folding, listOf(item.listKey));
    else foldLiveMerge(folding, identifiers, item.pins);
  }
  return { identifiers, changes, attributions: attribute(closure.observations, listOf) };
}

/** A merge with a pin outside the closure has a blocked one: it is dormant. */
function foldLiveMerge(
  folding: Folding,
  identifiers: ReadonlyMap<string, KnownIdentifier>,
  [a, b]: readonly [string, string],
): void {
  const [x, y] = [identifiers.get(a), identifiers.get(b)];
  if (x !== undefined && y !== undefined) foldMerge(folding, [x, y]);
}

function* inLogOrder(
  observations: readonly Observation[],
  merges: readonly MergeCommand[],
): Generator<Observation | MergeCommand> {
  let next = 0;
  for (const observation of observations) {
    for (let merge = merges[next]; merge !== undefined && merge.position < observation.position;) {
      yield merge;
      merge = merges[++next];
    }
    yield observation;
  }
  yield* merges.slice(next);
}

/** Says whose every event is in the folded state, and widens seen times accordingly. */
function attribute(
  observations: readonly Observation[],
  listOf: (key: string) => readonly KnownIdentifier[],
): string[] {
  return observations.map(({ listKey, position, time }) => {
    const identifier = attributedIdentifier(listOf(listKey));
    if (identifier === null) throw new Error('an observation has identifiers');
    const seen = { from: time, to: time };
    if (isOnRemainder(identifier, position)) {
      identifier.remainderSeen = widen(identifier.remainderSeen, seen);
    } else {
      identifier.set.seen = widen(identifier.set.seen, seen);
    }
    return attributionId(identifier, position);
  });
}

/** The profile that holds an attribution id, by attribution id: identifiers and the remainders that exist. */
export function profilesByAttribution(folded: Folded): Map<string, string> {
  const profiles = new Map<string, string>();
  for (const { birth, set, closedFrom } of folded.identifiers.values()) {
    profiles.set(birth.id, profileIdOf(set));
    if (closedFrom !== null) profiles.set(birth.remainderId, birth.remainderProfileId);
  }
  return profiles;
}

/** The profiles of blocked values: each is a set of its own. */
export function quarantinedProfiles(folded: Folded): Set<string> {
  const blocked = [...folded.identifiers.values()].filter((identifier) => identifier.blocked !== null);
  return new Set(blocked.map(({ birth }) => birth.ownProfileId));
}
