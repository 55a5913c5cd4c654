import type { Transaction } from 'kysely';
import type { SegmentDatabase } from '../store/tables.ts';

/** Numbers of profiles that are in both of two segments, by `a b` with a < b; pairs without any are missing. */
export async function countShared(
  trx: Transaction<SegmentDatabase>,
  tenantId: string,
  segmentIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await trx
    .selectFrom('segment.membership as a')
    .innerJoin('segment.membership as b', (join) =>
      join
        .onRef('b.tenant_id', '=', 'a.tenant_id')
        .onRef('b.profile_id', '=', 'a.profile_id')
        .onRef('b.segment_id', '>', 'a.segment_id'),
    )
    .select((eb) => ['a.segment_id as a', 'b.segment_id as b', eb.fn.countAll<number>().as('members')])
    .where('a.tenant_id', '=', tenantId)
    .where('a.segment_id', 'in', segmentIds)
    .where('b.segment_id', 'in', segmentIds)
    .groupBy(['a.segment_id', 'b.segment_id'])
    .execute();
  return new Map(rows.map(({ a, b, members }) => [`${a} ${b}`, members]));
}
