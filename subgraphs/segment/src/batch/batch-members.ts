import { arrayParameter } from '@customer360/postgres';
import { sql, type Transaction } from 'kysely';
import type { TenantEvaluation } from '../evaluation/tenant-evaluation.ts';
import { deleteMemberships, saveMemberships } from '../memberships/membership-writes.ts';
import type { SegmentDatabase } from '../store/tables.ts';

/** Somebody who came into a batch segment or left it. */
export interface Difference {
  readonly profileId: string;
  readonly isMember: boolean;
}

/** Writes who came and who left, for readers and for rules that ask for the segment. */
export async function writeDifferences(
  { trx, tenantId }: TenantEvaluation,
  {
    segmentId,
    version,
    chunk,
    at,
  }: {
    readonly segmentId: string;
    readonly version: number;
    readonly chunk: readonly Difference[];
    readonly at: number;
  },
): Promise<void> {
  const came = chunk.filter(({ isMember }) => isMember).map(({ profileId }) => profileId);
  const left = chunk.filter(({ isMember }) => !isMember).map(({ profileId }) => profileId);
  await saveMemberships(
    trx,
    tenantId,
    came.map((profileId) => ({ segmentId, profileId, version, enteredAt: at })),
  );
  await deleteMemberships(
    trx,
    tenantId,
    left.map((profileId) => ({ segmentId, profileId })),
  );
  await sql`insert into segment.batch_member (tenant_id, segment_id, profile_id)
    select ${tenantId}, ${segmentId}, p.id from unnest(${arrayParameter(trx, 'uuid', came)}) p(id)`.execute(
    trx,
  );
  await trx
    .deleteFrom('segment.batch_member')
    .where('tenant_id', '=', tenantId)
    .where('segment_id', '=', segmentId)
    .where(sql<boolean>`profile_id = any(${arrayParameter(trx, 'uuid', left)})`)
    .execute();
}

/** Members who stay have the new version. */
export async function keepStaying(
  trx: Transaction<SegmentDatabase>,
  tenantId: string,
  { segmentId, version }: { readonly segmentId: string; readonly version: number },
): Promise<void> {
  await trx
    .updateTable('segment.membership')
    .set({ version })
    .where('tenant_id', '=', tenantId)
    .where('segment_id', '=', segmentId)
    .where('version', '!=', version)
    .execute();
}
