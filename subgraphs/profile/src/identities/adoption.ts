import type { BatchContext } from './batch-context.ts';
import { refreshBoundary } from './boundary.ts';
import type { Closure } from './closure.ts';
import type { Refolded } from './change.ts';
import { profileIdOf, type KnownIdentifier, type SeenRange } from './known-identifier.ts';
import type { Folded } from './refold.ts';

/** Makes what was folded anew the state in memory, and notes what has to be written. */
export async function adopt(context: BatchContext, refolded: Refolded): Promise<void> {
  const { memory, pending } = context;
  const { closure, before, after, change } = refolded;
  const inside = [...after.identifiers.values()].filter(
    ({ birth }) => closure.identifiers.get(birth.id)?.isBoundary === false,
  );
  for (const { birth } of inside) {
    const former = memory.identifier(birth.id);
    if (former !== undefined) memory.remove(former);
  }
  for (const identifier of inside) memory.add(identifier);
  for (const [a, b] of closure.keepApart) memory.keepApart.add(a, b);
  if (change.lifts !== undefined) memory.keepApart.remove(...change.lifts);
  if (change.keepApart !== undefined) memory.keepApart.add(...change.keepApart);

  for (const identifier of inside) {
    const former = before.identifiers.get(identifier.birth.id);
    if (former === undefined || stateOf(former) !== stateOf(identifier))
      pending.identifierIds.add(identifier.birth.id);
  }
  const formerProfiles = profileTexts(before, closure);
  const profiles = profileTexts(after, closure);
  for (const id of new Set([...formerProfiles.keys(), ...profiles.keys()])) {
    if (formerProfiles.get(id) !== profiles.get(id)) pending.profileIds.add(id);
  }
  await refreshBoundary(context, refolded);
}

/** All that a row keeps of what can change. */
function stateOf(identifier: KnownIdentifier): string {
  const { set, blocked, operator, isPattern, userIds, seenWith, closedFrom, alias } = identifier;
  return JSON.stringify([
    profileIdOf(set),
    blocked,
    operator,
    isPattern,
    userIds,
    seenWith,
    closedFrom,
    alias?.position,
  ]);
}

/** What the rows of the profiles keep, by profile id; nothing of the boundary, whose events are not all here. */
function profileTexts(folded: Folded, closure: Closure): Map<string, string> {
  const texts = new Map<string, string>();
  for (const { birth, set, closedFrom, remainderSeen } of folded.identifiers.values()) {
    if (closure.identifiers.get(birth.id)?.isBoundary !== false) continue;
    if (set.founder.birth === birth) {
      texts.set(
        birth.ownProfileId,
        `${set.members.length} ${set.founder.blocked !== null} ${rangeText(set.seen)}`,
      );
    }
    if (closedFrom !== null) texts.set(birth.remainderProfileId, rangeText(remainderSeen));
  }
  return texts;
}

function rangeText(range: SeenRange | null): string {
  return range === null ? '-' : `${range.from} ${range.to}`;
}
