import { readAuthorizationTable } from '@customer360/authorization';
import { createEventLog, ensurePartitions, eventLogMigrations } from '@customer360/event-log';
import { migrate, openDatabase } from '@customer360/postgres';
import { createMemoryCache, openRedisCache } from '@customer360/redis';
import { supergraphSdl } from '@customer360/schema';
import {
  collectProcessMetrics,
  createLogger,
  createMetrics,
  createTokenVerifier,
  stopOnSignals,
} from '@customer360/service';
import { createSubgraphServer } from '@customer360/subgraph';
import { sql } from 'kysely';
import { loadSegmentEnv } from './env.ts';
import { segmentMigrations } from './store/migrations.ts';
import { createSegmentSubgraph } from './subgraph.ts';

const env = loadSegmentEnv(process.env);
const logger = createLogger({ name: 'segment', level: env.logLevel });
const metrics = createMetrics('segment');
collectProcessMetrics(metrics);
const database = await openDatabase<object>(env.store);
await migrate(database, { ...eventLogMigrations, ...segmentMigrations });
await ensurePartitions(database);
const log = createEventLog(database);
const cache =
  env.redisUrl === null
    ? createMemoryCache({ clock: Date.now })
    : openRedisCache({
        url: env.redisUrl,
        onConnectionError: (error) => logger.warn({ err: error }, 'the cache cannot be reached'),
      });
const subgraph = createSegmentSubgraph({
  database,
  log,
  cache,
  metrics,
  logger,
  verifier: createTokenVerifier({
    issuer: env.oidc.issuer,
    jwksUri: env.oidc.jwksUri ?? undefined,
    audience: env.oidc.audience,
  }),
  table: readAuthorizationTable(supergraphSdl()),
  identifiers: env.defaultCountry === null ? {} : { defaultCountry: env.defaultCountry },
  commandTimeoutMs: env.commandTimeoutMs,
});
const server = await createSubgraphServer({
  subgraph,
  logger,
  metrics,
  ready: { database: () => sql`select 1`.execute(database.db) },
});
await subgraph.serveFiles(server);

stopOnSignals({
  logger,
  stop: async () => {
    await server.close();
    await subgraph.stop();
    await cache.close();
    await log.close();
    await database.close();
  },
});
await subgraph.start();
const url = await server.listen({ host: env.host, port: env.port });
logger.info({ url }, 'segment subgraph listens');
