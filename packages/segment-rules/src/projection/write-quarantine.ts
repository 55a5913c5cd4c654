import type { Transaction } from 'kysely';
import type { QuarantineChange } from '../facts/entry.ts';
import { inChunks } from './chunks.ts';
import type { SegmentProjection } from './tables.ts';
import { leaveBatchSegments } from './write-memberships.ts';

type Trx = Transaction<SegmentProjection>;

/** Who is quarantined now; whoever becomes so is in no batch segment any more. Profiles that are gone have no row. */
export async function writeQuarantine(
  trx: Trx,
  tenantId: string,
  changes: readonly QuarantineChange[],
): Promise<void> {
  const latest = new Map(changes.map(({ profileId, quarantined }) => [profileId, quarantined]));
  for (const quarantined of [true, false]) {
    const profileIds = [...latest].filter(([, now]) => now === quarantined).map(([id]) => id);
    await inChunks(profileIds, (chunk) =>
      trx
        .updateTable('segment.profile')
        .set({ quarantined })
        .where('tenant_id', '=', tenantId)
        .where('profile_id', 'in', chunk)
        .execute(),
    );
  }
  const began = changes.filter(({ quarantined }) => quarantined).map(({ profileId }) => profileId);
  await inChunks(began, (chunk) => leaveBatchSegments(trx, tenantId, chunk));
}
