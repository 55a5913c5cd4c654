import type { Transaction } from 'kysely';
import type { ProfileDatabase } from '../database.ts';

/**
 * How far the resolver has come, 0 at the beginning. Until the transaction ends no batch commits, so that all that it
 * reads is of one state.
 */
export async function holdResolvedPosition(
  trx: Transaction<ProfileDatabase>,
  tenantId: string,
): Promise<number> {
  const state = await trx
    .selectFrom('profile.resolver_state')
    .select('position')
    .where('tenant_id', '=', tenantId)
    .forShare()
    .executeTakeFirst();
  return state?.position ?? 0;
}

export async function saveResolverState(
  trx: Transaction<ProfileDatabase>,
  tenantId: string,
  state: { readonly position: number; readonly writer: string },
): Promise<void> {
  await trx
    .insertInto('profile.resolver_state')
    .values({ tenant_id: tenantId, ...state })
    .onConflict((conflict) => conflict.column('tenant_id').doUpdateSet(state))
    .execute();
}
