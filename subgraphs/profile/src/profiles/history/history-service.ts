import { requireScope, type Viewer } from '@customer360/service';
import {
  readPageRequest,
  toConnection,
  type Connection,
  type Cursors,
  type PageArguments,
} from '@customer360/subgraph';
import type { ProfilePageLoader } from '../page-loader.ts';
import type { Profile } from '../profile.ts';
import type { ListedAlias } from './alias-repository.ts';
import type { ListedMergeRecord } from './merge-record-repository.ts';
import type { MergeRecord, ProfileAlias } from './merge-record.ts';

/** How a profile came together. */
export interface HistoryService {
  mergeRecordsOf(profile: Profile, page: PageArguments): Promise<Connection<MergeRecord>>;
  aliasesOf(profile: Profile, page: PageArguments): Promise<Connection<ProfileAlias>>;
}

const sizes = { defaultSize: 20, maxSize: 100 };
const mergeRecords = { list: 'Profile.mergeRecords', ...sizes };
const aliases = { list: 'Profile.aliases', ...sizes };

export function createHistoryService(options: {
  readonly viewer: Viewer;
  readonly cursors: Cursors;
  readonly mergeRecordPages: ProfilePageLoader<ListedMergeRecord>;
  readonly aliasPages: ProfilePageLoader<ListedAlias>;
}): HistoryService {
  const { viewer, cursors } = options;
  return {
    async mergeRecordsOf(profile, page) {
      requireScope(viewer, 'profile:read');
      const request = readPageRequest(cursors, mergeRecords, page);
      return toConnection(cursors, {
        kind: mergeRecords,
        request,
        items: await options.mergeRecordPages.load({ profileId: profile.id, request }),
        place: (item) => [item.position, item.id],
        node: (item): MergeRecord => item,
      });
    },

    async aliasesOf(profile, page) {
      requireScope(viewer, 'profile:read');
      const request = readPageRequest(cursors, aliases, page);
      return toConnection(cursors, {
        kind: aliases,
        request,
        items: await options.aliasPages.load({ profileId: profile.id, request }),
        place: (item) => [item.position, item.id],
        node: (item): ProfileAlias => item,
      });
    },
  };
}
