import type { Fact, FoldChanges, LinkRule } from './fold-changes.ts';
import { findGate, type GateRules } from './gates.ts';
import { founds, profileIdOf, widen, type IdentifierSet, type KnownIdentifier } from './known-identifier.ts';

/** Where a fold stands: the entry that it folds. */
export interface FoldPoint {
  readonly position: number;
  readonly time: number;
  readonly eventId: string;
}

/** One entry on its way into a state. */
export interface Folding {
  readonly rules: GateRules;
  readonly point: FoldPoint;
  /** Takes what the fold does. */
  readonly changes: FoldChanges;
}

/** Folds one event with its ordered identifiers, all of them born. */
export function foldEvent(folding: Folding, identifiers: readonly KnownIdentifier[]): void {
  const user = identifiers.find((identifier) => identifier.birth.isUser && identifier.blocked === null);
  // Whoever else uses a value is found for all values first, then the rest is linked.
  const usable: KnownIdentifier[] = [];
  for (const identifier of identifiers) {
    if (identifier.blocked !== null || identifier.closedFrom !== null) continue;
    if (user !== undefined && identifier !== user && !remember(folding, user, identifier)) continue;
    usable.push(identifier);
  }
  const [anchor, ...others] = usable;
  if (anchor === undefined) return;
  for (const identifier of others) if (anchor.set !== identifier.set) link(folding, anchor, identifier);
}

/** Folds an accepted merge command: it links unless it is dormant. */
export function foldMerge(folding: Folding, [x, y]: readonly [KnownIdentifier, KnownIdentifier]): void {
  if (x.blocked !== null || y.blocked !== null || x.set === y.set) return;
  const gate = findGate(folding.rules, x.set, y.set, { makesAlias: true, windowsAt: null });
  if (gate === null) join(folding, 'MERGE_COMMAND', x, y);
}

/** Remembers who used a value; closes it, and answers false, when somebody else did before. */
function remember({ point, changes }: Folding, user: KnownIdentifier, identifier: KnownIdentifier): boolean {
  const { set } = identifier;
  if (set.user !== null && set.user !== user.birth.id) {
    identifier.closedFrom = point.position;
    changes.closed.push(identifier);
    changes.facts.push(refusal(point, 'SHARED_VALUE', user.set, set));
    return false;
  }
  if (identifier.seenWith === null) {
    identifier.seenWith = user.birth.id;
    set.user = user.birth.id;
    changes.touched.add(identifier);
  }
  return true;
}

function link(folding: Folding, anchor: KnownIdentifier, identifier: KnownIdentifier): void {
  const { rules, point, changes } = folding;
  const makesAlias = loserOf(anchor.set, identifier.set).founder.birth.birthPosition < point.position;
  const gate = findGate(rules, anchor.set, identifier.set, { makesAlias, windowsAt: point.time });
  if (gate === null) join(folding, 'SHARED_EVENT', anchor, identifier);
  else changes.facts.push(refusal(point, gate, anchor.set, identifier.set));
}

function loserOf(a: IdentifierSet, v: IdentifierSet): IdentifierSet {
  return founds(a.founder, v.founder) ? v : a;
}

function join({ point, changes }: Folding, rule: LinkRule, a: KnownIdentifier, b: KnownIdentifier): void {
  const { position, time, eventId } = point;
  const loser = loserOf(a.set, b.set);
  const winner = loser === a.set ? b.set : a.set;
  const formerProfileId = profileIdOf(loser);
  const former = loser.founder;
  for (const member of loser.members) {
    if (!changes.moved.has(member)) changes.moved.set(member, formerProfileId);
  }
  const evidence = { evidence: position, evidenceEventId: eventId, evidenceAt: time };
  changes.links.push({ a: a.birth.id, b: b.birth.id, ...evidence, rule });
  const union = unite(winner, loser);
  // Identifiers born in the same event never made a profile that anyone saw.
  if (former.birth.birthPosition < position) {
    former.alias = { position, since: time };
    union.aliases += 1;
    const merged = { evidence: position, evidenceEventId: eventId, kind: 'MERGED', rule } as const;
    changes.facts.push({ ...merged, winner: profileIdOf(union), loser: formerProfileId });
  }
  changes.onJoin?.(union, formerProfileId);
}

/** Moves the smaller set's members into the larger one, which answers for both. */
function unite(winner: IdentifierSet, loser: IdentifierSet): IdentifierSet {
  const [union, rest] = winner.members.length < loser.members.length ? [loser, winner] : [winner, loser];
  union.founder = winner.founder;
  union.user ??= rest.user;
  union.aliases += rest.aliases;
  union.seen = widen(union.seen, rest.seen);
  for (const member of rest.members) {
    member.set = union;
    union.members.push(member);
  }
  return union;
}

function refusal(point: FoldPoint, rule: Fact['rule'], winner: IdentifierSet, loser: IdentifierSet): Fact {
  return {
    evidence: point.position,
    evidenceEventId: point.eventId,
    kind: 'REFUSED',
    rule,
    winner: profileIdOf(winner),
    loser: profileIdOf(loser),
  };
}
