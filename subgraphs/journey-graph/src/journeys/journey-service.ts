import { requireScope, type Viewer } from '@customer360/service';
import {
  readPageRequest,
  toConnection,
  type Connection,
  type Cursors,
  type PageArguments,
} from '@customer360/subgraph';
import type { Event } from '../events/event.ts';
import type { EventService } from '../events/event-service.ts';
import { lastInstant } from '../input/instants.ts';
import type { Profile } from '../profiles/profile.ts';
import { aqlFile } from '../store/aql-file.ts';
import type { JourneyDocument } from '../store/documents.ts';
import type { TenantQueries } from '../store/tenant-queries.ts';
import { toJourneyRecord, type JourneyRecord } from './journey.ts';

export interface JourneyService {
  /** Newest first. */
  ofProfile(profile: Profile, page: PageArguments): Promise<Connection<JourneyRecord>>;
  /** Null while the journey is open. */
  conversionOf(journey: JourneyRecord): Promise<Event | null>;
}

export const journeysOfProfile = aqlFile(import.meta.url, './journeys-of-profile.aql');

export function createJourneyService(options: {
  readonly queries: TenantQueries;
  readonly viewer: Viewer;
  readonly cursors: Cursors;
  readonly events: Pick<EventService, 'byId'>;
}): JourneyService {
  const { queries, viewer, cursors, events } = options;
  return {
    async ofProfile(profile, page) {
      requireScope(viewer, 'journey:read');
      const kind = { list: `Profile.journeys ${profile.id}`, defaultSize: 20, maxSize: 100 };
      const request = readPageRequest(cursors, kind, page);
      const [afterStart = null, afterPosition = null] = request.after ?? [];
      const items = await queries.run<JourneyDocument>(journeysOfProfile, {
        profileId: profile.id,
        until: afterStart ?? lastInstant,
        afterStart,
        afterPosition,
        limit: request.first + 1,
      });
      return toConnection(cursors, {
        kind,
        request,
        items: items.map(toJourneyRecord),
        place: ({ startedAt, startPosition }) => [startedAt, startPosition],
        node: (journey): JourneyRecord => journey,
      });
    },

    conversionOf: async ({ conversionId }) => (conversionId === null ? null : events.byId(conversionId)),
  };
}
