import { arrayParameter } from '@customer360/postgres';
import type { SegmentProjection } from '@customer360/segment-rules';
import { sql, type Transaction } from 'kysely';

export interface OwnedIdentifier {
  readonly identifierId: string;
  readonly profileId: string;
  /** Null for the anonymous remainder of a shared value. */
  readonly type: string | null;
}

type Trx = Transaction<SegmentProjection>;

/** All identifiers of the named profiles and of the profiles of the named identifiers, as the facts stand. */
export async function findOwnedIdentifiers(
  trx: Trx,
  tenantId: string,
  about: { readonly identifierIds: readonly string[]; readonly profileIds: readonly string[] },
): Promise<readonly OwnedIdentifier[]> {
  const { identifierIds, profileIds } = about;
  if (identifierIds.length === 0 && profileIds.length === 0) return [];
  const named = arrayParameter(trx, 'uuid', identifierIds);
  const profiles = arrayParameter(trx, 'uuid', profileIds);
  const { rows } =
    await sql<OwnedIdentifier>`select identifier_id as "identifierId", profile_id as "profileId", type
    from segment.identifier
    where tenant_id = ${tenantId} and (profile_id = any(${profiles}) or profile_id in (
      select profile_id from segment.identifier
      where tenant_id = ${tenantId} and identifier_id = any(${named})))`.execute(trx);
  return rows;
}
