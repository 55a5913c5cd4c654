import type { TraitView } from '@customer360/masking';
import type { Database } from '@customer360/postgres';
import { AppError, requireScope, type Viewer } from '@customer360/service';
import {
  readPageRequest,
  toConnection,
  type Connection,
  type Cursors,
  type PageArguments,
} from '@customer360/subgraph';
import type { ProfileDatabase } from '../database.ts';
import type { Normalise } from './identifiers/normalise.ts';
import type { Profile } from './profile.ts';
import { problemOf, type ProfileFilter, type ProfileOrder } from './profile-filter.ts';
import { countProfiles, listProfiles } from './profile-list-repository.ts';
import type { ProfileLoader } from './profile-loaders.ts';
import type { LookUpProfileId } from '../look-up/look-up-cache.ts';

/** A page of profiles with the filter that made it, from which its total is counted when somebody asks. */
export type ProfileList = Connection<Profile> & { readonly filter: ProfileFilter };

export interface ProfileService {
  /** By present or former id. */
  byId(id: string): Promise<Profile | null>;
  byIds(ids: readonly string[]): Promise<Profile[]>;
  byIdentifier(identifier: { readonly type: string; readonly value: string }): Promise<Profile | null>;
  list(
    query: PageArguments & {
      readonly filter?: ProfileFilter | null | undefined;
      readonly orderBy?: ProfileOrder | null | undefined;
    },
  ): Promise<ProfileList>;
  count(list: ProfileList): Promise<number>;
}

export function createProfileService(options: {
  readonly database: Database<ProfileDatabase>;
  readonly viewer: Viewer;
  readonly cursors: Cursors;
  readonly loader: ProfileLoader;
  readonly traitView: () => Promise<TraitView>;
  readonly normalise: Normalise;
  readonly lookUp: LookUpProfileId;
  readonly clock: () => number;
}): ProfileService {
  const { database, viewer, cursors, loader, clock } = options;
  const { tenantId } = viewer;

  async function checkFilter(filter: ProfileFilter): Promise<void> {
    const problem = problemOf(filter);
    if (problem !== null) throw new AppError('BAD_USER_INPUT', problem);
    if (filter.traitEquals == null) return;
    const traits = await options.traitView();
    // Otherwise a caller could find out a masked value by asking for it.
    if (!traits.isVisible(filter.traitEquals.name)) {
      throw new AppError('FORBIDDEN', 'filter.traitEquals on a personal trait needs the scope profile:pii.');
    }
  }

  return {
    async byId(id) {
      requireScope(viewer, 'profile:read');
      return loader.load(id);
    },

    async byIds(ids) {
      requireScope(viewer, 'profile:read');
      const profiles = await Promise.all(ids.map((id) => loader.load(id)));
      const present = profiles.filter((profile) => profile !== null);
      return [...new Map(present.map((profile) => [profile.id, profile])).values()];
    },

    async byIdentifier({ type, value }) {
      requireScope(viewer, 'profile:read');
      const normal = type.length > 100 ? null : options.normalise(type, value);
      if (normal === null) return null;
      const profileId = await options.lookUp(tenantId, { type, value: normal });
      return profileId === null ? null : loader.load(profileId);
    },

    async list(query) {
      requireScope(viewer, 'profile:read');
      const filter = query.filter ?? {};
      const orderBy = query.orderBy ?? 'LAST_SEEN_DESC';
      await checkFilter(filter);
      const kind = { list: listName(orderBy, filter), defaultSize: 20, maxSize: 100 };
      const request = readPageRequest(cursors, kind, query);
      const items = await database.inTenant(tenantId, (trx) =>
        listProfiles(trx, tenantId, {
          filter,
          orderBy,
          after: request.after === null ? null : [Number(request.after[0]), String(request.after[1])],
          limit: request.first + 1,
          now: clock(),
        }),
      );
      const time = orderBy.startsWith('LAST') ? 'lastSeenAt' : 'firstSeenAt';
      const connection = toConnection(cursors, {
        kind,
        request,
        items,
        place: (profile) => [profile[time], profile.id],
        node: (profile) => profile,
      });
      return { ...connection, filter };
    },

    async count({ filter }) {
      requireScope(viewer, 'profile:read');
      return database.inTenant(tenantId, (trx) => countProfiles(trx, tenantId, { filter, now: clock() }));
    },
  };
}

/** Everything that shapes the list, with its members in one order whatever the client wrote. */
function listName(orderBy: ProfileOrder, filter: ProfileFilter): string {
  const conditions = Object.entries(filter)
    .filter(([, value]) => value != null)
    .map(([name, value]) => [
      name,
      name === 'traitEquals' ? [filter.traitEquals?.name, filter.traitEquals?.value] : value,
    ])
    .toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1));
  return JSON.stringify(['profiles', orderBy, conditions]);
}
