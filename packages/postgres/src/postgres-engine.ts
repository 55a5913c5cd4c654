import { Kysely, PostgresDialect } from 'kysely';
import { Pool, types } from 'pg';
import type { Engine, PostgresConfig } from './database.ts';
import { valueParsers } from './parsers.ts';
import { createWakeUps } from './wake-ups.ts';

// pg lists the types of single values only.
const TEXT_ARRAY = 1009 as never;

export async function openPostgres(config: PostgresConfig): Promise<Engine> {
  const pool = new Pool({
    connectionString: config.url,
    max: config.poolSize ?? 10,
    types: { getTypeParser },
    keepAlive: true,
  });
  // A connection that dies is reported by the statement that used it and replaced by the pool;
  // without these listeners the process would die instead.
  pool.on('error', ignore);
  pool.on('connect', (client) => client.on('error', ignore));
  const wakeUps = createWakeUps(config.url);
  const db = new Kysely({ dialect: new PostgresDialect({ pool }) });
  try {
    await pool.query('select 1');
  } catch (cause) {
    await db.destroy();
    throw new Error(`PostgreSQL at ${withoutPassword(config.url)} does not answer`, { cause });
  }
  return {
    name: 'postgres',
    db,
    notify: async (channel, payload) => {
      await pool.query('select pg_notify($1, $2)', [channel, payload]);
    },
    listen: (channel, on) => wakeUps.listen(channel, on),
    close: async () => {
      await wakeUps.close();
      await db.destroy();
    },
  };
}

const parsers = valueParsers(types.getTypeParser(TEXT_ARRAY));

// pg declares one overload per type number, which a look-up cannot satisfy.
const getTypeParser = ((oid: Parameters<typeof types.getTypeParser>[0], format?: 'text' | 'binary') =>
  (format !== 'binary' && parsers[oid]) || types.getTypeParser(oid, format)) as typeof types.getTypeParser;

function ignore(): void {}

function withoutPassword(url: string): string {
  if (!URL.canParse(url)) return 'the given address';
  const parsed = new URL(url);
  return `${parsed.host}${parsed.pathname}`;
}
