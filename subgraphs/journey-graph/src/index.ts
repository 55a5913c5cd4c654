export type { JourneyGraphContext } from './context.ts';
export type { GraphStore } from './env.ts';
export { openGraph, type Graph } from './store/open-graph.ts';
export {
  createJourneyGraphSubgraph,
  type JourneyGraphOptions,
  type JourneyGraphSubgraph,
} from './subgraph.ts';
