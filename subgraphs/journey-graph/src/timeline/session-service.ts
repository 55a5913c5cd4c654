import { AppError, requireScope, type Viewer } from '@customer360/service';
import {
  readPageRequest,
  toConnection,
  type Connection,
  type Cursors,
  type PageArguments,
} from '@customer360/subgraph';
import type { Event } from '../events/event.ts';
import type { EventService } from '../events/event-service.ts';
import { firstInstant, lastInstant } from '../input/instants.ts';
import type { Profile } from '../profiles/profile.ts';
import { aqlFile } from '../store/aql-file.ts';
import type { SessionDocument } from '../store/documents.ts';
import type { TenantQueries } from '../store/tenant-queries.ts';
import { toSession, type Session } from './session.ts';

export interface SessionService {
  /** Newest first (JOURNEYS rule 9). */
  ofProfile(profile: Profile, page: SessionPage): Promise<Connection<Session>>;
  /** Oldest first. */
  touchpointsOf(session: Session, page: PageArguments): Promise<Connection<Event>>;
}

export interface SessionPage extends PageArguments {
  /** Milliseconds, included. */
  readonly from?: number | null | undefined;
  /** Milliseconds, not included. */
  readonly to?: number | null | undefined;
}

export const sessionsOfProfile = aqlFile(import.meta.url, './sessions-of-profile.aql');

export function createSessionService(options: {
  readonly queries: TenantQueries;
  readonly viewer: Viewer;
  readonly cursors: Cursors;
  readonly events: Pick<EventService, 'byIds'>;
}): SessionService {
  const { queries, viewer, cursors, events } = options;
  return {
    async ofProfile(profile, { from = null, to = null, ...page }) {
      requireScope(viewer, 'journey:read');
      if (from !== null && to !== null && from >= to) {
        throw new AppError('BAD_USER_INPUT', 'to must be after from.');
      }
      const list = `Profile.timeline ${JSON.stringify([profile.id, from, to])}`;
      const kind = { list, defaultSize: 20, maxSize: 100 };
      const request = readPageRequest(cursors, kind, page);
      const items = await queries.run<SessionDocument>(sessionsOfProfile, {
        profileId: profile.id,
        from: from ?? firstInstant,
        to: request.after?.[0] ?? to ?? lastInstant,
        limit: request.first + 1,
      });
      return toConnection(cursors, {
        kind,
        request,
        items: items.map(toSession),
        place: ({ startedAt, id }) => [startedAt, id],
        node: (session): Session => session,
      });
    },

    async touchpointsOf(session, pageArguments) {
      requireScope(viewer, 'journey:read');
      const kind = { list: `Session.touchpoints ${session.id}`, defaultSize: 50, maxSize: 200 };
      const request = readPageRequest(cursors, kind, pageArguments);
      const [at = firstInstant, position = 0] = (request.after ?? []).map(Number);
      const start = session.places.findIndex(
        (place) => place.at > at || (place.at === at && place.position > position),
      );
      const rest = start < 0 ? [] : session.places.slice(start);
      // An event that was moved or erased meanwhile is left out.
      const page = await events.byIds(rest.slice(0, request.first).map(({ eventId }) => eventId));
      return toConnection(cursors, {
        kind,
        request: { ...request, first: page.length },
        // One item more says that there is another page.
        items: rest.length > request.first ? [...page, ...page.slice(-1)] : page,
        place: (event) => [event.timestamp, event.position],
        node: (event): Event => event,
      });
    },
  };
}
