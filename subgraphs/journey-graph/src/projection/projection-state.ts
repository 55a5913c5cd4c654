import type { Position } from '@customer360/event-log';
import { aqlFile } from '../store/aql-file.ts';
import { collections, type CollectionName } from '../store/collections.ts';
import type { GraphDatabase } from '../store/connection.ts';
import type { ProjectionDocument } from '../store/documents.ts';
import { inTenantTransaction, type TenantTransaction } from '../store/tenant-transaction.ts';

const readProjection = aqlFile(import.meta.url, './read-projection.aql');
const beginAnew = aqlFile(import.meta.url, './begin-anew.aql');
const clearCollection = aqlFile(import.meta.url, './clear-collection.aql');
const endClearing = aqlFile(import.meta.url, './end-clearing.aql');
const forgetProjection = aqlFile(import.meta.url, './forget-projection.aql');

/** Documents that one commit removes at most, while a tenant is cleared. */
const REMOVED_AT_ONCE = 10_000;
const PLACE: readonly CollectionName[] = ['projections'];

/** How far a tenant's graph has come; null before its first event. */
export async function findProjection(
  db: GraphDatabase,
  tenantId: string,
): Promise<ProjectionDocument | null> {
  const cursor = await db.query<ProjectionDocument | null>(readProjection.text(), { tenantId });
  return (await cursor.next()) ?? null;
}

/** A mapping, as JSON text, and where it stands in the log. */
export interface PlacedMapping {
  readonly text: string;
  readonly position: Position;
}

export interface Beginning {
  /** Null keeps the mapping in force. */
  readonly mapping: PlacedMapping | null;
  /** Names the log. */
  readonly log: string;
  /** The position at which the graph will be whole again. */
  readonly through: Position;
}

/** Sends a tenant's graph back to the beginning of the log. False when the mapping is not newer than the one in force. */
export async function beginAgain(
  transaction: TenantTransaction,
  { mapping, log, through }: Beginning,
): Promise<boolean> {
  return (await transaction.run(beginAnew, { mapping, log, through })).length > 0;
}

/**
 * Removes all documents of a tenant but its place, in several commits: more than one transaction can hold. Nothing is
 * written until it has ended, and one that was broken off is begun again.
 */
export async function clearTenant(db: GraphDatabase, tenantId: string): Promise<void> {
  const cleared = Object.keys(collections).filter((name) => name !== 'projections');
  for (const collection of cleared) {
    const bindings = { '@collection': collection, tenantId };
    await db.query(clearCollection.text(), bindings, { intermediateCommitCount: REMOVED_AT_ONCE });
  }
  await db.query(endClearing.text(), { tenantId });
}

/**
 * Makes the projection work a tenant's log from the beginning, as after a repair or a parked event. A projection that runs
 * notices with its next event.
 */
export async function resetJourneyProjection(db: GraphDatabase, tenantId: string): Promise<void> {
  const known = await findProjection(db, tenantId);
  if (known === null) return;
  const { log, position: through } = known;
  await inTenantTransaction({ db, tenantId, collections: PLACE }, (transaction) =>
    beginAgain(transaction, { mapping: null, log, through }),
  );
  await clearTenant(db, tenantId);
}

/** Removes a graph that was made from another log, its mapping and its place too. */
export async function forgetTenant(db: GraphDatabase, tenantId: string, log: string): Promise<void> {
  await inTenantTransaction({ db, tenantId, collections: PLACE }, (transaction) =>
    beginAgain(transaction, { mapping: null, log, through: 0 }),
  );
  await clearTenant(db, tenantId);
  await db.query(forgetProjection.text(), { tenantId });
}
