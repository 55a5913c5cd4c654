import type { Kysely } from 'kysely';
import type { SegmentProjection } from '../projection/tables.ts';
import type { SegmentRule } from '../rule/rule.ts';

/** Tables under the names that the queries of this folder give them. */
export type ProjectionReader = Kysely<SegmentProjection>;

/** Whom and when a rule is evaluated for. */
export interface SqlScope {
  readonly db: ProjectionReader;
  readonly tenantId: string;
  /** Moment of evaluation, milliseconds: events after it do not count. */
  readonly at: number;
  /** The rules in force, null for batch segments. */
  readonly rules: ReadonlyMap<string, SegmentRule | null>;
  /** Evaluates one profile only; null for all. */
  readonly profileId: string | null;
}
