import { readAuthorizationTable } from '@customer360/authorization';
import { createEventLog } from '@customer360/event-log';
import { openDatabase } from '@customer360/postgres';
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
import { loadJourneyGraphEnv } from './env.ts';
import { openGraph } from './store/open-graph.ts';
import { createJourneyGraphSubgraph } from './subgraph.ts';

const env = loadJourneyGraphEnv(process.env);
const logger = createLogger({ name: 'journey-graph', level: env.logLevel });
const metrics = createMetrics('journey_graph');
collectProcessMetrics(metrics);
const database = await openDatabase<object>(env.log);
const graph = await openGraph(env.store);
const log = createEventLog(database);
const subgraph = createJourneyGraphSubgraph({
  database,
  log,
  db: graph.db,
  logger,
  verifier: createTokenVerifier({
    issuer: env.oidc.issuer,
    jwksUri: env.oidc.jwksUri ?? undefined,
    audience: env.oidc.audience,
  }),
  table: readAuthorizationTable(supergraphSdl()),
  metrics,
});
const server = await createSubgraphServer({
  subgraph,
  logger,
  metrics,
  ready: {
    database: () => sql`select 1`.execute(database.db),
    graph: () => graph.db.version(),
  },
});

stopOnSignals({
  logger,
  stop: async () => {
    await server.close();
    await subgraph.stop();
    await log.close();
    await graph.close();
    await database.close();
  },
});
await subgraph.start();
const url = await server.listen({ host: env.host, port: env.port });
logger.info({ url, store: env.store.kind }, 'journey-graph subgraph listens');
