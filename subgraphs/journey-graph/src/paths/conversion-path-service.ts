import { requireScope, type Viewer } from '@customer360/service';
import {
  readPageRequest,
  toConnection,
  type Connection,
  type Cursors,
  type PageArguments,
} from '@customer360/subgraph';
import { readCount, readRange } from '../input/checks.ts';
import { readGoal, type FirstConversionStep } from '../input/goal.ts';
import { readLookback, type PathMode } from '../input/lookback.ts';
import { askPopulation, overPopulation } from '../population/population-query.ts';
import { readSegment, type Population } from '../population/read-segment.ts';
import { aqlFile } from '../store/aql-file.ts';
import type { TenantQueries } from '../store/tenant-queries.ts';
import type { ConversionPath } from './conversion-path.ts';

export interface ConversionPathArguments extends PageArguments, Population {
  readonly from: number;
  readonly to: number;
  readonly goal?: string | null | undefined;
  /** Milliseconds. */
  readonly lookback?: number | null | undefined;
  readonly path?: PathMode | null | undefined;
  readonly maxLength?: number | null | undefined;
}

export interface ConversionPathService {
  pathsToConversion(question: ConversionPathArguments): Promise<Connection<ConversionPath>>;
}

interface Row {
  readonly conversionId: string;
  readonly at: number;
  readonly position: number;
  readonly value: number;
  /** Latest first. */
  readonly touchpointIds: readonly string[];
}

const maxLengthLimits = { default: 20, min: 1, max: 100 };

export const conversionPaths = overPopulation('conversion-paths', 'events', {
  before: aqlFile(import.meta.url, './with-events.aql'),
  rest: [aqlFile(import.meta.url, './conversion-paths.aql')],
});

export function createConversionPathService(options: {
  readonly queries: TenantQueries;
  readonly viewer: Viewer;
  readonly cursors: Cursors;
  readonly firstConversionStep: FirstConversionStep;
}): ConversionPathService {
  const { queries, viewer, cursors, firstConversionStep } = options;
  return {
    async pathsToConversion(question) {
      requireScope(viewer, 'journey:read');
      const { from, to } = readRange(question);
      const lookback = readLookback(question.lookback);
      const maxLength = readCount('maxLength', question.maxLength, maxLengthLimits);
      const goal = await readGoal(question.goal, firstConversionStep);
      const sinceLast = question.path === 'SINCE_LAST_CONVERSION';
      const segmentId = readSegment(viewer, question.segmentId);
      const shape = [from, to, goal, lookback, sinceLast, maxLength, segmentId];
      const list = `pathsToConversion ${JSON.stringify(shape)}`;
      const kind = { list, defaultSize: 20, maxSize: 100 };
      const request = readPageRequest(cursors, kind, question);
      const [afterTs = null, afterPosition = null] = request.after ?? [];
      const items = await askPopulation<Row>(queries, conversionPaths, segmentId, {
        from,
        until: afterTs ?? to - 1,
        afterTs,
        afterPosition,
        goal,
        lookback,
        sinceLast,
        depth: maxLength + 1,
        limit: request.first + 1,
      });
      return toConnection(cursors, {
        kind,
        request,
        items,
        place: ({ at, position }) => [at, position],
        node: (row) => toConversionPath(row, maxLength),
      });
    },
  };
}

function toConversionPath({ conversionId, value, touchpointIds }: Row, maxLength: number): ConversionPath {
  return {
    conversionId,
    value,
    touchpointIds: touchpointIds.slice(0, maxLength).toReversed(),
    cut: touchpointIds.length > maxLength,
  };
}
