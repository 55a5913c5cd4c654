import { requireScope, type Viewer } from '@customer360/service';
import { readCount } from '../input/checks.ts';
import { readGoal, type FirstConversionStep } from '../input/goal.ts';
import { askPopulation } from '../population/population-query.ts';
import { readSegment } from '../population/read-segment.ts';
import type { TenantQueries } from '../store/tenant-queries.ts';
import { sankeyQuery, topPathsQuery } from './path-queries.ts';
import { readPathShape, type PathArguments } from './path-question.ts';
import { toSankey, type DepthMove, type Sankey } from './sankey.ts';
import type { TopPaths } from './top-paths.ts';

export interface TopPathsArguments extends PathArguments {
  readonly maxLength?: number | null | undefined;
  readonly goal?: string | null | undefined;
  readonly first?: number | null | undefined;
}

export interface SankeyArguments extends PathArguments {
  readonly maxDepth?: number | null | undefined;
  readonly maxSteps?: number | null | undefined;
}

export interface PathService {
  topPaths(question: TopPathsArguments): Promise<TopPaths>;
  sankey(question: SankeyArguments): Promise<Sankey>;
}

const limits = {
  maxLength: { default: 20, min: 1, max: 50 },
  paths: { default: 10, min: 1, max: 200 },
  maxDepth: { default: 5, min: 1, max: 20 },
  maxSteps: { default: 20, min: 1, max: 100 },
};

const noPaths: TopPaths = { units: 0, distinctPaths: 0, conversions: 0, paths: [] };

export function createPathService(options: {
  readonly queries: TenantQueries;
  readonly viewer: Viewer;
  readonly firstConversionStep: FirstConversionStep;
}): PathService {
  const { queries, viewer, firstConversionStep } = options;
  return {
    async topPaths(question) {
      requireScope(viewer, 'journey:read');
      const segmentId = readSegment(viewer, question.segmentId);
      const parameters = {
        ...readPathShape(question),
        maxLength: readCount('maxLength', question.maxLength, limits.maxLength),
        first: readCount('first', question.first, limits.paths),
        goal: await readGoal(question.goal, firstConversionStep),
      };
      const query = topPathsQuery[question.unit ?? 'SESSION'];
      const [found] = await askPopulation<TopPaths>(queries, query, segmentId, parameters);
      // Sums over nothing may be null.
      return found !== undefined && found.units > 0 ? found : noPaths;
    },

    async sankey(question) {
      requireScope(viewer, 'journey:read');
      const segmentId = readSegment(viewer, question.segmentId);
      const shape = readPathShape(question);
      const maxDepth = readCount('maxDepth', question.maxDepth, limits.maxDepth);
      const maxSteps = readCount('maxSteps', question.maxSteps, limits.maxSteps);
      const query = sankeyQuery[question.unit ?? 'SESSION'];
      const moves = await askPopulation<DepthMove>(queries, query, segmentId, { ...shape, maxDepth });
      return toSankey(moves, maxSteps);
    },
  };
}
