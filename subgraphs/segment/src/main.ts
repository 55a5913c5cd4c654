import { openSharedCache } from '@customer360/redis';
import { runSubgraph } from '@customer360/subgraph';
import { loadSegmentEnv } from './env.ts';
import { segmentMigrations } from './store/migrations.ts';
import { createSegmentSubgraph } from './subgraph.ts';

const env = loadSegmentEnv(process.env);

await runSubgraph({
  name: 'segment',
  env,
  database: env.database,
  migrations: segmentMigrations,
  async build(parts) {
    const cache = openSharedCache(env.redisUrl, parts.logger);
    parts.opened.defer(async () => cache?.close());
    const { identifiers, commandTimeoutMs } = env;
    const subgraph = createSegmentSubgraph({ ...parts, cache, identifiers, commandTimeoutMs });
    return { subgraph, addRoutes: (server) => subgraph.serveFiles(server) };
  },
});
