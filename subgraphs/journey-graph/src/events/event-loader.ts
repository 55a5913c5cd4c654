import DataLoader from 'dataloader';
import { aqlFile } from '../store/aql-file.ts';
import type { EventDocument } from '../store/documents.ts';
import { keyOf } from '../store/keys.ts';
import type { TenantQueries } from '../store/tenant-queries.ts';
import { toEvent, type Event } from './event.ts';

/** Events of one request by id; null when the tenant has none of this id. */
export type EventLoader = DataLoader<string, Event | null>;

/** Keys of one query; a page of journeys may ask for thousands. */
const BATCH = 1_000;

export const eventsById = aqlFile(import.meta.url, './events-by-id.aql');

export function createEventLoader(queries: TenantQueries): EventLoader {
  return new DataLoader(
    async (ids: readonly string[]) => {
      const keys = ids.map((id) => keyOf(queries.tenantId, id));
      const found = await queries.run<EventDocument>(eventsById, { keys });
      const byId = new Map(found.map((document) => [document.eventId, toEvent(document)]));
      return ids.map((id) => byId.get(id) ?? null);
    },
    { maxBatchSize: BATCH },
  );
}
