import DataLoader from 'dataloader';
import type { Transaction } from 'kysely';
import type { TenantReader } from './tenant-reader.ts';

/** What a tenant has of each key, in one read for all keys of a turn; `missing` where there is nothing. */
export function createTenantLoader<DB, Value>(
  reader: TenantReader<DB>,
  find: (
    trx: Transaction<DB>,
    tenantId: string,
    keys: readonly string[],
  ) => Promise<ReadonlyMap<string, Value>>,
  missing: Value,
): DataLoader<string, Value> {
  return new DataLoader(async (keys) => {
    const found = await reader.read((trx) => find(trx, reader.tenantId, keys));
    return keys.map((key) => found.get(key) ?? missing);
  });
}
