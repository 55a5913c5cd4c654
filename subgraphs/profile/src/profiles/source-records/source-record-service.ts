import type { TraitView } from '@customer360/masking';
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
import type { ListedSourceRecord } from './source-record-repository.ts';
import type { SourceRecord } from './source-record.ts';

export interface SourceRecordService {
  ofProfile(profile: Profile, page: PageArguments): Promise<Connection<SourceRecord>>;
}

const kind = { list: 'Profile.sourceRecords', defaultSize: 20, maxSize: 100 };

export function createSourceRecordService(options: {
  readonly viewer: Viewer;
  readonly cursors: Cursors;
  readonly pages: ProfilePageLoader<ListedSourceRecord>;
  readonly traitView: () => Promise<TraitView>;
}): SourceRecordService {
  const { viewer, cursors, pages } = options;
  return {
    async ofProfile(profile, page) {
      requireScope(viewer, 'profile:read');
      const request = readPageRequest(cursors, kind, page);
      const [items, view] = await Promise.all([
        pages.load({ profileId: profile.id, request }),
        options.traitView(),
      ]);
      return toConnection(cursors, {
        kind,
        request,
        items,
        place: (item) => [item.observedAt, item.position],
        node: ({ id, sourceId, observedAt, receivedAt, traits }): SourceRecord => ({
          id,
          sourceId,
          observedAt,
          receivedAt,
          traits: seen(view, traits),
        }),
      });
    },
  };
}

function seen(view: TraitView, traits: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(traits).map(([trait, value]) => [view.name(trait), view.value(trait, value)]),
  );
}
