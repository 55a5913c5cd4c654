import type { Transaction } from 'kysely';
import type { ConsentStatusChange, ListChange, SegmentChange } from '../facts/entry.ts';
import { inChunks } from './chunks.ts';
import type { SegmentProjection } from './tables.ts';

type Trx = Transaction<SegmentProjection>;

export async function writeConsents(
  trx: Trx,
  tenantId: string,
  changes: readonly ConsentStatusChange[],
): Promise<void> {
  const keyOf = ({ profileId, purpose }: ConsentStatusChange) => JSON.stringify([profileId, purpose]);
  const latest = [...new Map(changes.map((change) => [keyOf(change), change])).values()];
  await inChunks(latest, (chunk) =>
    trx
      .insertInto('segment.consent')
      .values(
        chunk.map(({ profileId, purpose, status, expiresAt }) => ({
          tenant_id: tenantId,
          profile_id: profileId,
          purpose,
          status,
          expires_at: expiresAt,
        })),
      )
      .onConflict((row) =>
        row.columns(['tenant_id', 'profile_id', 'purpose']).doUpdateSet((eb) => ({
          status: eb.ref('excluded.status'),
          expires_at: eb.ref('excluded.expires_at'),
        })),
      )
      .execute(),
  );
}

/** Static lists: a removal clears every identifier of the same profile. */
export async function writeLists(trx: Trx, tenantId: string, changes: readonly ListChange[]): Promise<void> {
  for (const { listId, change, identifierIds } of changes) {
    if (change === 'ADDED') await addToList(trx, tenantId, listId, identifierIds);
    else await removeFromList(trx, tenantId, listId, identifierIds);
  }
}

async function addToList(
  trx: Trx,
  tenantId: string,
  listId: string,
  identifierIds: readonly string[],
): Promise<void> {
  await inChunks([...new Set(identifierIds)], (chunk) =>
    trx
      .insertInto('segment.list_entry')
      .values(chunk.map((id) => ({ tenant_id: tenantId, list_id: listId, identifier_id: id })))
      .onConflict((row) => row.doNothing())
      .execute(),
  );
}

async function removeFromList(
  trx: Trx,
  tenantId: string,
  listId: string,
  identifierIds: readonly string[],
): Promise<void> {
  await inChunks(identifierIds, (chunk) =>
    trx
      .deleteFrom('segment.list_entry as l')
      .where('l.tenant_id', '=', tenantId)
      .where('l.list_id', '=', listId)
      .where('l.identifier_id', 'in', (eb) =>
        eb
          .selectFrom('segment.identifier as named')
          .innerJoin('segment.identifier as member', (join) =>
            join
              .onRef('member.tenant_id', '=', 'named.tenant_id')
              .onRef('member.profile_id', '=', 'named.profile_id'),
          )
          .select('member.identifier_id')
          .where('named.tenant_id', '=', tenantId)
          .where('named.identifier_id', 'in', chunk),
      )
      .execute(),
  );
}

/** Takes profiles out of the batch segments. */
export async function leaveBatchSegments(
  trx: Trx,
  tenantId: string,
  profileIds: readonly string[],
): Promise<void> {
  await trx
    .deleteFrom('segment.batch_member')
    .where('tenant_id', '=', tenantId)
    .where('profile_id', 'in', profileIds)
    .execute();
}

/** Replaces the members of batch segments by those of their newest recompute. */
export async function writeRecomputed(
  trx: Trx,
  tenantId: string,
  changes: readonly SegmentChange[],
): Promise<void> {
  for (const change of changes) {
    if (change.kind === 'ACTIVATED') continue;
    await trx
      .deleteFrom('segment.batch_member')
      .where('tenant_id', '=', tenantId)
      .where('segment_id', '=', change.segmentId)
      .execute();
    if (change.kind === 'ARCHIVED') continue;
    const { segmentId, profileIds } = change;
    await inChunks([...new Set(profileIds)], (chunk) =>
      trx
        .insertInto('segment.batch_member')
        .values(chunk.map((id) => ({ tenant_id: tenantId, segment_id: segmentId, profile_id: id })))
        .execute(),
    );
  }
}
