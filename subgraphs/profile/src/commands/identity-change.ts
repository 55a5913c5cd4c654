/** What a change of identity did, or would do in a dry run. */
export interface IdentityChange {
  readonly kind: 'IdentityChange';
  /** Null in a dry run. */
  readonly position: number | null;
  readonly dryRun: boolean;
  readonly profileIds: readonly string[];
  /** At most `MAX_MOVES`. */
  readonly moves: readonly IdentifierMove[];
  readonly reattributedEvents: number;
  readonly warnings: readonly string[];
}

export const MAX_MOVES = 1_000;

/** An identifier that goes from one profile to another. */
export interface IdentifierMove {
  readonly identifierId: string;
  readonly type: string;
  readonly fromProfileId: string | null;
  readonly toProfileId: string;
}

/** Rules for people, by the name of the rule that refuses. */
export const refusals = {
  UNKNOWN_PROFILE: 'No profile has this id.',
  SAME_PROFILE: 'Both ids name one profile.',
  SAME_IDENTIFIER: 'Both ids name one identifier.',
  REMAINDER: 'One of the two is what is left of a shared value; it cannot be merged.',
  BLOCKED: 'One of the two stands for a blocked identifier.',
  TWO_USERS: 'The two have different user ids.',
  KEEP_APART: 'Other parts of the two are kept apart.',
  IDENTIFIER_CAP: 'The union would have too many identifiers.',
  MERGE_CAP: 'The union would have too many merges.',
  UNKNOWN_RECORD: 'No merge has this record id.',
  NOT_ACTIVE: 'The merge does not hold any more.',
  ALREADY_APART: 'The two are kept apart already.',
  ALREADY_BLOCKED: 'The identifier is blocked already.',
  NOT_BLOCKED: 'The identifier is not blocked.',
} as const;

export type IdentityRefusal = keyof typeof refusals;

/** A change of identity that a rule refuses. */
export interface IdentityRefused {
  readonly kind: 'IdentityRefused';
  readonly reason: IdentityRefusal;
  readonly message: string;
}

/** Throws for a reason that no rule has: the resolver and this table disagree. */
export function identityRefused(reason: string): IdentityRefused {
  if (!isRefusal(reason)) throw new Error(`unknown reason of a refusal: ${reason}`);
  return { kind: 'IdentityRefused', reason, message: refusals[reason] };
}

function isRefusal(reason: string): reason is IdentityRefusal {
  return Object.hasOwn(refusals, reason);
}
