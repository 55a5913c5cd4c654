import type { BlockReason, OperatorDecision } from '../database.ts';

/** Least and greatest `t` of the events attributed to somebody, milliseconds. */
export interface SeenRange {
  readonly from: number;
  readonly to: number;
}

/** What never changes about an identifier, but for an erasure. */
export interface Birth {
  readonly id: string;
  readonly type: string;
  readonly isUser: boolean;
  readonly birthPosition: number;
  readonly birthRank: number;
  readonly birthEventId: string;
  readonly firstSeenAt: number;
  readonly ownProfileId: string;
  readonly remainderId: string;
  readonly remainderProfileId: string;
}

/** An identifier in working memory: its birth, what constrains it, and what the fold makes of it. */
export interface KnownIdentifier {
  readonly birth: Birth;
  operator: OperatorDecision | null;
  isPattern: boolean;
  /** Distinct user ids of its events that match no pattern, up to one more than the auto-block's limit. */
  userIds: readonly string[];
  blocked: BlockReason | null;
  seenWith: string | null;
  closedFrom: number | null;
  /** Seen times of the remainder of a closed value. */
  remainderSeen: SeenRange | null;
  /** Position and `t` of what made its own profile id an alias. */
  alias: { readonly position: number; readonly since: number } | null;
  set: IdentifierSet;
}

/** Identifiers that are held to be one person. */
export interface IdentifierSet {
  founder: KnownIdentifier;
  readonly members: KnownIdentifier[];
  /**
   * The one user id that is a member or that a member was seen with. There is never a second: an identifier that
   * somebody else uses is closed instead, and no gate lets two users join.
   */
  user: string | null;
  /** Merges: founders that lost. */
  aliases: number;
  seen: SeenRange | null;
}

export interface IdentifierConstraints {
  readonly operator: OperatorDecision | null;
  readonly isPattern: boolean;
  readonly userIds: readonly string[];
}

/** Why an identifier is blocked; the first reason that applies. */
export function blockReason(
  { operator, isPattern, userIds }: IdentifierConstraints,
  autoBlockUsers: number,
): BlockReason | null {
  if (operator === 'BLOCKED') return 'OPERATOR';
  if (operator === 'ALLOWED') return null;
  if (isPattern) return 'PATTERN';
  return userIds.length > autoBlockUsers ? 'AUTO' : null;
}

/** An identifier as it is at its birth: a set of its own. */
export function bear(
  birth: Birth,
  constraints: IdentifierConstraints & { readonly blocked: BlockReason | null },
): KnownIdentifier {
  const { operator, isPattern, userIds, blocked } = constraints;
  const fold = { seenWith: null, closedFrom: null, remainderSeen: null, alias: null };
  const alone = { members: [], user: birth.isUser ? birth.id : null, aliases: 0, seen: null };
  // The set and its founder name each other, so one of them has to come first.
  const set = alone as Omit<IdentifierSet, 'founder'> as IdentifierSet;
  const identifier: KnownIdentifier = { birth, operator, isPattern, userIds, blocked, ...fold, set };
  set.founder = identifier;
  set.members.push(identifier);
  return identifier;
}

export function profileIdOf(set: IdentifierSet): string {
  return set.founder.birth.ownProfileId;
}

/** True when the first was born before the second. */
export function isOlder(one: Birth, other: Birth): boolean {
  if (one.birthPosition !== other.birthPosition) return one.birthPosition < other.birthPosition;
  return one.birthRank < other.birthRank;
}

/** True when the first founds the union of two sets that they found: a user id does, else the older one. */
export function founds(one: KnownIdentifier, other: KnownIdentifier): boolean {
  if (one.birth.isUser !== other.birth.isUser) return one.birth.isUser;
  return isOlder(one.birth, other.birth);
}

export function widen(range: SeenRange | null, other: SeenRange | null): SeenRange | null {
  if (range === null || other === null) return range ?? other;
  if (range.from <= other.from && range.to >= other.to) return range;
  return { from: Math.min(range.from, other.from), to: Math.max(range.to, other.to) };
}
