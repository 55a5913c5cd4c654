import { canonicalJson } from '@customer360/tracking';
import { sql, type Transaction } from 'kysely';
import type { ProfileDatabase } from '../database.ts';
import type { GoldenState, SourceRecord } from './golden-record.ts';
import type { Pick, TraitState } from './survivorship.ts';

/** A source record with the identifier or remainder that its event is attributed to. */
export interface AttributedRecord {
  readonly attributionId: string;
  readonly record: SourceRecord;
}

/** States of the profiles that have a golden record. */
export async function findGoldenStates(
  db: Transaction<ProfileDatabase>,
  tenantId: string,
  profileIds: readonly string[],
): Promise<Map<string, GoldenState>> {
  if (profileIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('profile.golden_record')
    .select(['profile_id as profileId', 'state'])
    .where('tenant_id', '=', tenantId)
    .where('profile_id', '=', sql<string>`any(${profileIds}::uuid[])`)
    .execute();
  return new Map(
    rows.map((row) => [row.profileId, new Map(Object.entries(row.state)) as Map<string, TraitState>]),
  );
}

/** Writes golden records; a profile with no state loses its row. */
export async function saveGoldenRecords(
  trx: Transaction<ProfileDatabase>,
  tenantId: string,
  records: ReadonlyMap<string, { readonly state: GoldenState; readonly values: ReadonlyMap<string, Pick> }>,
): Promise<void> {
  const gone = [...records].filter(([, record]) => record.state.size === 0).map(([id]) => id);
  const kept = [...records].filter(([, record]) => record.state.size > 0);
  if (gone.length > 0) {
    await trx
      .deleteFrom('profile.golden_record')
      .where('tenant_id', '=', tenantId)
      .where('profile_id', '=', sql<string>`any(${gone}::uuid[])`)
      .execute();
  }
  if (kept.length === 0) return;
  const ids = kept.map(([id]) => id);
  const traits = kept.map(([, { values }]) => valuesJson(values));
  const states = kept.map(([, { state }]) => JSON.stringify(Object.fromEntries(state)));
  await sql`
    insert into profile.golden_record (tenant_id, profile_id, traits, state)
    select ${tenantId}, row.profile_id, row.traits::jsonb, row.state::jsonb
    from unnest(${ids}::uuid[], ${traits}::text[], ${states}::text[]) as row (profile_id, traits, state)
    on conflict on constraint golden_record_pkey
    do update set traits = excluded.traits, state = excluded.state`.execute(trx);
}

function valuesJson(values: ReadonlyMap<string, Pick>): string {
  const members = [...values].map(([trait, picked]) => `${JSON.stringify(trait)}:${picked.value}`);
  return `{${members.join(',')}}`;
}

function traitsJson(traits: ReadonlyMap<string, string>): string {
  return `{${[...traits].map(([trait, value]) => `${JSON.stringify(trait)}:${value}`).join(',')}}`;
}

export async function insertSourceRecords(
  trx: Transaction<ProfileDatabase>,
  tenantId: string,
  records: readonly AttributedRecord[],
): Promise<void> {
  if (records.length === 0) return;
  await sql`
    insert into profile.source_record
      (tenant_id, attribution_id, position, event_id, source_id, message_id, observed_at, received_at, traits)
    select ${tenantId}, row.attribution_id, row.position, row.event_id, row.source_id, row.message_id,
      row.observed_at, row.received_at, row.traits::jsonb
    from unnest(
      ${records.map((row) => row.attributionId)}::uuid[],
      ${records.map((row) => row.record.position)}::bigint[],
      ${records.map((row) => row.record.eventId)}::uuid[],
      ${records.map((row) => row.record.sourceId)}::text[],
      ${records.map((row) => row.record.messageId)}::text[],
      ${records.map((row) => row.record.time)}::bigint[],
      ${records.map((row) => row.record.receivedAt)}::bigint[],
      ${records.map((row) => traitsJson(row.record.traits))}::text[]
    ) as row (attribution_id, position, event_id, source_id, message_id, observed_at, received_at, traits)
  `.execute(trx);
}

/** All records attributed to the given identifiers and remainders, by position. */
export async function findSourceRecords(
  db: Transaction<ProfileDatabase>,
  tenantId: string,
  attributionIds: readonly string[],
): Promise<AttributedRecord[]> {
  if (attributionIds.length === 0) return [];
  const rows = await db
    .selectFrom('profile.source_record')
    .select([
      'attribution_id as attributionId',
      'position',
      'event_id as eventId',
      'source_id as sourceId',
      'message_id as messageId',
      'observed_at as time',
      'received_at as receivedAt',
      'traits',
    ])
    .where('tenant_id', '=', tenantId)
    .where('attribution_id', '=', sql<string>`any(${attributionIds}::uuid[])`)
    .orderBy('position')
    .execute();
  return rows.map(({ attributionId, traits, ...record }) => ({
    attributionId,
    record: {
      ...record,
      traits: new Map(Object.entries(traits).map(([name, value]) => [name, canonicalJson(value)])),
    },
  }));
}

/** Ids of all profiles that have a golden record, in pages by id. */
export async function findGoldenProfileIds(
  db: Transaction<ProfileDatabase>,
  tenantId: string,
  after: string | null,
  limit: number,
): Promise<string[]> {
  let query = db
    .selectFrom('profile.golden_record')
    .select('profile_id as profileId')
    .where('tenant_id', '=', tenantId);
  if (after !== null) query = query.where('profile_id', '>', after);
  const rows = await query.orderBy('profile_id').limit(limit).execute();
  return rows.map((row) => row.profileId);
}
