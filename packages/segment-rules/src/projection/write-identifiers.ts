import { sql, type Transaction } from 'kysely';
import type { IdentifierChange } from '../facts/entry.ts';
import { inChunks } from './chunks.ts';
import type { SegmentProjection } from './tables.ts';

type Trx = Transaction<SegmentProjection>;

/** Identifiers with their profiles; what hangs on a moved one follows it. */
export async function writeIdentifiers(
  trx: Trx,
  tenantId: string,
  changes: readonly IdentifierChange[],
): Promise<void> {
  const latest = [...new Map(changes.map((change) => [change.identifierId, change])).values()];
  await inChunks(latest, (chunk) =>
    trx
      .insertInto('segment.identifier')
      .values(
        chunk.map(({ identifierId, type, firstSeenAt, to }) => ({
          tenant_id: tenantId,
          identifier_id: identifierId,
          profile_id: to,
          type,
          first_seen_at: firstSeenAt,
        })),
      )
      .onConflict((row) =>
        row
          .columns(['tenant_id', 'identifier_id'])
          .doUpdateSet((eb) => ({ profile_id: eb.ref('excluded.profile_id') })),
      )
      .execute(),
  );
  for (const { identifierId, from, to } of latest) {
    if (from !== null) await followIdentifier(trx, { tenantId, identifierId, to });
  }
  const profileIds = changes.flatMap(({ from, to }) => (from === null ? [to] : [from, to]));
  await refreshProfiles(trx, tenantId, [...new Set(profileIds)]);
}

async function followIdentifier(
  trx: Trx,
  {
    tenantId,
    identifierId,
    to,
  }: { readonly tenantId: string; readonly identifierId: string; readonly to: string },
): Promise<void> {
  for (const table of ['segment.event', 'segment.trait_observation'] as const) {
    await trx
      .updateTable(table)
      .set({ profile_id: to })
      .where('tenant_id', '=', tenantId)
      .where('identifier_id', '=', identifierId)
      .execute();
  }
}

/** Profiles are born with their first identifier and gone with their last. */
export async function refreshProfiles(
  trx: Trx,
  tenantId: string,
  profileIds: readonly string[],
): Promise<void> {
  await inChunks(profileIds, async (chunk) => {
    await trx
      .insertInto('segment.profile')
      .columns(['tenant_id', 'profile_id', 'born_at'])
      .expression(
        trx
          .selectFrom('segment.identifier')
          .select((eb) => ['tenant_id', 'profile_id', eb.fn.min('first_seen_at').as('born_at')])
          .where('tenant_id', '=', tenantId)
          .where('profile_id', 'in', chunk)
          .groupBy(['tenant_id', 'profile_id']),
      )
      .onConflict((row) =>
        row
          .columns(['tenant_id', 'profile_id'])
          .doUpdateSet((eb) => ({ born_at: eb.ref('excluded.born_at') })),
      )
      .execute();
    const gone = await trx
      .deleteFrom('segment.profile as p')
      .where('p.tenant_id', '=', tenantId)
      .where('p.profile_id', 'in', chunk)
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('segment.identifier as i')
              .select(sql`1`.as('one'))
              .whereRef('i.tenant_id', '=', 'p.tenant_id')
              .whereRef('i.profile_id', '=', 'p.profile_id'),
          ),
        ),
      )
      .returning('p.profile_id as profileId')
      .execute();
    await forgetProfiles(
      trx,
      tenantId,
      gone.map(({ profileId }) => profileId),
    );
  });
}

async function forgetProfiles(trx: Trx, tenantId: string, profileIds: readonly string[]): Promise<void> {
  if (profileIds.length === 0) return;
  for (const table of ['segment.profile_value', 'segment.consent', 'segment.batch_member'] as const) {
    await trx
      .deleteFrom(table)
      .where('tenant_id', '=', tenantId)
      .where('profile_id', 'in', profileIds)
      .execute();
  }
}
