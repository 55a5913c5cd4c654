import type { AnyKysely } from './database.ts';
import { sql } from 'kysely';

export type TablePrivilege = 'select' | 'insert' | 'update' | 'delete';

/**
 * Shuts a table with a `tenant_id` column: `c360_app` sees and writes the rows of the transaction's tenant, and the
 * owner sees any row only inside `asSystem`. `privileges` is what `c360_app` may do at all.
 */
export async function enableTenantSecurity(
  db: AnyKysely,
  table: string,
  privileges: readonly TablePrivilege[] = ['select', 'insert', 'update', 'delete'],
): Promise<void> {
  const name = sql.table(table);
  const mine = sql`tenant_id = current_setting('app.tenant_id', true)`;
  const system = sql`current_setting('app.system', true) = 'on'`;
  await sql`alter table ${name} enable row level security`.execute(db);
  await sql`alter table ${name} force row level security`.execute(db);
  await sql`create policy tenant on ${name} to c360_app using (${mine}) with check (${mine})`.execute(db);
  await sql`create policy system on ${name} to current_user using (${system}) with check (${system})`.execute(
    db,
  );
  await sql`grant ${sql.raw(privileges.join(', '))} on ${name} to c360_app`.execute(db);
}

/** Lets `c360_app` reach what the migrations of a schema grant it. */
export async function createTenantSchema(db: AnyKysely, schema: string): Promise<void> {
  await sql`create schema if not exists ${sql.id(schema)}`.execute(db);
  await sql`grant usage on schema ${sql.id(schema)} to c360_app`.execute(db);
}
