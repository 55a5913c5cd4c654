import { aqlFile } from '../store/aql-file.ts';
import type { EventDocument } from '../store/documents.ts';
import { keyOf } from '../store/keys.ts';
import type { TenantTransaction } from '../store/tenant-transaction.ts';
import type { IdentityOutcome } from './identity-fold.ts';
import type { BatchContent } from './read-batch.ts';

const movableEvents = aqlFile(import.meta.url, './movable-events.aql');

type StoredEvent = Omit<EventDocument, 'properties'>;

/** An event of an earlier batch that is somebody else's now. */
export interface MovedEvent {
  readonly before: StoredEvent;
  readonly identifierId: string;
  readonly profileId: string;
}

/** The events of a batch as they are attributed at its end. */
export function placeEvents(content: BatchContent, { identifiers }: IdentityOutcome): BatchContent {
  const events = content.events.map((event) => {
    const identifierId = content.reattributed.get(event.eventId) ?? event.identifierId;
    const profileId = identifiers.get(identifierId)?.profileId ?? event.profileId;
    return { ...event, identifierId, profileId };
  });
  return { ...content, events };
}

/** Stored events whose identifier or profile differs after a batch. */
export async function moveEvents(
  transaction: TenantTransaction,
  { events, reattributed }: BatchContent,
  { identifiers, moved }: IdentityOutcome,
): Promise<readonly MovedEvent[]> {
  const isNew = new Set(events.map(({ eventId }) => eventId));
  const keys = [...reattributed.keys()]
    .filter((eventId) => !isNew.has(eventId))
    .map((eventId) => keyOf(transaction.tenantId, eventId));
  if (keys.length === 0 && moved.length === 0) return [];
  const found = await transaction.run<StoredEvent>(movableEvents, { keys, identifierIds: moved });
  return found.flatMap((before) => {
    const identifierId = reattributed.get(before.eventId) ?? before.identifierId;
    const profileId = identifiers.get(identifierId)?.profileId ?? before.profileId;
    const isSame = identifierId === before.identifierId && profileId === before.profileId;
    return isSame ? [] : [{ before, identifierId, profileId }];
  });
}
