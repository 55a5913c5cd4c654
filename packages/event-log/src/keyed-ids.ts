import { createKeyedHash, type KeyedHash } from './keyed-hash.ts';
import type { AnyDatabase } from '@customer360/postgres';
import type { Transaction } from 'kysely';
import type { EventLogDatabase, KeyName } from './database.ts';

/** Ids that only the holder of the tenant's keys can make or test. All are UUIDs in text form. */
export interface KeyedIds {
  /** Id of an event, from the message that brought it. */
  eventId(sourceId: string, messageId: string): string;
  /** Id under the key `ids` over length-prefixed parts; a number counts as its decimal text. */
  of(...parts: readonly (string | number)[]): string;
  /** Hash of a normalised identifier value under the key `values`. */
  valueHash(type: string, value: string): string;
  /** Hash of an entry's content under the key `content`. */
  contentHash(text: string): string;
}

const loaded = new WeakMap<object, Map<string, Promise<KeyedIds>>>();

/** The keyed ids of a tenant; kept per database until `forgetKeyedIds`. */
export function loadKeyedIds(database: AnyDatabase, tenantId: string): Promise<KeyedIds> {
  const ofDatabase = loaded.get(database.db) ?? new Map<string, Promise<KeyedIds>>();
  loaded.set(database.db, ofDatabase);
  const known = ofDatabase.get(tenantId);
  if (known) return known;
  const loading = database.as<EventLogDatabase>().inTenant(tenantId, (trx) => readKeyedIds(trx, tenantId));
  ofDatabase.set(tenantId, loading);
  loading.catch(() => ofDatabase.delete(tenantId));
  return loading;
}

/** Makes the next use read the keys again, as after one was destroyed. */
export function forgetKeyedIds(database: AnyDatabase, tenantId: string): void {
  loaded.get(database.db)?.delete(tenantId);
}

type Keys = Readonly<Partial<Record<KeyName, KeyedHash>>>;

/** The same inside a transaction of the tenant, read anew. */
export async function readKeyedIds(trx: Transaction<EventLogDatabase>, tenantId: string): Promise<KeyedIds> {
  const rows = await trx
    .selectFrom('event_log.tenant_key')
    .select(['name', 'secret'])
    .where('tenant_id', '=', tenantId)
    .execute();
  if (rows.length === 0) throw new Error(`Tenant ${tenantId} does not exist`);
  return createKeyedIds(
    Object.fromEntries(rows.flatMap(({ name, secret }) => (secret ? [[name, createKeyedHash(secret)]] : []))),
  );
}

function createKeyedIds(keys: Keys): KeyedIds {
  const hash = (name: KeyName, message: string) => {
    const key = keys[name];
    if (!key) throw new Error(`The tenant's key "${name}" is destroyed`);
    return formatUuid(key(message));
  };
  return {
    eventId: (sourceId, messageId) => hash('ids', frame(['event', sourceId, messageId])),
    of: (...parts) => hash('ids', frame(parts)),
    valueHash: (type, value) => hash('values', frame([type, value])),
    contentHash: (text) => hash('content', text),
  };
}

/** Parts with their lengths in UTF-16 units, so that no two lists of parts read the same. */
function frame(parts: readonly (string | number)[]): string {
  let framed = '';
  for (const part of parts) {
    const text = String(part);
    framed += `${text.length}:${text}`;
  }
  return framed;
}

/** The first 122 bits as a UUID of version 8 (RFC 9562: made by the application). */
function formatUuid(hex: string): string {
  const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) & 3];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
