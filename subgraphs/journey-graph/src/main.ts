import { runSubgraph } from '@customer360/subgraph';
import { loadJourneyGraphEnv } from './env.ts';
import { openGraph } from './store/open-graph.ts';
import { createJourneyGraphSubgraph } from './subgraph.ts';

const env = loadJourneyGraphEnv(process.env);

await runSubgraph({
  name: 'journey-graph',
  env,
  database: env.log,
  // The graph is not in it.
  migrations: {},
  async build(parts) {
    const graph = await openGraph(env.store);
    parts.opened.defer(() => graph.close());
    return {
      subgraph: createJourneyGraphSubgraph({ ...parts, db: graph.db }),
      ready: { graph: () => graph.db.version() },
    };
  },
});
