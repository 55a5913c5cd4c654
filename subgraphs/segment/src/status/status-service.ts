import type { ConsumerLag, Position } from '@customer360/event-log';
import { requireScope, type Viewer } from '@customer360/service';
import type { TenantReader } from '@customer360/subgraph';
import { findLatestRebuild } from '../rebuild/rebuild-repository.ts';
import type { Rebuild } from '../rebuild/rebuild.ts';
import { countParked, findEvaluated } from '../store/consumer-repository.ts';
import type { SegmentDatabase } from '../store/tables.ts';

/** How far segments are. */
export interface SegmentsStatus {
  /** Everything up to here is in the answers. */
  readonly position: Position;
  /** Entries of the log that are not yet. */
  readonly behind: number;
  /** The moment through which rules have turned, milliseconds; null before the first entry. */
  readonly freshAt: number | null;
  /** Entries that could not be worked and were set aside. */
  readonly parked: number;
  /** The latest one; null when none ever was. */
  readonly rebuild: RebuildStatus | null;
}

export interface RebuildStatus extends Rebuild {
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED';
  /** The entry through which there is to work: it moves while events come in. */
  readonly through: Position;
}

export interface StatusService {
  segmentStatus(): Promise<SegmentsStatus>;
}

export function createStatusService({
  viewer,
  reader,
  lag,
}: {
  readonly viewer: Viewer;
  readonly reader: TenantReader<SegmentDatabase>;
  /** Of every tenant that has a log. */
  readonly lag: () => Promise<readonly ConsumerLag[]>;
}): StatusService {
  const { tenantId } = viewer;
  return {
    async segmentStatus() {
      requireScope(viewer, 'segment:read');
      const { evaluated, parked, rebuild } = await reader.read(async (trx) => ({
        evaluated: await findEvaluated(trx, tenantId),
        parked: await countParked(trx, tenantId),
        rebuild: await findLatestRebuild(trx, tenantId),
      }));
      const own = (await lag()).find((one) => one.tenantId === tenantId);
      const position = evaluated?.position ?? 0;
      return {
        position,
        behind: own?.entries ?? 0,
        freshAt: evaluated?.clock ?? null,
        parked,
        rebuild: rebuild && statusOf(rebuild, position),
      };
    },
  };
}

function statusOf(rebuild: Rebuild, position: Position): RebuildStatus {
  const isOpen = rebuild.phase === 'CLEAR' || rebuild.phase === 'REPLAY';
  const ended = rebuild.error === null ? 'SUCCEEDED' : 'FAILED';
  return { ...rebuild, status: isOpen ? 'RUNNING' : ended, through: isOpen ? position : rebuild.reached };
}
