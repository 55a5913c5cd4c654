// One process of the product under load: ingestion, the profile consumer, or both, on the database that it is told.
import { readAuthorizationTable } from '@customer360/authorization';
import { createEventLog } from '@customer360/event-log';
import { createIngestion } from '@customer360/ingestion';
import { openDatabase } from '@customer360/postgres';
import { createProfileSubgraph } from '@customer360/profile';
import { openSharedCache } from '@customer360/redis';
import { supergraphSdl } from '@customer360/schema';
import { createLogger, createTokenVerifier } from '@customer360/service';
import type { ServerOrder, ServerReport } from './messages.ts';

const order = JSON.parse(process.argv[2] ?? '') as ServerOrder;
const report = (message: ServerReport) => process.send?.(message);

const logger = createLogger({ name: 'bench', level: 'warn' });
const database = await openDatabase(order.database);
const log = createEventLog(database);

let url: string | null = null;
if (order.role !== 'profile') {
  const ingestion = await createIngestion({ database, log, logger });
  url = await ingestion.listen({ host: '127.0.0.1', port: 0 });
}
if (order.role !== 'ingestion') {
  const profile = await createProfileSubgraph({
    database,
    log,
    logger,
    // Nobody asks this process anything.
    verifier: createTokenVerifier({ issuer: 'http://127.0.0.1:9', audience: 'customer360' }),
    table: readAuthorizationTable(supergraphSdl()),
    // As the profile subgraph alone: with REDIS_URL its batches hold what they change of look-ups.
    ...(order.database.kind === 'postgres'
      ? { cache: openSharedCache(process.env['REDIS_URL'] ?? null, logger) }
      : {}),
  });
  await profile.start();
  process.on('message', () => {
    profile.consumer
      .lag()
      .then((lags) =>
        report({
          kind: 'lag',
          entries: lags.reduce((sum, { entries }) => sum + entries, 0),
          seconds: Math.max(0, ...lags.map(({ seconds }) => seconds)),
        }),
      )
      .catch((error: unknown) => {
        console.error(error);
        process.exit(1);
      });
  });
}
report({ kind: 'ready', url });
