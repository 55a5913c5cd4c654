import { maskJson } from '@customer360/masking';
import { requireScope, type Viewer } from '@customer360/service';
import {
  readPageRequest,
  toConnection,
  type Connection,
  type Cursors,
  type PageArguments,
} from '@customer360/subgraph';
import { lastInstant, firstInstant } from '../input/instants.ts';
import type { Profile } from '../profiles/profile.ts';
import { aqlFile } from '../store/aql-file.ts';
import type { EventDocument } from '../store/documents.ts';
import type { TenantQueries } from '../store/tenant-queries.ts';
import { readEventFilter, type EventFilterInput } from './event-filter.ts';
import type { EventLoader } from './event-loader.ts';
import { toEvent, type Event } from './event.ts';

export interface EventService {
  /** Null when the tenant has no event of this id. */
  byId(id: string): Promise<Event | null>;
  /** In the order of the ids; unknown ones are left out. */
  byIds(ids: readonly string[]): Promise<readonly Event[]>;
  /** Newest first, by time and log position. */
  ofProfile(profile: Profile, page: EventPage): Promise<Connection<Event>>;
  /** Masked without `profile:pii`. */
  propertiesOf(event: Event): unknown;
}

export interface EventPage extends PageArguments {
  readonly filter?: EventFilterInput | null | undefined;
}

export const eventsOfProfile = aqlFile(import.meta.url, './events-of-profile.aql');

export function createEventService(options: {
  readonly queries: TenantQueries;
  readonly viewer: Viewer;
  readonly cursors: Cursors;
  readonly loader: EventLoader;
}): EventService {
  const { queries, viewer, cursors, loader } = options;
  return {
    async byId(id) {
      requireScope(viewer, 'journey:read');
      return loader.load(id);
    },

    async byIds(ids) {
      requireScope(viewer, 'journey:read');
      const found = await loader.loadMany(ids);
      return found.flatMap((event) => {
        if (event instanceof Error) throw event;
        return event === null ? [] : [event];
      });
    },

    async ofProfile(profile, page) {
      requireScope(viewer, 'journey:read');
      const { from, to, ...names } = readEventFilter(page.filter);
      const list = `Profile.events ${JSON.stringify([profile.id, from, to, names])}`;
      const kind = { list, defaultSize: 20, maxSize: 100 };
      const request = readPageRequest(cursors, kind, page);
      const [afterTs = null, afterPosition = null] = request.after ?? [];
      const items = await queries.run<EventDocument>(eventsOfProfile, {
        ...names,
        profileId: profile.id,
        from: from ?? firstInstant,
        until: Number(afterTs ?? (to === null ? lastInstant : to - 1)),
        afterTs,
        afterPosition,
        limit: request.first + 1,
      });
      for (const document of items) loader.prime(document.eventId, toEvent(document));
      return toConnection(cursors, {
        kind,
        request,
        items,
        place: ({ ts, position }) => [ts, position],
        node: toEvent,
      });
    },

    propertiesOf({ properties }) {
      return viewer.scopes.has('profile:pii') ? properties : maskJson(properties);
    },
  };
}
