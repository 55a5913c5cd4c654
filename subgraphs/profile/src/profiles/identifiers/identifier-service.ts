import { MASK, maskIdentifier } from '@customer360/masking';
import { requireScope, type Viewer } from '@customer360/service';
import {
  readPageRequest,
  toConnection,
  type Connection,
  type Cursors,
  type PageArguments,
} from '@customer360/subgraph';
import type { Profile } from '../profile.ts';
import type { Identifier } from './identifier.ts';
import { verifiedKey, type IdentifierLoaders } from './identifier-loaders.ts';

export interface IdentifierService {
  ofProfile(profile: Profile, page: PageArguments): Promise<Connection<Identifier>>;
  valueOf(identifier: Identifier): Promise<string>;
  lastSeenAtOf(identifier: Identifier): Promise<number>;
  isVerified(identifier: Identifier): Promise<boolean>;
}

const kind = { list: 'Profile.identifiers', defaultSize: 20, maxSize: 100 };

export function createIdentifierService(options: {
  readonly viewer: Viewer;
  readonly cursors: Cursors;
  readonly loaders: IdentifierLoaders;
}): IdentifierService {
  const { viewer, cursors, loaders } = options;
  return {
    async ofProfile(profile, page) {
      requireScope(viewer, 'profile:read');
      const request = readPageRequest(cursors, kind, page);
      return toConnection(cursors, {
        kind,
        request,
        items: await loaders.pages.load({ profileId: profile.id, request }),
        place: (item) => [item.birthPosition, item.birthRank],
        node: (item): Identifier => item,
      });
    },

    async valueOf({ id, type }) {
      const value = (await loaders.value.load(id))?.value ?? MASK;
      return viewer.scopes.has('profile:pii') ? value : maskIdentifier(type, value);
    },

    async lastSeenAtOf(identifier) {
      return (await loaders.lastSeen.load(identifier.id)) ?? identifier.firstSeenAt;
    },

    async isVerified({ id, type, profileId }) {
      const verified = await loaders.verified.load(profileId);
      return (
        verified.size > 0 && verified.has(verifiedKey(type, (await loaders.value.load(id))?.value ?? null))
      );
    },
  };
}
