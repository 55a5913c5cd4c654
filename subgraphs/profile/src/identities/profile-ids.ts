import { sql, type Transaction } from 'kysely';
import type { ProfileDatabase } from '../database.ts';

/** What a profile id means: the identifier that was given it at birth, or what is left of a closed value. */
export interface ProfilePin {
  readonly kind: 'identifier' | 'remainder';
  readonly identifierId: string;
  /** Who an entry about this profile id is attributed to. */
  readonly attributionId: string;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The meaning of each profile id; null for ids that no identifier has and no present remainder. */
export async function findPins(
  trx: Transaction<ProfileDatabase>,
  tenantId: string,
  profileIds: readonly string[],
): Promise<(ProfilePin | null)[]> {
  const asked = profileIds.filter((id) => uuid.test(id));
  if (asked.length === 0) return profileIds.map(() => null);
  const { rows } = await sql<{
    profileId: string;
    identifierId: string;
    remainderId: string;
    isRemainder: boolean;
  }>`
    select own_profile_id as "profileId", id as "identifierId", remainder_id as "remainderId",
      false as "isRemainder"
    from profile.identifier where tenant_id = ${tenantId} and own_profile_id = any(${asked}::uuid[])
    union all
    select remainder_profile_id, id, remainder_id, true
    from profile.identifier
    where tenant_id = ${tenantId} and remainder_profile_id = any(${asked}::uuid[]) and closed_from is not null
  `.execute(trx);
  const pins = new Map(
    rows.map(({ profileId, identifierId, remainderId, isRemainder }) => [
      profileId,
      isRemainder
        ? ({ kind: 'remainder', identifierId, attributionId: remainderId } as const)
        : ({ kind: 'identifier', identifierId, attributionId: identifierId } as const),
    ]),
  );
  return profileIds.map((id) => pins.get(id) ?? null);
}
