import { readAuthorizationTable } from '@customer360/authorization';
import {
  createEventLog,
  ensurePartitions,
  eventLogMigrations,
  keepPartitionsAhead,
} from '@customer360/event-log';
import { migrate, openDatabase } from '@customer360/postgres';
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
import { loadProfileEnv } from './env.ts';
import { profileMigrations } from './migrations/index.ts';
import { createProfileSubgraph } from './subgraph.ts';

const env = loadProfileEnv(process.env);
const logger = createLogger({ name: 'profile', level: env.logLevel });
const metrics = createMetrics('profile');
collectProcessMetrics(metrics);
const database = await openDatabase<object>(env.store);
await migrate(database, { ...eventLogMigrations, ...profileMigrations });
await ensurePartitions(database);
const stopUpkeep = keepPartitionsAhead(database, (error) =>
  logger.error({ error }, 'partitions are not made'),
);
const log = createEventLog(database);
const subgraph = await createProfileSubgraph({
  database,
  log,
  logger,
  verifier: createTokenVerifier({
    issuer: env.oidc.issuer,
    jwksUri: env.oidc.jwksUri ?? undefined,
    audience: env.oidc.audience,
  }),
  table: readAuthorizationTable(supergraphSdl()),
  metrics,
  identifiers: env.defaultCountry === null ? {} : { defaultCountry: env.defaultCountry },
  commandTimeoutMs: env.commandTimeoutMs,
});
const server = await createSubgraphServer({
  subgraph,
  logger,
  metrics,
  ready: { database: () => sql`select 1`.execute(database.db) },
});

stopOnSignals({
  logger,
  stop: async () => {
    stopUpkeep();
    await server.close();
    await subgraph.stop();
    await log.close();
    await database.close();
  },
});
await subgraph.start();
const url = await server.listen({ host: env.host, port: env.port });
logger.info({ url, store: env.store.kind }, 'profile subgraph listens');
