import { aqlFile } from '../store/aql-file.ts';
import { collections, type CollectionName } from '../store/collections.ts';
import type { GraphDatabase } from '../store/connection.ts';
import { inTenantTransaction, type TenantTransaction } from '../store/tenant-transaction.ts';

const holdClearing = aqlFile(import.meta.url, './hold-clearing.aql');
const clearSome = aqlFile(import.meta.url, './clear-some.aql');
const endClearing = aqlFile(import.meta.url, './end-clearing.aql');

/** Documents that one transaction removes at most: more than one can hold may have to go. */
const REMOVED_AT_ONCE = 10_000;

const COLLECTIONS = Object.keys(collections) as readonly CollectionName[];

/**
 * Removes all documents of a tenant whose place says that they are to be cleared. Nothing is added until it has ended;
 * whoever finds it broken off goes on.
 */
export async function clearTenant(db: GraphDatabase, tenantId: string): Promise<void> {
  for (;;) {
    const isDone = await inTenantTransaction({ db, tenantId, collections: COLLECTIONS }, clearPart);
    if (isDone) return;
  }
}

async function clearPart(transaction: TenantTransaction): Promise<boolean> {
  if ((await transaction.run(holdClearing, {})).length === 0) return true;
  let amount = REMOVED_AT_ONCE;
  for (const collection of COLLECTIONS) {
    if (collection === 'projections') continue;
    const removed = await transaction.run(clearSome, { '@collection': collection, amount });
    amount -= removed.length;
    if (amount === 0) return false;
  }
  await transaction.run(endClearing, {});
  return true;
}
