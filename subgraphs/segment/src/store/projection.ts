import type { SegmentProjection } from '@customer360/segment-rules';
import type { Kysely } from 'kysely';
import type { SegmentDatabase } from './tables.ts';

/** The database seen with the tables that rules are evaluated over. */
export function projectionOf(db: Kysely<SegmentDatabase>): Kysely<SegmentProjection> {
  return db;
}
