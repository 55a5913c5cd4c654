import type { ConsentPurpose } from '../configuration/configuration.ts';

export type ConsentStatus = 'GRANTED' | 'DENIED';

/** What one entry said of one purpose. Times are milliseconds. */
export interface ConsentStatement {
  readonly position: number;
  readonly eventId: string;
  readonly purpose: ConsentPurpose;
  readonly status: ConsentStatus;
  /** Identifier or remainder that the entry is attributed to. */
  readonly attributionId: string;
  readonly time: number;
  /** When a grant ends; null when it does not. */
  readonly expiresAt: number | null;
  /** A refusal's hold: everything that was one person with it when it was made. */
  readonly pins: readonly string[];
  /** A grant's reach: positions of the refusals of this purpose that it answers. */
  readonly overrides: readonly number[];
}

/** The decision of one profile on one purpose. */
export interface ConsentDecision {
  readonly status: ConsentStatus;
  /** When it turns into a denial, milliseconds; null when never. */
  readonly expiresAt: number | null;
  /** Time of the statement that decides, milliseconds. */
  readonly updatedAt: number;
}

function expiryOf(statement: ConsentStatement): number {
  return statement.expiresAt ?? Number.POSITIVE_INFINITY;
}

/**
 * The decision that the applying statements of one purpose make, or null when there are none: granted until the
 * earliest of the grants' last expiry and, for each refusal, the last expiry of the grants that answer it.
 */
export function decide(statements: readonly ConsentStatement[]): ConsentDecision | null {
  if (statements.length === 0) return null;
  const grants = statements.filter((statement) => statement.status === 'GRANTED');
  const refusals = statements.filter((statement) => statement.status === 'DENIED');
  const denying = refusals.filter(
    (refusal) => !grants.some((grant) => grant.overrides.includes(refusal.position)),
  );
  if (grants.length === 0 || denying.length > 0) {
    return { status: 'DENIED', expiresAt: null, updatedAt: latestTime(denying) };
  }
  const ends = refusals.map((refusal) =>
    Math.max(...grants.filter((grant) => grant.overrides.includes(refusal.position)).map(expiryOf)),
  );
  const until = Math.min(Math.max(...grants.map(expiryOf)), ...ends);
  return {
    status: 'GRANTED',
    expiresAt: until === Number.POSITIVE_INFINITY ? null : until,
    updatedAt: latestTime(grants),
  };
}

function latestTime(statements: readonly ConsentStatement[]): number {
  return Math.max(...statements.map((statement) => statement.time));
}

/** The status at a moment: a grant that has ended is a denial. */
export function statusAt(decision: ConsentDecision, now: number): ConsentStatus {
  return decision.status === 'GRANTED' && (decision.expiresAt === null || decision.expiresAt > now)
    ? 'GRANTED'
    : 'DENIED';
}

/** Positions of the applying refusals that a grant of this entry answers. */
export function overriddenBy(
  grant: { readonly position: number; readonly time: number },
  applying: readonly ConsentStatement[],
): number[] {
  return applying
    .filter((s) => s.status === 'DENIED' && s.position < grant.position && s.time <= grant.time)
    .map((s) => s.position)
    .toSorted((a, b) => a - b);
}
