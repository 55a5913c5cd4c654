import { aqlFile } from '../store/aql-file.ts';
import type { CollectionName } from '../store/collections.ts';
import type { TenantTransaction } from '../store/tenant-transaction.ts';
import { statesOf, toTransitionEdge } from '../transitions/transition-document.ts';
import type { MovedEvent } from './move-events.ts';
import type { ProjectionWrites } from './projection-writes.ts';

const putDocuments = aqlFile(import.meta.url, './put-documents.aql');
const removeDocuments = aqlFile(import.meta.url, './remove-documents.aql');
const moveEventsQuery = aqlFile(import.meta.url, './move-events.aql');
const putStates = aqlFile(import.meta.url, './put-states.aql');
const countMoves = aqlFile(import.meta.url, './count-moves.aql');

/** Collections that a batch writes, in the order in which it does. */
export const writtenCollections = [
  'events',
  'identifiers',
  'identifies',
  'links',
  'same_as',
  'sessions',
  'next_event',
  'journeys',
  'profiles',
  'memberships',
  'quarantines',
  'referred',
  'pending_referrals',
] as const satisfies readonly CollectionName[];

/** Writes a batch with a few statements for each collection. */
export async function writeAll(
  transaction: TenantTransaction,
  writes: ProjectionWrites,
  moved: readonly MovedEvent[],
): Promise<void> {
  for (const collection of writtenCollections) {
    const keys = writes.removed(collection);
    if (keys.length > 0) await transaction.run(removeDocuments, { '@collection': collection, keys });
    const documents = writes.puts(collection);
    if (documents.length > 0) await transaction.run(putDocuments, { '@collection': collection, documents });
  }
  if (moved.length > 0) {
    const rows = moved.map(({ before: { eventId }, identifierId, profileId }) => ({
      eventId,
      identifierId,
      profileId,
    }));
    await transaction.run(moveEventsQuery, { moved: rows });
  }
  await writeMoves(transaction, writes);
}

async function writeMoves(
  transaction: TenantTransaction,
  { madeMoves, moveChanges }: ProjectionWrites,
): Promise<void> {
  if (madeMoves.length === 0) return;
  const { tenantId } = transaction;
  const states = new Map(
    madeMoves.flatMap((move) => statesOf(move, tenantId)).map((state) => [state._key, state]),
  );
  await transaction.run(putStates, { states: [...states.values()] });
  if (moveChanges.length === 0) return;
  const moves = moveChanges.map((change) => toTransitionEdge(change, { tenantId, period: change.period }));
  // A step that is passed stays one that is passed, so that states never go.
  const keys = await transaction.run<string>(countMoves, { moves });
  if (keys.length > 0) await transaction.run(removeDocuments, { '@collection': 'transitions', keys });
}
