import { eventLogMigrations, type EventLogDatabase } from '@customer360/event-log';
import { openTestDatabase, type TestDatabase } from '@customer360/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProfileDatabase } from '../database.ts';
import { listDeadLetters } from '../dead-letters/dead-letter-repository.ts';
import { profileMigrations } from '../migrations/index.ts';
import { findSourcesByIds, insertSource } from '../sources/source-repository.ts';
import { findConsents } from './consents/consent-read-repository.ts';
import { findGoldenTraits } from './golden-record/golden-traits-repository.ts';
import { countProfiles, listProfiles } from './profile-list-repository.ts';
import { findProfileIdsOfIdentifiers } from '../look-up/find-identifiers.ts';
import { findProfilesByIds } from './profile-repository.ts';
import { findSourceRecordPages } from './source-records/source-record-repository.ts';

type Tables = ProfileDatabase & EventLogDatabase;

const ids = {
  shop: '00000000-0000-8000-8000-00000000000a',
  rival: '00000000-0000-8000-8000-00000000000b',
} as const;
type Tenant = keyof typeof ids;

let database: TestDatabase<Tables>;

beforeAll(async () => {
  database = await openTestDatabase<Tables>(eventLogMigrations, profileMigrations);
  await makeRows('shop');
  await makeRows('rival');
});
afterAll(() => database.close());

/** One row of everything; a profile, its identifier and its event share one id. */
async function makeRows(tenant: Tenant): Promise<void> {
  const tenant_id = tenant;
  const id = ids[tenant];
  await database.inTenant(tenant, async (trx) => {
    await trx
      .insertInto('profile.profile')
      .values({
        tenant_id,
        id,
        founder_id: id,
        quarantined: false,
        remainder: false,
        identifiers: 1,
        first_seen_at: 1,
        last_seen_at: 2,
        has_events: true,
      })
      .execute();
    await sql`insert into profile.identifier (tenant_id, id, type, birth_position, birth_rank, birth_event_id,
      first_seen_at, own_profile_id, profile_id, remainder_id, remainder_profile_id, pattern_blocked, user_ids)
      values (${tenant_id}, ${id}, 'user_id', 1, 0, ${id}, 1, ${id}, ${id}, ${id}, ${id}, false, '{}')`.execute(
      trx,
    );
    await sql`insert into profile.golden_record (tenant_id, profile_id, traits, state)
      values (${tenant_id}, ${id}, '{"name": "x"}', '{}')`.execute(trx);
    await sql`insert into profile.consent (tenant_id, profile_id, purpose, status, updated_at)
      values (${tenant_id}, ${id}, 'MARKETING', 'GRANTED', 1)`.execute(trx);
    await sql`insert into profile.source_record (tenant_id, attribution_id, position, event_id, source_id, message_id,
      observed_at, received_at, traits) values (${tenant_id}, ${id}, 1, ${id}, 'web', 'm', 1, 1, '{}')`.execute(
      trx,
    );
    await insertSource(trx, tenant_id, { id: `${tenant}-web`, name: tenant, createdAt: 1 });
    await sql`insert into ingestion.dead_letter (tenant_id, id, source_id, reason, message, received_at)
      values (${tenant_id}, ${id}, 'web', 'X', 'x', now())`.execute(trx);
  });
}

describe('a transaction of one tenant', () => {
  it('sees no row of another with a query that forgets the tenant', async () => {
    const tables = [
      'profile.profile',
      'profile.identifier',
      'profile.golden_record',
      'profile.consent',
      'profile.source_record',
      'ingestion.source',
      'ingestion.dead_letter',
    ] as const;
    for (const table of tables) {
      const tenants = await database.inTenant('shop', (trx) =>
        sql<{ tenant_id: string }>`select tenant_id from ${sql.table(table)}`.execute(trx),
      );
      expect([table, tenants.rows]).toEqual([table, [{ tenant_id: 'shop' }]]);
    }
  });

  it('sees no row of another with a repository that is told the wrong tenant', async () => {
    const { rival } = ids;
    const page = { profileIds: [rival], request: { first: 10, after: null } };
    const list = { filter: {}, orderBy: 'LAST_SEEN_DESC', after: null, limit: 10, now: 0 } as const;
    const found = await database.inTenant('shop', async (trx) => [
      [...(await findProfilesByIds(trx, 'rival', [rival]))],
      [...(await findProfileIdsOfIdentifiers(trx, 'rival', [rival]))],
      await listProfiles(trx, 'rival', list),
      await countProfiles(trx, 'rival', list),
      [...(await findGoldenTraits(trx, 'rival', [rival]))],
      [...(await findConsents(trx, 'rival', [rival]))],
      await findSourceRecordPages(trx, 'rival', page),
      [...(await findSourcesByIds(trx, 'rival', ['rival-web']))],
      await listDeadLetters(trx, 'rival', { sourceId: null, after: null, limit: 10 }),
    ]);
    expect(found).toEqual([[], [], [], 0, [], [], [], [], []]);
  });

  it('writes no row of another', async () => {
    const write = database.inTenant('shop', (trx) =>
      insertSource(trx, 'rival', { id: 'smuggled', name: 'x', createdAt: 1 }),
    );
    await expect(write).rejects.toThrow(/row-level security/);
  });
});

describe('what the role of tenants may reach', () => {
  it('is behind forced row-level security, table by table', async () => {
    const { rows } = await sql<{ name: string }>`
      select c.oid::regclass::text as name from pg_class c
      where c.relkind in ('r', 'p', 'v', 'm', 'f') and not (c.relrowsecurity and c.relforcerowsecurity)
        and c.relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
        and has_table_privilege('c360_app', c.oid, 'select, insert, update, delete')`.execute(database.db);
    expect(rows).toEqual([]);
  });

  it('is bound to the tenant by every policy of the role', async () => {
    const { rows } = await sql<{ qual: string; with_check: string }>`
      select distinct qual, with_check from pg_policies where roles && array['c360_app', 'public']::name[]`.execute(
      database.db,
    );
    const mine = "(tenant_id = current_setting('app.tenant_id'::text, true))";
    expect(rows).toEqual([{ qual: mine, with_check: mine }]);
  });
});
