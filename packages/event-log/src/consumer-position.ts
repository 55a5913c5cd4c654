import { arrayParameter, type AnyDatabase, type Database } from '@customer360/postgres';
import { sql, type RawBuilder, type Transaction } from 'kysely';
import type { EventLogDatabase } from './database.ts';
import type { Position } from './event-log.ts';

export interface ConsumerLag {
  readonly tenantId: string;
  /** Entries not consumed yet. */
  readonly entries: number;
  /** Age of the oldest of them; 0 when there is none. */
  readonly seconds: number;
}

/**
 * Locks a consumer's place in a tenant's log until the transaction ends: one writer per consumer and tenant. The commit
 * need not wait for the disk: what a crash takes is worked again from the log, to the same result.
 */
export async function lockPosition(
  trx: Transaction<EventLogDatabase>,
  tenantId: string,
  consumer: string,
): Promise<{ readonly position: Position; readonly parked: ReadonlySet<Position> }> {
  const find = () =>
    sql<{
      position: number;
      parked: number[];
    }>`select p.position, set_config('synchronous_commit', 'off', true), array(
        select k.position from event_log.parked k
        where k.tenant_id = p.tenant_id and k.consumer = p.consumer and k.position > p.position) as parked
      from event_log.consumer_position p
      where p.tenant_id = ${tenantId} and p.consumer = ${consumer} for update`.execute(trx);
  const { rows } = await find();
  const [row] = rows;
  if (row) return { position: row.position, parked: new Set(row.parked) };
  await trx
    .insertInto('event_log.consumer_position')
    .values({ tenant_id: tenantId, consumer, position: 0 })
    .onConflict((conflict) => conflict.constraint('consumer_position_pkey').doNothing())
    .execute();
  return lockPosition(trx, tenantId, consumer);
}

export async function movePosition(
  trx: Transaction<EventLogDatabase>,
  tenantId: string,
  consumer: string,
  position: Position,
): Promise<void> {
  await trx
    .updateTable('event_log.consumer_position')
    .set({ position })
    .where('tenant_id', '=', tenantId)
    .where('consumer', '=', consumer)
    .execute();
}

/** Last position that the consumer has worked; 0 before the first. */
export async function readPosition(
  database: Database<EventLogDatabase>,
  tenantId: string,
  consumer: string,
): Promise<Position> {
  const row = await database.inTenant(tenantId, (trx) =>
    trx
      .selectFrom('event_log.consumer_position')
      .select('position')
      .where('tenant_id', '=', tenantId)
      .where('consumer', '=', consumer)
      .executeTakeFirst(),
  );
  return row?.position ?? 0;
}

/** Tenants whose log goes on after the consumer's position, with that position. */
export async function findTenantsBehind(
  database: Database<EventLogDatabase>,
  consumer: string,
): Promise<{ readonly tenantId: string; readonly position: Position }[]> {
  const { rows } = await database.asSystem((trx) =>
    sql<{ tenantId: string; position: number }>`
      select h.tenant_id as "tenantId", coalesce(p.position, 0) as position
      from event_log.head h
      left join event_log.consumer_position p on p.tenant_id = h.tenant_id and p.consumer = ${consumer}
      where h.position > coalesce(p.position, 0)`.execute(trx),
  );
  return rows;
}

export async function readLag(
  database: Database<EventLogDatabase>,
  consumer: string,
): Promise<ConsumerLag[]> {
  return database.asSystem((trx) =>
    lagBehindLog(
      trx,
      sql`select tenant_id, position from event_log.consumer_position where consumer = ${consumer}`,
    ),
  );
}

/** The lag of a consumer whose positions are kept elsewhere. */
export async function readLagOf(
  database: Database<EventLogDatabase>,
  positions: ReadonlyMap<string, Position>,
): Promise<ConsumerLag[]> {
  return database.asSystem((trx) => {
    const tenants = arrayParameter(trx, 'text', [...positions.keys()]);
    const places = arrayParameter(trx, 'int8', [...positions.values()]);
    return lagBehindLog(trx, sql`select * from unnest(${tenants}, ${places}) k(tenant_id, position)`);
  });
}

/** `positions` gives (tenant_id, position); a tenant without one is at the beginning. */
async function lagBehindLog(
  trx: Transaction<EventLogDatabase>,
  positions: RawBuilder<unknown>,
): Promise<ConsumerLag[]> {
  // The next position is computed apart: behind row-level security a sum in the condition would keep the index out.
  const { rows } = await sql<ConsumerLag>`
      with place as materialized (
        select h.tenant_id, h.position - coalesce(p.position, 0) as entries, coalesce(p.position, 0) + 1 as next
        from event_log.head h
        left join (${positions}) p on p.tenant_id = h.tenant_id
      )
      select place.tenant_id as "tenantId", place.entries,
        coalesce(greatest(0, extract(epoch from clock_timestamp()) - (
          select a.logged_at from event_log.accepted a
          where a.tenant_id = place.tenant_id and a.position = place.next) / 1000.0), 0)::float8 as seconds
      from place
      order by place.tenant_id`.execute(trx);
  return rows;
}

/** Sends a consumer back to the beginning of a tenant's log; what it wrote is its owner's to clear first. */
export async function resetConsumer(
  database: AnyDatabase,
  tenantId: string,
  consumer: string,
): Promise<void> {
  await database.as<EventLogDatabase>().inTenant(tenantId, async (trx) => {
    await lockPosition(trx, tenantId, consumer);
    await movePosition(trx, tenantId, consumer, 0);
  });
}
