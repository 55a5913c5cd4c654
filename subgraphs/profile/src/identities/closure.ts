import { arrayParameter } from '@customer360/postgres';
import { sql, type Transaction } from 'kysely';
import type { BlockReason, ProfileDatabase } from '../database.ts';
import { findKeepApart, findMerges, type MergeCommand } from './constraint-repository.ts';
import { findIdentifierRows, toBirth } from './identifier-repository.ts';
import type { Birth, IdentifierConstraints } from './known-identifier.ts';
import { findLists, findObservations, type Observation } from './observation-repository.ts';

/** An identifier as the evidence has it, before any fold. */
export interface ClosureIdentifier {
  readonly birth: Birth;
  readonly constraints: IdentifierConstraints;
  readonly blocked: BlockReason | null;
  /** True for a blocked value that only stands in lists of others: the closure does not go through it. */
  readonly isBoundary: boolean;
}

/** All evidence that a change of constraints can bear on. */
export interface Closure {
  readonly identifiers: ReadonlyMap<string, ClosureIdentifier>;
  readonly lists: ReadonlyMap<string, readonly string[]>;
  readonly observations: readonly Observation[];
  readonly merges: readonly MergeCommand[];
  readonly keepApart: readonly (readonly [string, string])[];
}

/**
 * Goes from the changed identifiers through all observations, refused ones too, and merges, but not through other
 * blocked values. Everything must be written before. `start` names only identifiers that are not blocked before or
 * not blocked after the change.
 */
export async function loadClosure(
  trx: Transaction<ProfileDatabase>,
  tenantId: string,
  start: readonly string[],
): Promise<Closure> {
  const reached = await findReached(trx, tenantId, start);
  const inside = reached.filter(({ conducts }) => conducts).map(({ id }) => id);
  const rows = await findIdentifierRows(
    trx,
    tenantId,
    reached.map(({ id }) => id),
  );
  const conducting = new Set(inside);
  const lists = await findLists(trx, tenantId, inside);
  const observations = await findObservations(
    trx,
    tenantId,
    lists.map(({ key }) => key),
  );
  return {
    identifiers: new Map(
      rows.map((row) => [
        row.id,
        {
          birth: toBirth(row),
          constraints: { operator: row.operator, isPattern: row.pattern_blocked, userIds: row.user_ids },
          blocked: row.blocked,
          isBoundary: !conducting.has(row.id),
        },
      ]),
    ),
    lists: new Map(lists.map(({ key, identifierIds }) => [key, identifierIds])),
    observations,
    merges: await findMerges(trx, tenantId, inside),
    keepApart: await findKeepApart(trx, tenantId, inside),
  };
}

async function findReached(
  trx: Transaction<ProfileDatabase>,
  tenantId: string,
  start: readonly string[],
): Promise<{ id: string; conducts: boolean }[]> {
  const ids = arrayParameter(trx, 'uuid', start);
  // Scalar sub-queries are look-ups by index whatever the planner expects of a recursion.
  const { rows } = await sql<{ id: string; conducts: boolean }>`
    with recursive reached (id, conducts) as (
      select id, true from unnest(${ids}) as started (id)
      union
      select next.id, next.id = any(${ids}) or (
        select identifier.blocked is null from profile.identifier
        where identifier.tenant_id = ${tenantId} and identifier.id = next.id)
      from reached
      cross join lateral (
        select unnest((
          select list.identifier_ids from profile.identifier_list list
          where list.tenant_id = ${tenantId} and list.list_key = member.list_key)) as id
        from profile.identifier_list_member member
        where member.tenant_id = ${tenantId} and member.identifier_id = reached.id
        union all
        select merge.b from profile.merge
        where merge.tenant_id = ${tenantId} and merge.a = reached.id and merge.revoked_at is null
        union all
        select merge.a from profile.merge
        where merge.tenant_id = ${tenantId} and merge.b = reached.id and merge.revoked_at is null
      ) as next
      where reached.conducts
    )
    select id, conducts from reached`.execute(trx);
  return rows;
}
