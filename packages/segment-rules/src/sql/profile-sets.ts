import type { Expression } from 'kysely';

/** Profiles as a subquery of ids: those of it, or all others. */
export interface ProfileSet {
  readonly ids: Expression<string>;
  /** True when the condition holds for the profiles that are not in it. */
  readonly isComplement: boolean;
}

/** A query of one column of ids. */
interface IdQuery {
  readonly $asScalar: () => Expression<string>;
}

export function within(query: IdQuery): ProfileSet {
  return { ids: query.$asScalar(), isComplement: false };
}

export function outside(query: IdQuery): ProfileSet {
  return { ids: query.$asScalar(), isComplement: true };
}
