import { sql, type Expression, type RawBuilder } from 'kysely';

/** What the events of a profile are attributed to: its identifiers, or the one remainder that it is. */
export function attributionsOf(tenantId: string, profileId: Expression<unknown>): RawBuilder<{ id: string }> {
  return sql`
    select id from profile.identifier where tenant_id = ${tenantId} and profile_id = ${profileId}
    union all
    select remainder_id from profile.identifier
    where tenant_id = ${tenantId} and remainder_profile_id = ${profileId} and closed_from is not null`;
}
