import { createMemoryCache, openRedisCache } from '@customer360/redis';
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
    const cache =
      env.redisUrl === null
        ? createMemoryCache({ clock: Date.now })
        : openRedisCache({
            url: env.redisUrl,
            onConnectionError: (error) => parts.logger.warn({ err: error }, 'the cache cannot be reached'),
          });
    parts.opened.defer(() => cache.close());
    const { identifiers, commandTimeoutMs } = env;
    const subgraph = createSegmentSubgraph({ ...parts, cache, identifiers, commandTimeoutMs });
    return { subgraph, addRoutes: (server) => subgraph.serveFiles(server) };
  },
});
