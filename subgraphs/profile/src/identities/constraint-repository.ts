import { arrayParameter } from '@customer360/postgres';
import { sql, type Transaction } from 'kysely';
import type { OperatorDecision, ProfileDatabase } from '../database.ts';

type Trx = Transaction<ProfileDatabase>;

/** An accepted merge command that was not revoked. */
export interface MergeCommand {
  readonly position: number;
  readonly eventId: string;
  readonly time: number;
  readonly pins: readonly [string, string];
}

/** A pair in its stored order: the smaller id first. */
export function orderedPair(x: string, y: string): readonly [string, string] {
  return x < y ? [x, y] : [y, x];
}

/** Keep-apart pairs with at least one end among the identifiers. */
export async function findKeepApart(
  trx: Trx,
  tenantId: string,
  identifierIds: readonly string[],
): Promise<(readonly [string, string])[]> {
  if (identifierIds.length === 0) return [];
  const ids = arrayParameter(trx, 'uuid', identifierIds);
  const { rows } = await sql<{ a: string; b: string }>`
    select a, b from profile.keep_apart where tenant_id = ${tenantId} and a = any(${ids})
    union
    select a, b from profile.keep_apart where tenant_id = ${tenantId} and b = any(${ids})`.execute(trx);
  return rows.map(({ a, b }) => [a, b]);
}

export async function isKeptApart(
  trx: Trx,
  tenantId: string,
  [a, b]: readonly [string, string],
): Promise<boolean> {
  const row = await trx
    .selectFrom('profile.keep_apart')
    .select('position')
    .where('tenant_id', '=', tenantId)
    .where('a', '=', a)
    .where('b', '=', b)
    .executeTakeFirst();
  return row !== undefined;
}

/** Live merge commands that pin one of the identifiers, in log order. */
export async function findMerges(
  trx: Trx,
  tenantId: string,
  identifierIds: readonly string[],
): Promise<MergeCommand[]> {
  if (identifierIds.length === 0) return [];
  const ids = arrayParameter(trx, 'uuid', identifierIds);
  const { rows } = await sql<{ position: number; eventId: string; time: number; a: string; b: string }>`
    select position, event_id as "eventId", time, a, b from profile.merge
    where tenant_id = ${tenantId} and revoked_at is null and (a = any(${ids}) or b = any(${ids}))
    order by position`.execute(trx);
  return rows.map(({ a, b, ...merge }) => ({ ...merge, pins: [a, b] }));
}

/** The merge command at a position, revoked or not. */
export async function findMerge(
  trx: Trx,
  tenantId: string,
  position: number,
): Promise<MergeCommand | undefined> {
  const row = await trx
    .selectFrom('profile.merge')
    .select(['position', 'event_id as eventId', 'time', 'a', 'b'])
    .where('tenant_id', '=', tenantId)
    .where('position', '=', position)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { a, b, ...merge } = row;
  return { ...merge, pins: [a, b] };
}

/** What operators said of identifiers. */
export async function findOperatorDecisions(
  trx: Trx,
  tenantId: string,
  identifierIds: readonly string[],
): Promise<Map<string, OperatorDecision>> {
  if (identifierIds.length === 0) return new Map();
  const { rows } = await sql<{ id: string; decision: OperatorDecision }>`
    select identifier_id as id, decision from profile.operator_decision
    where tenant_id = ${tenantId} and identifier_id = any(${arrayParameter(trx, 'uuid', identifierIds)})
  `.execute(trx);
  return new Map(rows.map(({ id, decision }) => [id, decision]));
}

/** Keeps or, for null, forgets what an operator said. */
export async function saveOperatorDecision(
  trx: Trx,
  tenantId: string,
  decided: {
    readonly identifierId: string;
    readonly decision: OperatorDecision | null;
    readonly position: number;
  },
): Promise<void> {
  const { identifierId, decision, position } = decided;
  if (decision === null) {
    await trx
      .deleteFrom('profile.operator_decision')
      .where('tenant_id', '=', tenantId)
      .where('identifier_id', '=', identifierId)
      .execute();
    return;
  }
  await trx
    .insertInto('profile.operator_decision')
    .values({ tenant_id: tenantId, identifier_id: identifierId, decision, position })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'identifier_id']).doUpdateSet({ decision, position }),
    )
    .execute();
}

export async function insertKeepApart(
  trx: Trx,
  tenantId: string,
  [a, b]: readonly [string, string],
  position: number,
): Promise<void> {
  await trx.insertInto('profile.keep_apart').values({ tenant_id: tenantId, a, b, position }).execute();
}

export async function deleteKeepApart(
  trx: Trx,
  tenantId: string,
  [a, b]: readonly [string, string],
): Promise<void> {
  await trx
    .deleteFrom('profile.keep_apart')
    .where('tenant_id', '=', tenantId)
    .where('a', '=', a)
    .where('b', '=', b)
    .execute();
}

export async function insertMerge(trx: Trx, tenantId: string, merge: MergeCommand): Promise<void> {
  const { position, eventId, time, pins } = merge;
  await trx
    .insertInto('profile.merge')
    .values({
      tenant_id: tenantId,
      position,
      event_id: eventId,
      time,
      a: pins[0],
      b: pins[1],
      revoked_at: null,
    })
    .execute();
}

export async function revokeMerge(
  trx: Trx,
  tenantId: string,
  position: number,
  revokedAt: number,
): Promise<void> {
  await trx
    .updateTable('profile.merge')
    .set({ revoked_at: revokedAt })
    .where('tenant_id', '=', tenantId)
    .where('position', '=', position)
    .execute();
}
