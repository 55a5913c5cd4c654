import type { Position } from '@customer360/event-log';
import { aqlFile } from '../store/aql-file.ts';
import type { CollectionName } from '../store/collections.ts';
import type { GraphDatabase } from '../store/connection.ts';
import type { ProjectionDocument } from '../store/documents.ts';
import { clearTenant } from './clear-tenant.ts';
import { inTenantTransaction, type TenantTransaction } from '../store/tenant-transaction.ts';

const readProjection = aqlFile(import.meta.url, './read-projection.aql');
const putDocuments = aqlFile(import.meta.url, './put-documents.aql');
const beginAnew = aqlFile(import.meta.url, './begin-anew.aql');

/**
 * What the projection makes of the log. Raise it when a graph that was made before has not what queries need: such graphs are
 * made anew.
 */
export const PROJECTION_EDITION = 3;

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
  return (
    (await transaction.run(beginAnew, { mapping, log, through, edition: PROJECTION_EDITION })).length > 0
  );
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

/** Removes a graph that was made from another log, its mapping too. */
export async function forgetGraph(
  db: GraphDatabase,
  tenantId: string,
  { log, through }: Pick<Beginning, 'log' | 'through'>,
): Promise<void> {
  const place: ProjectionDocument = {
    _key: tenantId,
    tenantId,
    log,
    position: 0,
    mapping: null,
    mappingPosition: 0,
    rebuildUntil: through,
    clearing: true,
    edition: PROJECTION_EDITION,
  };
  await inTenantTransaction({ db, tenantId, collections: PLACE }, (transaction) =>
    transaction.run(putDocuments, { '@collection': 'projections', documents: [place] }),
  );
  await clearTenant(db, tenantId);
}
