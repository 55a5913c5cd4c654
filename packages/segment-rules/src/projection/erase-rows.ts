import type { Transaction } from 'kysely';
import type { SegmentProjection } from './tables.ts';
import { refreshProfiles } from './write-identifiers.ts';

/** Removes everything that hangs on identifiers; a profile that has no other is gone too. */
export async function eraseRows(
  trx: Transaction<SegmentProjection>,
  tenantId: string,
  identifierIds: readonly string[],
): Promise<void> {
  if (identifierIds.length === 0) return;
  await trx
    .deleteFrom('segment.event_value')
    .where('tenant_id', '=', tenantId)
    .where('event_id', 'in', (eb) =>
      eb
        .selectFrom('segment.event')
        .select('event_id')
        .where('tenant_id', '=', tenantId)
        .where('identifier_id', 'in', identifierIds),
    )
    .execute();
  for (const table of ['segment.event', 'segment.trait_observation', 'segment.list_entry'] as const) {
    await trx
      .deleteFrom(table)
      .where('tenant_id', '=', tenantId)
      .where('identifier_id', 'in', identifierIds)
      .execute();
  }
  const erased = await trx
    .deleteFrom('segment.identifier')
    .where('tenant_id', '=', tenantId)
    .where('identifier_id', 'in', identifierIds)
    .returning('profile_id as profileId')
    .execute();
  await refreshProfiles(trx, tenantId, [...new Set(erased.map(({ profileId }) => profileId))]);
}
