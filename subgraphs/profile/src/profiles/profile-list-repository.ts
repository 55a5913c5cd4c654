import { sql, type SelectQueryBuilder, type SqlBool, type Transaction } from 'kysely';
import type { ProfileDatabase } from '../database.ts';
import type { Profile } from './profile.ts';
import type { ProfileFilter, ProfileOrder } from './profile-filter.ts';

type Profiles<O> = SelectQueryBuilder<ProfileDatabase, 'profile.profile', O>;

export interface ProfilePage {
  readonly filter: ProfileFilter;
  readonly orderBy: ProfileOrder;
  /** Time and id of the last profile seen; null at the beginning. */
  readonly after: readonly [time: number, id: string] | null;
  readonly limit: number;
  /** When consents are judged, milliseconds. */
  readonly now: number;
}

const orders = {
  LAST_SEEN_DESC: ['last_seen_at', 'desc'],
  LAST_SEEN_ASC: ['last_seen_at', 'asc'],
  FIRST_SEEN_DESC: ['first_seen_at', 'desc'],
  FIRST_SEEN_ASC: ['first_seen_at', 'asc'],
} as const satisfies Record<
  ProfileOrder,
  readonly [keyof ProfileDatabase['profile.profile'], 'asc' | 'desc']
>;

export async function listProfiles(
  trx: Transaction<ProfileDatabase>,
  tenantId: string,
  page: ProfilePage,
): Promise<Profile[]> {
  const [column, direction] = orders[page.orderBy];
  let query = filtered(trx, tenantId, page)
    .select(['id', 'quarantined', 'first_seen_at as firstSeenAt', 'last_seen_at as lastSeenAt'])
    .orderBy(column, direction)
    .orderBy('id', direction)
    .limit(page.limit);
  if (page.after !== null) {
    const [time, id] = page.after;
    const place = sql`(${sql.ref(column)}, id)`;
    query = query.where(
      direction === 'asc'
        ? sql<SqlBool>`${place} > (${time}::bigint, ${id}::uuid)`
        : sql<SqlBool>`${place} < (${time}::bigint, ${id}::uuid)`,
    );
  }
  return query.execute();
}

export async function countProfiles(
  trx: Transaction<ProfileDatabase>,
  tenantId: string,
  conditions: Pick<ProfilePage, 'filter' | 'now'>,
): Promise<number> {
  const { count } = await filtered(trx, tenantId, conditions)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

function filtered(
  trx: Transaction<ProfileDatabase>,
  tenantId: string,
  { filter, now }: Pick<ProfilePage, 'filter' | 'now'>,
): Profiles<object> {
  let query: Profiles<object> = trx
    .selectFrom('profile.profile')
    .where('tenant_id', '=', tenantId)
    // As the partial indexes say it.
    .where(sql<SqlBool>`not quarantined`);
  if (filter.firstSeenFrom != null) query = query.where('first_seen_at', '>=', filter.firstSeenFrom);
  if (filter.lastSeenFrom != null) query = query.where('last_seen_at', '>=', filter.lastSeenFrom);
  if (filter.lastSeenBefore != null) query = query.where('last_seen_at', '<', filter.lastSeenBefore);
  if (filter.hasIdentifierType != null) query = withIdentifier(query, tenantId, filter.hasIdentifierType);
  if (filter.traitEquals != null) query = withTrait(query, tenantId, filter.traitEquals);
  if (filter.consentGranted != null) query = withConsent(query, tenantId, filter.consentGranted, now);
  return query;
}

function withIdentifier(query: Profiles<object>, tenantId: string, type: string): Profiles<object> {
  return query.where((eb) =>
    eb.exists(
      eb
        .selectFrom('profile.identifier')
        .select('profile.identifier.id')
        .where('profile.identifier.tenant_id', '=', tenantId)
        .whereRef('profile.identifier.profile_id', '=', 'profile.profile.id')
        .where('profile.identifier.type', '=', type),
    ),
  );
}

function withTrait(
  query: Profiles<object>,
  tenantId: string,
  trait: { readonly name: string; readonly value: unknown },
): Profiles<object> {
  return query.where((eb) =>
    eb.exists(
      eb
        .selectFrom('profile.golden_record')
        .select('profile.golden_record.profile_id')
        .where('profile.golden_record.tenant_id', '=', tenantId)
        .whereRef('profile.golden_record.profile_id', '=', 'profile.profile.id')
        .where(sql<SqlBool>`traits -> ${trait.name}::text = ${JSON.stringify(trait.value)}::text::jsonb`),
    ),
  );
}

function withConsent(
  query: Profiles<object>,
  tenantId: string,
  purpose: string,
  now: number,
): Profiles<object> {
  return query.where((eb) =>
    eb.exists(
      eb
        .selectFrom('profile.consent')
        .select('profile.consent.purpose')
        .where('profile.consent.tenant_id', '=', tenantId)
        .whereRef('profile.consent.profile_id', '=', 'profile.profile.id')
        .where('profile.consent.purpose', '=', purpose)
        .where('profile.consent.status', '=', 'GRANTED')
        .where((consent) => consent.or([consent('expires_at', 'is', null), consent('expires_at', '>', now)])),
    ),
  );
}
