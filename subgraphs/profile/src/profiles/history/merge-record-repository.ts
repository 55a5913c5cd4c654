import { arrayParameter } from '@customer360/postgres';
import type { PageRequest } from '@customer360/subgraph';
import { sql, type Transaction } from 'kysely';
import type { ProfileDatabase } from '../../database.ts';
import type { MergeRecord } from './merge-record.ts';

/** A merge record with what orders it. */
export type ListedMergeRecord = MergeRecord & { readonly profileId: string; readonly position: number };

const columns = sql`id, kind, rule, winner_id as "winnerId", loser_id as "loserId",
  trigger_event_id as "triggerEventId", evidence_event_id as "evidenceEventId",
  occurred_at as "occurredAt", active, trigger_position as position`;

/** The records that name an id of each profile, present or former, newest first. */
export async function findMergeRecordPages(
  trx: Transaction<ProfileDatabase>,
  tenantId: string,
  { profileIds, request }: { readonly profileIds: readonly string[]; readonly request: PageRequest },
): Promise<ListedMergeRecord[]> {
  const [position, id] = request.after ?? [];
  const isAfter =
    position === undefined
      ? sql`true`
      : sql`(trigger_position, id) < (${Number(position)}::bigint, ${String(id)}::uuid)`;
  const named = sql`
    select wanted.profile_id as id
    union
    select own_profile_id from profile.identifier
    where tenant_id = ${tenantId} and identifier.profile_id = wanted.profile_id`;
  const { rows } = await sql<ListedMergeRecord>`
    select wanted.profile_id as "profileId", page.*
    from unnest(${arrayParameter(trx, 'uuid', profileIds)}) as wanted (profile_id)
    cross join lateral (
      select ${columns} from profile.merge_record
      where tenant_id = ${tenantId} and ${isAfter}
        and (winner_id in (${named}) or loser_id in (${named}))
      order by trigger_position desc, id desc
      limit ${request.first + 1}
    ) as page`.execute(trx);
  return rows;
}
