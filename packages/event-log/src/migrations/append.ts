import { sql, type Kysely } from 'kysely';

/**
 * The one statement that writes the accepted stream, and the one that reads it.
 *
 * `append` locks the tenant's head row first, so appends of one tenant follow one another and a position is visible
 * to readers only after all smaller ones; the lock ends with the statement, which is its own transaction. Under that
 * lock a look-up is enough to know what is new; the named keys stand behind it. If any entry is known already,
 * nothing is written and the known ones are returned: the caller sends the rest again.
 *
 * Plans are generic and by index, because fresh tables without statistics otherwise get scans that are kept.
 */
export async function createAppend(db: Kysely<unknown>): Promise<void> {
  await sql`create function event_log.enter_tenant(tenant text) returns void language plpgsql as $$
    begin
      if coalesce(current_setting('app.tenant_id', true), '') not in ('', tenant) then
        raise exception 'This transaction belongs to another tenant' using errcode = '42501';
      end if;
      perform set_config('role', 'c360_app', true), set_config('app.tenant_id', tenant, true);
    end $$`.execute(db);

  await sql`create function event_log.append(
      tenant text, clock bigint,
      event_ids uuid[], content_hashes uuid[], source_ids text[], kinds text[], message_ids text[],
      event_names text[], timestamps bigint[], original_timestamps bigint[], sent_ats bigint[],
      received_ats bigint[], value_places text[], identifier_types text[], mention_hashes text[], payloads text[],
      value_hashes uuid[], value_ids uuid[], value_types text[], value_texts text[],
      out first_position bigint, out known_places int[], out known_hashes uuid[], out known_positions bigint[]
    ) language plpgsql
    set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
    set plan_cache_mode = force_generic_plan
    as $$
    #variable_conflict use_column
    declare
      last_position bigint;
      new_logged_at bigint;
      found_ids uuid[];
    begin
      perform event_log.enter_tenant(tenant);
      select h.position,
             greatest(h.logged_at, coalesce(clock, floor(extract(epoch from clock_timestamp()) * 1000)::bigint))
        into last_position, new_logged_at
        from event_log.head h where h.tenant_id = tenant for update;
      if not found then
        raise exception 'Tenant % does not exist', tenant using errcode = 'P0002';
      end if;

      select array_agg(e.place), array_agg(u.content_hash), array_agg(u.position)
        into known_places, known_hashes, known_positions
        from unnest(event_ids) with ordinality e(id, place)
        cross join lateral (
          select k.content_hash, k.position from event_log.uniqueness k
          where k.tenant_id = tenant and k.event_id = e.id offset 0) u;
      if known_places is not null then
        return;
      end if;

      found_ids := array(
        select (select d.id from event_log.identifier_value d where d.tenant_id = tenant and d.value_hash = v.hash)
        from unnest(value_hashes) with ordinality v(hash, place) order by v.place);
      if array_position(found_ids, null) is not null then
        insert into event_log.identifier_value (tenant_id, id, type, value_hash, value)
          select tenant, v.id, v.type, v.hash, v.value
          from unnest(found_ids, value_ids, value_types, value_hashes, value_texts) v(found, id, type, hash, value)
          where v.found is null;
        found_ids := array(
          select coalesce(v.found, v.id)
          from unnest(found_ids, value_ids) with ordinality v(found, id, place) order by v.place);
      end if;

      insert into event_log.uniqueness (tenant_id, event_id, content_hash, position)
        select tenant, e.id, e.hash, last_position + e.place
        from unnest(event_ids, content_hashes) with ordinality e(id, hash, place);
      insert into event_log.accepted (tenant_id, position, logged_at, received_at, "timestamp", original_timestamp,
          sent_at, event_id, source_id, kind, event_name, message_id, identifier_ids, identifier_types,
          mention_hashes, payload)
        select tenant, last_position + e.place, new_logged_at, e.received_at, e.t, e.original_timestamp, e.sent_at,
          e.event_id, e.source_id, e.kind, e.event_name, e.message_id,
          array(select found_ids[n.value_place] from unnest(e.value_places::int[]) with ordinality n(value_place, rank)
            order by n.rank),
          e.types::text[], e.mentions::uuid[], e.payload
        from unnest(event_ids, source_ids, kinds, message_ids, event_names, timestamps, original_timestamps, sent_ats,
            received_ats, value_places, identifier_types, mention_hashes, payloads) with ordinality
          e(event_id, source_id, kind, message_id, event_name, t, original_timestamp, sent_at, received_at,
            value_places, types, mentions, payload, place);
      update event_log.head h set position = last_position + cardinality(event_ids), logged_at = new_logged_at
        where h.tenant_id = tenant;
      first_position := last_position + 1;
    end $$`.execute(db);

  await sql`create function event_log.read_accepted(tenant text, after bigint, amount int)
    returns setof event_log.accepted language plpgsql
    set enable_seqscan = off set enable_sort = off set plan_cache_mode = force_generic_plan
    as $$
    begin
      perform event_log.enter_tenant(tenant);
      return query select a.* from event_log.accepted a
        where a.tenant_id = tenant and a.position > after order by a.position limit amount;
    end $$`.execute(db);
}
