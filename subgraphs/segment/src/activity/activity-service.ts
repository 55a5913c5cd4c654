import { requireScope, type Viewer } from '@customer360/service';
import {
  type Connection,
  type Cursors,
  isUuid,
  readPageRequest,
  type TenantReader,
  toConnection,
} from '@customer360/subgraph';
import type { SegmentDatabase } from '../store/tables.ts';
import { findActivities, type Activity } from './activity-repository.ts';

/** Who entered and left, for who may read segments. */
export interface ActivityService {
  list(question: {
    readonly segmentId?: string | null | undefined;
    readonly since?: string | null | undefined;
    readonly first?: number | null | undefined;
  }): Promise<Connection<Activity>>;
}

export function createActivityService({
  viewer,
  cursors,
  reader,
}: {
  readonly viewer: Viewer;
  readonly cursors: Cursors;
  readonly reader: TenantReader<SegmentDatabase>;
}): ActivityService {
  return {
    async list({ segmentId = null, since, first }) {
      requireScope(viewer, 'segment:read');
      const kind = { list: `activity ${segmentId}`, defaultSize: 100, maxSize: 500 };
      const request = readPageRequest(cursors, kind, { first, after: since });
      const after = request.after === null ? 0 : Number(request.after[0]);
      const isKnown = segmentId === null || isUuid(segmentId);
      const items = isKnown
        ? await reader.read((trx) =>
            findActivities(trx, viewer.tenantId, { segmentId, after, limit: request.first + 1 }),
          )
        : [];
      return toConnection(cursors, {
        kind,
        request,
        items,
        place: ({ sequence }) => [sequence],
        node: (activity) => activity,
      });
    },
  };
}
