import type { TypeLimit } from '@customer360/tracking';
import type { Gate } from './fold-changes.ts';
import type { KeepApartPairs } from './keep-apart.ts';
import type { IdentifierSet, KnownIdentifier } from './known-identifier.ts';
import type { IdentityLimits } from './limits.ts';

/** What decides whether two sets may join. */
export interface GateRules {
  readonly limits: IdentityLimits;
  readonly keepApart: KeepApartPairs;
}

/** The first gate that refuses to join two sets, or null. `windowsAt` is null for commands: windows do not apply. */
export function findGate(
  rules: GateRules,
  a: IdentifierSet,
  v: IdentifierSet,
  join: { readonly makesAlias: boolean; readonly windowsAt: number | null },
): Gate | null {
  const { limits, keepApart } = rules;
  if (a.user !== null && v.user !== null && a.user !== v.user) return 'TWO_USERS';
  if (keepApart.separates(a, v)) return 'KEEP_APART';
  if (a.members.length + v.members.length > limits.maxIdentifiers) return 'IDENTIFIER_CAP';
  if (a.aliases + v.aliases + (join.makesAlias ? 1 : 0) > limits.maxMerges) return 'MERGE_CAP';
  if (join.windowsAt !== null && raisesTypeAboveLimit(limits, a, v, join.windowsAt)) return 'TYPE_LIMIT';
  return null;
}

/** Only a link that raises a type's count above its limit is refused: two sets that have none to add may join. */
function raisesTypeAboveLimit(
  limits: IdentityLimits,
  a: IdentifierSet,
  v: IdentifierSet,
  time: number,
): boolean {
  const [small, large] = a.members.length < v.members.length ? [a, v] : [v, a];
  const types = new Set(small.members.map((member) => member.birth.type));
  for (const type of types) {
    const limit = limits.types.get(type);
    if (limit === undefined) continue;
    const inSmall = countInWindow(small.members, type, limit, time);
    if (inSmall === 0) continue;
    const inLarge = countInWindow(large.members, type, limit, time);
    if (inLarge > 0 && inSmall + inLarge > limit.limit) return true;
  }
  return false;
}

function countInWindow(
  members: readonly KnownIdentifier[],
  type: string,
  { windowMs }: TypeLimit,
  time: number,
): number {
  let count = 0;
  for (const { birth } of members) {
    if (birth.type !== type) continue;
    if (windowMs === null || Math.abs(birth.firstSeenAt - time) < windowMs) count += 1;
  }
  return count;
}
