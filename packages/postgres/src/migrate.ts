import { sql } from 'kysely';
import type { AnyDatabase, AnyKysely } from './database.ts';

/**
 * Forward only, one noun each; the name is a UTC stamp and the noun, `20260105T0900_event_log`.
 * They run in the order of their names, each once per database, and are never edited after they land.
 */
export type Migrations = Record<string, { up(db: AnyKysely): Promise<void> }>;

const MIGRATION_LOCK = 4_360_001;

/** Applies what is missing, all or nothing. Processes that start together wait for one another. */
export async function migrate(database: AnyDatabase, migrations: Migrations): Promise<void> {
  await database.asSystem(async (trx) => {
    await sql`select pg_advisory_xact_lock(${sql.lit(MIGRATION_LOCK)})`.execute(trx);
    await ensureAppRole(trx);
    await sql`create table if not exists schema_migration
      (name text primary key, applied_at timestamptz not null default now())`.execute(trx);
    const { rows } = await sql<{ name: string }>`select name from schema_migration`.execute(trx);
    const applied = new Set(rows.map(({ name }) => name));
    for (const name of Object.keys(migrations).toSorted()) {
      if (applied.has(name)) continue;
      await migrations[name]?.up(trx);
      await sql`insert into schema_migration (name) values (${name})`.execute(trx);
    }
  });
}

/** The role belongs to the whole server, so another database's migration may make it at the same moment. */
async function ensureAppRole(db: AnyKysely): Promise<void> {
  await sql`do $$
    begin
      if not exists (select from pg_roles where rolname = 'c360_app') then create role c360_app nologin; end if;
    exception when duplicate_object or unique_violation then null;
    end $$`.execute(db);
  // To have made a role is not yet to be allowed to act as it.
  await sql`do $$
    begin
      if not exists (
        select from pg_auth_members m
        where m.roleid = 'c360_app'::regrole and m.member = current_user::regrole and m.set_option
      ) then
        execute format('grant c360_app to %I', current_user);
      end if;
    exception when unique_violation then null;
    end $$`.execute(db);
}
