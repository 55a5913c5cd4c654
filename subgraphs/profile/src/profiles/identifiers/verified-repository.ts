import { arrayParameter } from '@customer360/postgres';
import { sql, type Transaction } from 'kysely';
import type { ProfileDatabase } from '../../database.ts';
import { attributionsOf } from '../attributions.ts';

/** A value that a source called verified, as it was sent. */
export interface VerifiedValue {
  readonly profileId: string;
  readonly type: 'email' | 'phone';
  readonly value: string;
}

/** By profile: values with `emailVerified` or `phoneVerified` beside them in one of its records. */
export async function findVerifiedValues(
  trx: Transaction<ProfileDatabase>,
  tenantId: string,
  profileIds: readonly string[],
): Promise<Map<string, VerifiedValue[]>> {
  const { rows } = await sql<VerifiedValue>`
    select distinct wanted.profile_id as "profileId", said.type, record.traits ->> said.type as value
    from unnest(${arrayParameter(trx, 'uuid', profileIds)}) as wanted (profile_id)
    cross join lateral (${attributionsOf(tenantId, sql.ref('wanted.profile_id'))}) as attribution (id)
    join profile.source_record as record
      on record.tenant_id = ${tenantId} and record.attribution_id = attribution.id
    cross join (values ('email'), ('phone')) as said (type)
    where record.traits -> (said.type || 'Verified') = 'true'::jsonb
      and jsonb_typeof(record.traits -> said.type) = 'string'`.execute(trx);
  return Map.groupBy(rows, (row) => row.profileId);
}
