import { arrayParameter } from '@customer360/postgres';
import { sql, type Transaction } from 'kysely';
import type { ProfileDatabase } from '../database.ts';
import type { SeenRange } from './known-identifier.ts';

type Trx = Transaction<ProfileDatabase>;

export interface IdentifierList {
  readonly key: string;
  readonly identifierIds: readonly string[];
}

/** An event, as far as resolution needs it to fold it again. */
export interface Observation {
  readonly listKey: string;
  readonly position: number;
  readonly time: number;
  readonly eventId: string;
}

/** Keeps lists that may be known already. */
export async function saveLists(trx: Trx, tenantId: string, lists: readonly IdentifierList[]): Promise<void> {
  if (lists.length === 0) return;
  const keys = arrayParameter(
    trx,
    'uuid',
    lists.map(({ key }) => key),
  );
  const members = arrayParameter(
    trx,
    'text',
    lists.map(({ identifierIds }) => `{${identifierIds.join(',')}}`),
  );
  await sql`
    with new_list as (
      insert into profile.identifier_list (tenant_id, list_key, identifier_ids)
      select ${tenantId}, key, ids::uuid[] from unnest(${keys}, ${members}) as row (key, ids)
      on conflict do nothing
      returning list_key, identifier_ids
    )
    insert into profile.identifier_list_member (tenant_id, identifier_id, list_key)
    select distinct ${tenantId}, member.id, new_list.list_key
    from new_list cross join lateral unnest(new_list.identifier_ids) as member (id)`.execute(trx);
}

export async function saveObservations(
  trx: Trx,
  tenantId: string,
  observations: readonly Observation[],
): Promise<void> {
  if (observations.length === 0) return;
  await sql`
    insert into profile.observation (tenant_id, list_key, time, position, event_id)
    select ${tenantId}, row.* from unnest(
      ${arrayParameter(
        trx,
        'uuid',
        observations.map(({ listKey }) => listKey),
      )},
      ${arrayParameter(
        trx,
        'int8',
        observations.map(({ time }) => time),
      )},
      ${arrayParameter(
        trx,
        'int8',
        observations.map(({ position }) => position),
      )},
      ${arrayParameter(
        trx,
        'uuid',
        observations.map(({ eventId }) => eventId),
      )}
    ) as row (list_key, time, position, event_id)`.execute(trx);
}

/** All lists that carry one of the identifiers. */
export async function findLists(
  trx: Trx,
  tenantId: string,
  identifierIds: readonly string[],
): Promise<IdentifierList[]> {
  const { rows } = await sql<IdentifierList>`
    select list.list_key as key, list.identifier_ids as "identifierIds" from profile.identifier_list list
    where list.tenant_id = ${tenantId} and list.list_key = any(array(
      select distinct member.list_key from profile.identifier_list_member member
      where member.tenant_id = ${tenantId}
        and member.identifier_id = any(${arrayParameter(trx, 'uuid', identifierIds)})))`.execute(trx);
  return rows;
}

/** The events of some lists, in log order. */
export async function findObservations(
  trx: Trx,
  tenantId: string,
  listKeys: readonly string[],
): Promise<Observation[]> {
  const { rows } = await sql<Observation>`
    select list_key as "listKey", position, time, event_id as "eventId" from profile.observation
    where tenant_id = ${tenantId} and list_key = any(${arrayParameter(trx, 'uuid', listKeys)})
    order by position`.execute(trx);
  return rows;
}

/** Least and greatest `t` over the events of some lists. */
export async function findSeenRange(
  trx: Trx,
  tenantId: string,
  listKeys: readonly string[],
): Promise<SeenRange | null> {
  const { rows } = await sql<{ from: number | null; to: number | null }>`
    select min(time) as "from", max(time) as "to" from profile.observation
    where tenant_id = ${tenantId} and list_key = any(${arrayParameter(trx, 'uuid', listKeys)})`.execute(trx);
  const { from, to } = rows[0] ?? { from: null, to: null };
  return from === null || to === null ? null : { from, to };
}

/** Distinct user ids of the events that carry each identifier. */
export async function findUsersOf(
  trx: Trx,
  tenantId: string,
  identifierIds: readonly string[],
): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ id: string; users: string[] }>`
    select member.identifier_id as id, array_agg(distinct person.id) as users
    from profile.identifier_list_member member
    join profile.identifier_list list
      on list.tenant_id = member.tenant_id and list.list_key = member.list_key
    cross join lateral unnest(list.identifier_ids) as other (id)
    join profile.identifier person
      on person.tenant_id = member.tenant_id and person.id = other.id and person.type = 'user_id'
    where member.tenant_id = ${tenantId}
      and member.identifier_id = any(${arrayParameter(trx, 'uuid', identifierIds)})
    group by member.identifier_id`.execute(trx);
  return new Map(rows.map(({ id, users }) => [id, users]));
}
