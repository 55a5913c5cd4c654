import { sql, type Transaction } from 'kysely';
import type { ConsentPurpose } from '../configuration/configuration.ts';
import type { ProfileDatabase } from '../database.ts';
import type { ConsentDecision, ConsentStatus } from './consent.ts';
import type { KeptStatement } from './statement-index.ts';

/** Decisions of one profile by purpose. */
export type Decisions = ReadonlyMap<ConsentPurpose, ConsentDecision>;

/** All statements that bear on any of the identifiers and remainders, each once. */
export async function findStatements(
  db: Transaction<ProfileDatabase>,
  tenantId: string,
  attributionIds: readonly string[],
): Promise<KeptStatement[]> {
  if (attributionIds.length === 0) return [];
  const { rows } = await sql<{
    position: number;
    purpose: ConsentPurpose;
    eventId: string;
    status: ConsentStatus;
    attributionId: string;
    listKey: string | null;
    time: number;
    expiresAt: number | null;
    overrides: number[];
    pins: string[];
  }>`
    select statement.position, statement.purpose, statement.event_id as "eventId", statement.status,
      statement.attribution_id as "attributionId", statement.list_key as "listKey",
      statement.observed_at as time, statement.expires_at as "expiresAt",
      statement.overrides,
      array(
        select pin.attribution_id from profile.consent_pin as pin
        where pin.tenant_id = statement.tenant_id and pin.position = statement.position
          and pin.purpose = statement.purpose
        order by pin.attribution_id
      ) as pins
    from profile.consent_statement as statement
    where statement.tenant_id = ${tenantId} and (
      statement.attribution_id = any(${attributionIds}::uuid[])
      or (statement.position, statement.purpose) in (
        select pin.position, pin.purpose from profile.consent_pin as pin
        where pin.tenant_id = ${tenantId} and pin.attribution_id = any(${attributionIds}::uuid[])
      )
    )
    order by statement.position, statement.purpose`.execute(db);
  return rows.map(({ overrides, ...row }) => ({ ...row, overrides: overrides.map(Number) }));
}

export async function insertStatements(
  trx: Transaction<ProfileDatabase>,
  tenantId: string,
  statements: readonly KeptStatement[],
): Promise<void> {
  if (statements.length === 0) return;
  await sql`
    insert into profile.consent_statement (tenant_id, position, purpose, event_id, status, attribution_id,
      list_key, observed_at, expires_at, overrides)
    select ${tenantId}, row.position, row.purpose, row.event_id, row.status, row.attribution_id, row.list_key,
      row.observed_at, row.expires_at, row.overrides::bigint[]
    from unnest(
      ${statements.map((row) => row.position)}::bigint[],
      ${statements.map((row) => row.purpose)}::text[],
      ${statements.map((row) => row.eventId)}::uuid[],
      ${statements.map((row) => row.status)}::text[],
      ${statements.map((row) => row.attributionId)}::uuid[],
      ${statements.map((row) => row.listKey)}::uuid[],
      ${statements.map((row) => row.time)}::bigint[],
      ${statements.map((row) => row.expiresAt)}::bigint[],
      ${statements.map((row) => `{${row.overrides.join(',')}}`)}::text[]
    ) as row (position, purpose, event_id, status, attribution_id, list_key, observed_at, expires_at, overrides)
  `.execute(trx);
  const pins = statements.flatMap((row) => row.pins.map((pin) => ({ pin, ...row })));
  if (pins.length === 0) return;
  await sql`
    insert into profile.consent_pin (tenant_id, attribution_id, position, purpose)
    select ${tenantId}, row.attribution_id, row.position, row.purpose
    from unnest(
      ${pins.map((row) => row.pin)}::uuid[],
      ${pins.map((row) => row.position)}::bigint[],
      ${pins.map((row) => row.purpose)}::text[]
    ) as row (attribution_id, position, purpose)`.execute(trx);
}

export async function deleteStatements(
  trx: Transaction<ProfileDatabase>,
  tenantId: string,
  statements: readonly { readonly position: number; readonly purpose: string }[],
): Promise<void> {
  if (statements.length === 0) return;
  const positions = statements.map((row) => row.position);
  const purposes = statements.map((row) => row.purpose);
  for (const table of ['profile.consent_statement', 'profile.consent_pin'] as const) {
    await sql`
      delete from ${sql.table(table)} as kept
      using unnest(${positions}::bigint[], ${purposes}::text[]) as row (position, purpose)
      where kept.tenant_id = ${tenantId} and kept.position = row.position and kept.purpose = row.purpose
    `.execute(trx);
  }
}

/** Stored decisions of the profiles; a profile on which nothing was said is left out. */
export async function findDecisions(
  db: Transaction<ProfileDatabase>,
  tenantId: string,
  profileIds: readonly string[],
): Promise<Map<string, Map<ConsentPurpose, ConsentDecision>>> {
  if (profileIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('profile.consent')
    .select([
      'profile_id as profileId',
      'purpose',
      'status',
      'expires_at as expiresAt',
      'updated_at as updatedAt',
    ])
    .where('tenant_id', '=', tenantId)
    .where('profile_id', '=', sql<string>`any(${profileIds}::uuid[])`)
    .orderBy('purpose')
    .execute();
  const found = new Map<string, Map<ConsentPurpose, ConsentDecision>>();
  for (const { profileId, purpose, status, expiresAt, updatedAt } of rows) {
    const decisions = found.get(profileId) ?? new Map<ConsentPurpose, ConsentDecision>();
    // The check constraint and the writer below allow nothing else.
    decisions.set(purpose as ConsentPurpose, {
      status: status as ConsentStatus,
      expiresAt,
      updatedAt,
    });
    found.set(profileId, decisions);
  }
  return found;
}

/** Writes all decisions of each profile, replacing what was there. */
export async function replaceDecisions(
  trx: Transaction<ProfileDatabase>,
  tenantId: string,
  profiles: ReadonlyMap<string, Decisions>,
): Promise<void> {
  if (profiles.size === 0) return;
  await trx
    .deleteFrom('profile.consent')
    .where('tenant_id', '=', tenantId)
    .where('profile_id', '=', sql<string>`any(${[...profiles.keys()]}::uuid[])`)
    .execute();
  const rows = [...profiles].flatMap(([profileId, decisions]) =>
    [...decisions].map(([purpose, decision]) => ({ profileId, purpose, ...decision })),
  );
  if (rows.length === 0) return;
  await sql`
    insert into profile.consent (tenant_id, profile_id, purpose, status, expires_at, updated_at)
    select ${tenantId}, row.profile_id, row.purpose, row.status,
      row.expires_at, row.updated_at
    from unnest(
      ${rows.map((row) => row.profileId)}::uuid[],
      ${rows.map((row) => row.purpose)}::text[],
      ${rows.map((row) => row.status)}::text[],
      ${rows.map((row) => row.expiresAt)}::bigint[],
      ${rows.map((row) => row.updatedAt)}::bigint[]
    ) as row (profile_id, purpose, status, expires_at, updated_at)`.execute(trx);
}
