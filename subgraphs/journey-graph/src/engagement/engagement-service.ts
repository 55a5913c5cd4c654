import { requireScope, type Viewer } from '@customer360/service';
import {
  readPageRequest,
  toConnection,
  type Connection,
  type Cursors,
  type PageArguments,
} from '@customer360/subgraph';
import { readDuration, readRange } from '../input/checks.ts';
import { aqlFile } from '../store/aql-file.ts';
import type { TenantQueries } from '../store/tenant-queries.ts';
import type { Engagement } from './engagement.ts';

export interface EngagementService {
  /** At each touchpoint in the range, oldest first; the window may begin before the range. */
  engagement(question: EngagementInput): Promise<Connection<Engagement>>;
}

export interface EngagementInput extends PageArguments {
  readonly profileId: string;
  /** Milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly window?: number | null | undefined;
}

const DAY_MS = 86_400_000;
const windowLimits = { default: 7 * DAY_MS, min: 1_000, max: 400 * DAY_MS, says: '1 second to 400 days' };

export const engagement = aqlFile(import.meta.url, './engagement.aql');

export function createEngagementService(options: {
  readonly queries: TenantQueries;
  readonly viewer: Viewer;
  readonly cursors: Cursors;
}): EngagementService {
  const { queries, viewer, cursors } = options;
  return {
    async engagement({ profileId, window, from, to, ...page }) {
      requireScope(viewer, 'journey:read');
      const range = readRange({ from, to });
      // The beginning of the window is not part of it, and times are whole milliseconds.
      const preceding = readDuration('window', window, windowLimits) - 1;
      const list = `engagement ${JSON.stringify([profileId, from, to, preceding])}`;
      const kind = { list, defaultSize: 100, maxSize: 1_000 };
      const request = readPageRequest(cursors, kind, page);
      const [afterTs = null, afterPosition = null] = request.after ?? [];
      const begin = Number(afterTs ?? range.from);
      const items = await queries.run<Engagement>(engagement, {
        profileId,
        since: begin - preceding,
        from: begin,
        to: range.to,
        preceding,
        afterTs,
        afterPosition,
        limit: request.first + 1,
      });
      return toConnection(cursors, {
        kind,
        request,
        items,
        place: ({ at, position }) => [at, position],
        node: (item): Engagement => item,
      });
    },
  };
}
