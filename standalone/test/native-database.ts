import { sql } from 'kysely';
import { openDatabase } from '@customer360/postgres';

/** A fresh database on a server, and how to drop it. */
export async function createNativeDatabase(
  serverUrl: string,
  name: string,
): Promise<{ readonly url: string; readonly drop: () => Promise<void> }> {
  const unique = `${name}_${process.pid}_${Date.now()}`;
  const url = new URL(serverUrl);
  await onServer((db) => sql`create database ${sql.id(unique)}`.execute(db));
  url.pathname = `/${unique}`;
  return {
    url: url.href,
    drop: () => onServer((db) => sql`drop database ${sql.id(unique)} with (force)`.execute(db)),
  };

  async function onServer(work: (db: Parameters<ReturnType<typeof sql>['execute']>[0]) => Promise<unknown>) {
    const server = await openDatabase({ kind: 'postgres', url: serverUrl, poolSize: 1 });
    try {
      await work(server.db);
    } finally {
      await server.close();
    }
  }
}
