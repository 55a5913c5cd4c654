import { createMemoryCache, openSharedCache } from '@customer360/redis';
import { runSubgraph } from '@customer360/subgraph';
import { loadProfileEnv } from './env.ts';
import { profileMigrations } from './migrations/index.ts';
import { createProfileSubgraph } from './subgraph.ts';

const env = loadProfileEnv(process.env);

await runSubgraph({
  name: 'profile',
  env,
  database: env.database,
  migrations: profileMigrations,
  async build(parts) {
    const { database, redisUrl, identifiers, commandTimeoutMs } = env;
    // Nobody else can open an embedded store.
    const isAlone = database.kind === 'pglite';
    const cache = isAlone ? createMemoryCache({ clock: Date.now }) : openSharedCache(redisUrl, parts.logger);
    parts.opened.defer(async () => cache?.close());
    const subgraph = await createProfileSubgraph({ ...parts, cache, identifiers, commandTimeoutMs });
    return { subgraph };
  },
});
