import { hash } from 'node:crypto';
import type { Database } from '@customer360/postgres';
import { sql } from 'kysely';
import { LRUCache } from 'lru-cache';

/** Where events sent with a write key come from. */
export interface KeyedSource {
  readonly tenantId: string;
  readonly sourceId: string;
}

export interface WriteKeys {
  /** The source of a key; `unknown` or `revoked` when it may not send. A change is seen within the cache's time. */
  find(writeKey: string): Promise<KeyedSource | 'unknown' | 'revoked'>;
}

/** Keys come as random text of this length at most; what is longer is none. */
const maxKeyLength = 200;

/** Looks keys up by their hash and keeps the answers, good or bad, for `ttlMs`. */
export function createWriteKeys(options: {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly database: Database<any>;
  readonly ttlMs: number;
  readonly maxEntries: number;
}): WriteKeys {
  const found = new LRUCache<string, KeyedSource | 'unknown' | 'revoked'>({
    max: options.maxEntries,
    ttl: options.ttlMs,
    fetchMethod: (keyHash) => findWriteKey(options.database, keyHash),
  });
  return {
    async find(writeKey) {
      if (writeKey === '' || writeKey.length > maxKeyLength) return 'unknown';
      const answer = await found.fetch(hash('sha256', writeKey, 'hex'));
      return answer ?? 'unknown';
    },
  };
}

interface WriteKeyRow {
  tenant_id: string;
  source_id: string;
  revoked: boolean;
}

async function findWriteKey(
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  database: Database<any>,
  keyHash: string,
): Promise<KeyedSource | 'unknown' | 'revoked'> {
  const { rows } = await sql<WriteKeyRow>`
    select tenant_id, source_id, revoked from ingestion.find_write_key(decode(${keyHash}, 'hex'))`.execute(
    database.db,
  );
  const [row] = rows;
  if (row === undefined) return 'unknown';
  return row.revoked ? 'revoked' : { tenantId: row.tenant_id, sourceId: row.source_id };
}
