import { arrayParameter } from '@customer360/postgres';
import type { PageRequest } from '@customer360/subgraph';
import { sql, type Transaction } from 'kysely';
import type { ProfileDatabase } from '../../database.ts';
import { attributionsOf } from '../attributions.ts';
import type { SourceRecord } from './source-record.ts';

/** A source record with what orders it. */
export type ListedSourceRecord = SourceRecord & { readonly profileId: string; readonly position: number };

/** The records of each profile, newest first. */
export async function findSourceRecordPages(
  trx: Transaction<ProfileDatabase>,
  tenantId: string,
  { profileIds, request }: { readonly profileIds: readonly string[]; readonly request: PageRequest },
): Promise<ListedSourceRecord[]> {
  const [time, position] = request.after ?? [];
  const isAfter =
    time === undefined
      ? sql`true`
      : sql`(observed_at, position) < (${Number(time)}::bigint, ${Number(position)}::bigint)`;
  const { rows } = await sql<ListedSourceRecord>`
    select wanted.profile_id as "profileId", page.*
    from unnest(${arrayParameter(trx, 'uuid', profileIds)}) as wanted (profile_id)
    cross join lateral (
      select event_id as id, source_id as "sourceId", observed_at as "observedAt", received_at as "receivedAt",
        traits, position
      from (${attributionsOf(tenantId, sql.ref('wanted.profile_id'))}) as attribution (id)
      join profile.source_record on source_record.tenant_id = ${tenantId}
        and source_record.attribution_id = attribution.id
      where ${isAfter}
      order by observed_at desc, position desc
      limit ${request.first + 1}
    ) as page`.execute(trx);
  return rows;
}
