import { arrayParameter } from '@customer360/postgres';
import { sql, type Transaction } from 'kysely';
import type { ComputedTraitTables } from './tables.ts';
import type { TraitStates } from './trait-set.ts';

type Trx = Transaction<ComputedTraitTables>;

/** By identifier; those without a state are missing. */
export async function findTraitStates(
  trx: Trx,
  tenantId: string,
  identifierIds: readonly string[],
): Promise<Map<string, TraitStates>> {
  if (identifierIds.length === 0) return new Map();
  const rows = await trx
    .selectFrom('segment.trait_state')
    .select(['identifier_id as identifierId', 'states'])
    .where('tenant_id', '=', tenantId)
    .where(sql<boolean>`identifier_id = any(${arrayParameter(trx, 'uuid', identifierIds)})`)
    .execute();
  // Only `saveTraitStates` writes the column.
  return new Map(rows.map(({ identifierId, states }) => [identifierId, JSON.parse(states) as TraitStates]));
}

export async function saveTraitStates(
  trx: Trx,
  tenantId: string,
  states: ReadonlyMap<string, TraitStates>,
): Promise<void> {
  if (states.size === 0) return;
  const ids = arrayParameter(trx, 'uuid', [...states.keys()]);
  const texts = arrayParameter(
    trx,
    'text',
    [...states.values()].map((one) => JSON.stringify(one)),
  );
  await sql`insert into segment.trait_state (tenant_id, identifier_id, states)
    select ${tenantId}, s.id, s.states from unnest(${ids}, ${texts}) s(id, states)
    on conflict (tenant_id, identifier_id) do update set states = excluded.states`.execute(trx);
}

export async function deleteTraitStates(
  trx: Trx,
  tenantId: string,
  identifierIds: readonly string[],
): Promise<void> {
  if (identifierIds.length === 0) return;
  await trx
    .deleteFrom('segment.trait_state')
    .where('tenant_id', '=', tenantId)
    .where(sql<boolean>`identifier_id = any(${arrayParameter(trx, 'uuid', identifierIds)})`)
    .execute();
}
