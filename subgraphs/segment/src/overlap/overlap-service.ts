import { AppError, requireScope, type Viewer } from '@customer360/service';
import { isUuid, type TenantReader } from '@customer360/subgraph';
import type { SegmentLoaders } from '../segments/segment-loaders.ts';
import type { SegmentDatabase } from '../store/tables.ts';
import { countShared } from './shared-members.ts';

/** How two segments share members. */
export interface SegmentOverlap {
  readonly a: string;
  readonly b: string;
  /** Members of both. */
  readonly both: number;
  /** Members of either. */
  readonly either: number;
  /** both / either; null when neither has members. */
  readonly similarity: number | null;
}

/** How segments share members, for who may read segments. */
export interface OverlapService {
  /** One for each pair, in the order of the ids. */
  compare(ids: readonly string[]): Promise<readonly SegmentOverlap[]>;
}

const MIN = 2;
const MAX = 10;

export function createOverlapService({
  viewer,
  reader,
  loaders,
}: {
  readonly viewer: Viewer;
  readonly reader: TenantReader<SegmentDatabase>;
  readonly loaders: SegmentLoaders;
}): OverlapService {
  return {
    async compare(given) {
      requireScope(viewer, 'segment:read');
      const ids = given.map((id) => id.toLowerCase());
      if (ids.length < MIN || ids.length > MAX || new Set(ids).size < ids.length) {
        throw new AppError('BAD_USER_INPUT', `ids must name ${MIN} to ${MAX} segments, each once.`);
      }
      const segments = await Promise.all(
        ids.map(async (id) => (isUuid(id) ? loaders.segment.load(id) : null)),
      );
      const missing = segments.flatMap((segment, place) => (segment === null ? [`ids[${place}]`] : []));
      if (missing.length > 0) {
        throw new AppError('BAD_USER_INPUT', `No segment has the id in ${missing.join(', ')}.`);
      }
      const sizes = await Promise.all(ids.map((id) => loaders.memberCount.load(id)));
      const shared = await reader.read((trx) => countShared(trx, viewer.tenantId, ids));
      return ids.flatMap((a, index) =>
        ids.slice(index + 1).map((b, place) => {
          const both = shared.get([a, b].toSorted().join(' ')) ?? 0;
          const either = (sizes[index] ?? 0) + (sizes[index + 1 + place] ?? 0) - both;
          return { a, b, both, either, similarity: either === 0 ? null : both / either };
        }),
      );
    },
  };
}
