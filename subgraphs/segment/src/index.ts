export type { SegmentContext } from './context.ts';
export { segmentMigrations } from './store/migrations.ts';
export { createSegmentSubgraph, type SegmentSubgraph, type SegmentSubgraphOptions } from './subgraph.ts';
export { createScoringCache, SEGMENT_SPACE } from './cache/scoring-cache.ts';
