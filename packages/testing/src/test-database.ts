import { createHash, randomBytes } from 'node:crypto';
import { existsSync, openAsBlob, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate, openDatabase, snapshot, type Database, type Migrations } from '@customer360/postgres';
import { dropDatabase, onServer, withDatabase } from './native-databases.ts';

export interface TestDatabase<DB> extends Database<DB> {
  /** Address of a native database; null on the embedded engine. */
  readonly url: string | null;
}

/**
 * A fresh migrated database for one test file: embedded, or on the server of TEST_POSTGRES_URL. Migrations run once
 * per test run and set of migrations; each call gets a copy. `close` removes it.
 */
// Each caller names its own tables.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export async function openTestDatabase<DB = any>(
  ...migrations: readonly Migrations[]
): Promise<TestDatabase<DB>> {
  const all = Object.assign({}, ...migrations) as Migrations;
  const url = process.env['TEST_POSTGRES_URL'];
  return url ? openNative<DB>(url, all) : openEmbedded<DB>(all);
}

async function openEmbedded<DB>(migrations: Migrations): Promise<TestDatabase<DB>> {
  const file = join(process.env['TEST_RUN_FOLDER'] ?? tmpdir(), `${keyOf(migrations)}.tar`);
  if (!process.env['TEST_RUN_FOLDER'] || !existsSync(file)) {
    const template = await openDatabase({ kind: 'pglite', dataDir: null });
    await migrate(template, migrations);
    if (!process.env['TEST_RUN_FOLDER']) return { ...template.as<DB>(), url: null };
    // Another worker may do the same at this moment: the last complete file wins, and both are equal.
    const draft = `${file}.${randomBytes(6).toString('hex')}`;
    writeFileSync(draft, Buffer.from(await (await snapshot(template)).arrayBuffer()));
    renameSync(draft, file);
    await template.close();
  }
  const database = await openDatabase<DB>({ kind: 'pglite', dataDir: null, copyOf: await openAsBlob(file) });
  return { ...database, url: null };
}

async function openNative<DB>(server: string, migrations: Migrations): Promise<TestDatabase<DB>> {
  const run = process.env['TEST_RUN_ID'] ?? `c360_test_${process.pid}`;
  const template = `${run}_template_${keyOf(migrations)}`;
  const name = `${run}_${randomBytes(6).toString('hex')}`;
  await onServer(server, async (client) => {
    await client.query('select pg_advisory_lock(4360002)');
    const { rowCount } = await client.query('select from pg_database where datname = $1', [template]);
    if (rowCount === 0) {
      const draft = `${template}_draft`;
      await client.query(`drop database if exists ${draft} with (force)`);
      await client.query(`create database ${draft}`);
      const database = await openDatabase({
        kind: 'postgres',
        url: withDatabase(server, draft),
        poolSize: 1,
      });
      try {
        await migrate(database, migrations);
      } finally {
        await database.close();
      }
      await client.query(`alter database ${draft} rename to ${template}`);
    }
    await client.query(`create database ${name} template ${template}`);
  });
  const url = withDatabase(server, name);
  const database = await openDatabase<DB>({ kind: 'postgres', url });
  return {
    ...database,
    url,
    close: async () => {
      await database.close();
      await dropDatabase(server, name);
    },
  };
}

function keyOf(migrations: Migrations): string {
  const names = Object.keys(migrations).sort().join('\n');
  return createHash('sha256').update(names).digest('hex').slice(0, 12);
}
