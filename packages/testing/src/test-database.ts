import { createHash, randomBytes } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { join } from 'node:path';
import {
  migrate,
  openDatabase,
  snapshot,
  type Database,
  type DatabaseConfig,
  type Migrations,
} from '@customer360/postgres';
import { buildOnce } from './build-once.ts';
import { dropDatabase, onServer, withDatabase } from './native-databases.ts';

export interface TestDatabase<DB> extends Database<DB> {
  /** Address of a native database; null on the embedded engine. */
  readonly url: string | null;
}

/**
 * A fresh migrated database for one test file: embedded, or on the server of TEST_POSTGRES_URL. Migrations run once
 * per test run and set of migrations; each call gets a copy. `close` removes it.
 */
export async function openTestDatabase<DB = unknown>(
  ...migrations: readonly Migrations[]
): Promise<TestDatabase<DB>> {
  const all = Object.assign({}, ...migrations) as Migrations;
  const url = process.env['TEST_POSTGRES_URL'];
  return url ? openNative<DB>(url, all) : openEmbedded<DB>(all);
}

async function openEmbedded<DB>(migrations: Migrations): Promise<TestDatabase<DB>> {
  const folder = process.env['TEST_RUN_FOLDER'];
  if (!folder) {
    const database = await openDatabase<DB>({ kind: 'pglite', dataDir: null });
    await migrate(database, migrations);
    return { ...database, url: null };
  }
  const empty = join(folder, 'empty.tar');
  const migrated = join(folder, `${keyOf(migrations)}.tar`);
  await buildOnce(migrated, async () => {
    await buildOnce(empty, () => snapshotOf({ kind: 'pglite', dataDir: null }, {}));
    return snapshotOf({ kind: 'pglite', dataDir: null, copyOf: await openAsBlob(empty) }, migrations);
  });
  const copyOf = await openAsBlob(migrated);
  const database = await openDatabase<DB>({ kind: 'pglite', dataDir: null, copyOf });
  return { ...database, url: null };
}

async function snapshotOf(config: DatabaseConfig, migrations: Migrations): Promise<Blob> {
  const database = await openDatabase(config);
  try {
    if (Object.keys(migrations).length > 0) await migrate(database, migrations);
    return await snapshot(database);
  } finally {
    await database.close();
  }
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
  const names = Object.keys(migrations).toSorted().join('\n');
  return createHash('sha256').update(names).digest('hex').slice(0, 12);
}
