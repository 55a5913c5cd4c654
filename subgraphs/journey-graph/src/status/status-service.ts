import type { ConsumerLag, Position } from '@customer360/event-log';
import { requireScope, type Viewer } from '@customer360/service';
import { aqlFile } from '../store/aql-file.ts';
import type { TenantQueries } from '../store/tenant-queries.ts';

const journeyStatus = aqlFile(import.meta.url, './journey-status.aql');

/** How fresh the answers of the graph are. */
export interface JourneyStatus {
  /** Everything up to here is in the answers. */
  readonly position: Position;
  /** Entries of the log that are not yet. */
  readonly behind: number;
  /** True while the graph is made anew, so that answers are incomplete. */
  readonly rebuilding: boolean;
  /** Entries that could not be worked and were set aside. */
  readonly parked: number;
}

export interface StatusService {
  journeyStatus(): Promise<JourneyStatus>;
}

interface Place {
  readonly position: Position;
  readonly rebuildUntil: Position | null;
  readonly clearing: boolean;
}

export function createStatusService(options: {
  readonly queries: TenantQueries;
  readonly viewer: Viewer;
  /** Of every tenant that has a log. */
  readonly lag: () => Promise<readonly ConsumerLag[]>;
}): StatusService {
  const { queries, viewer, lag } = options;
  return {
    async journeyStatus() {
      requireScope(viewer, 'journey:read');
      const [found] = await queries.run<{ readonly place: Place | null; readonly parked: number }>(
        journeyStatus,
        {},
      );
      const own = (await lag()).find(({ tenantId }) => tenantId === queries.tenantId);
      const place = found?.place ?? { position: 0, rebuildUntil: null, clearing: false };
      const behind = own?.entries ?? 0;
      return {
        position: place.position,
        behind,
        rebuilding: place.clearing || (behind > 0 && isWholeAt(place) > place.position),
        parked: found?.parked ?? 0,
      };
    },
  };
}

/** A graph that has nothing of a log yet is whole with the first entry at least. */
function isWholeAt({ position, rebuildUntil }: Place): Position {
  return rebuildUntil ?? (position === 0 ? 1 : position);
}
