import { sql, type Transaction } from 'kysely';
import type { ProfileValueChange } from '../facts/entry.ts';
import { flattenValues } from '../facts/typed-value.ts';
import { inChunks } from './chunks.ts';
import type { SegmentProjection } from './tables.ts';
import { valueColumns } from './value-columns.ts';

/** The present values of traits, each with all that it has below it. */
export async function writeProfileValues(
  trx: Transaction<SegmentProjection>,
  tenantId: string,
  changes: readonly ProfileValueChange[],
): Promise<void> {
  const keyOf = ({ profileId, source, trait }: ProfileValueChange) =>
    JSON.stringify([profileId, source, trait]);
  const latest = [...new Map(changes.map((change) => [keyOf(change), change])).values()];
  await inChunks(latest, (chunk) =>
    trx
      .deleteFrom('segment.profile_value')
      .where('tenant_id', '=', tenantId)
      .where(
        sql<boolean>`(profile_id, source, trait) in (${sql.join(
          chunk.map(
            ({ profileId, source, trait }) =>
              sql`(cast(${profileId} as uuid), cast(${source} as text), cast(${trait} as text))`,
          ),
        )})`,
      )
      .execute(),
  );
  const rows = latest.flatMap((change) => rowsOf(tenantId, change));
  await inChunks(rows, (chunk) => trx.insertInto('segment.profile_value').values(chunk).execute());
}

/** A path leads into objects with dots, so a trait whose own name has one cannot be asked for and has no row. */
function rowsOf(tenantId: string, { profileId, source, trait, value, observedAt }: ProfileValueChange) {
  if (trait.includes('.')) return [];
  return [...flattenValues({ [trait]: value })].map(([path, typed]) => ({
    tenant_id: tenantId,
    profile_id: profileId,
    source,
    trait,
    path,
    observed_at: observedAt ?? 0,
    ...valueColumns(typed),
  }));
}
