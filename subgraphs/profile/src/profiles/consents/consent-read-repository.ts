import { arrayParameter } from '@customer360/postgres';
import { sql, type Transaction } from 'kysely';
import type { ConsentPurpose } from '../../configuration/configuration.ts';
import type { ConsentDecision, ConsentStatus } from '../../consents/consent.ts';
import type { ProfileDatabase } from '../../database.ts';

/** The decision of one profile on one purpose. */
export type PurposeDecision = ConsentDecision & {
  readonly profileId: string;
  readonly purpose: ConsentPurpose;
};

/** Every decision of each profile that has any, by purpose. */
export async function findConsents(
  trx: Transaction<ProfileDatabase>,
  tenantId: string,
  profileIds: readonly string[],
): Promise<Map<string, PurposeDecision[]>> {
  const rows = await trx
    .selectFrom('profile.consent')
    .select(['profile_id as profileId', 'purpose', 'status'])
    .select(['expires_at as expiresAt', 'updated_at as updatedAt'])
    .where('tenant_id', '=', tenantId)
    .where('profile_id', '=', sql<string>`any(${arrayParameter(trx, 'uuid', profileIds)})`)
    .orderBy('purpose')
    .execute();
  const decisions = rows.map((row) => ({
    ...row,
    // Both columns are written from these unions only.
    purpose: row.purpose as ConsentPurpose,
    status: row.status as ConsentStatus,
  }));
  return Map.groupBy(decisions, (decision) => decision.profileId);
}
