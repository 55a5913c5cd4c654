import type { Kysely, Transaction } from 'kysely';
import type { SegmentDatabase } from './tables.ts';

/** How far a tenant's stream is evaluated; null before its first entry. */
export interface Evaluated {
  readonly position: number;
  /** Milliseconds. */
  readonly clock: number;
  readonly sequence: number;
}

export async function findEvaluated(
  db: Kysely<SegmentDatabase>,
  tenantId: string,
): Promise<Evaluated | null> {
  const row = await db
    .selectFrom('segment.consumer')
    .select(['position', 'clock', 'sequence'])
    .where('tenant_id', '=', tenantId)
    .executeTakeFirst();
  return row ?? null;
}

/** The same for a transaction that moves it: others wait until it ends. Begins at 0. */
export async function lockEvaluated(trx: Transaction<SegmentDatabase>, tenantId: string): Promise<Evaluated> {
  await trx
    .insertInto('segment.consumer')
    .values({ tenant_id: tenantId, position: 0, clock: 0, sequence: 0 })
    .onConflict((row) => row.doNothing())
    .execute();
  return trx
    .selectFrom('segment.consumer')
    .select(['position', 'clock', 'sequence'])
    .where('tenant_id', '=', tenantId)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

export async function saveEvaluated(
  trx: Transaction<SegmentDatabase>,
  tenantId: string,
  evaluated: Evaluated,
): Promise<void> {
  await trx.updateTable('segment.consumer').set(evaluated).where('tenant_id', '=', tenantId).execute();
}

/** True when an event was set aside. */
export async function isParked(
  db: Kysely<SegmentDatabase>,
  tenantId: string,
  position: number,
): Promise<boolean> {
  const row = await db
    .selectFrom('segment.parked')
    .select('position')
    .where('tenant_id', '=', tenantId)
    .where('position', '=', position)
    .executeTakeFirst();
  return row !== undefined;
}

export async function countParked(db: Kysely<SegmentDatabase>, tenantId: string): Promise<number> {
  const { parked } = await db
    .selectFrom('segment.parked')
    .select((eb) => eb.fn.countAll<number>().as('parked'))
    .where('tenant_id', '=', tenantId)
    .executeTakeFirstOrThrow();
  return parked;
}

export async function insertParked(
  trx: Transaction<SegmentDatabase>,
  tenantId: string,
  {
    position,
    eventId,
    error,
    at,
  }: {
    readonly position: number;
    readonly eventId: string;
    readonly error: string;
    readonly at: number;
  },
): Promise<void> {
  await trx
    .insertInto('segment.parked')
    .values({ tenant_id: tenantId, position, event_id: eventId, error, parked_at: at })
    .onConflict((row) => row.doNothing())
    .execute();
}
