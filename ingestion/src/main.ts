import {
  createEventLog,
  ensurePartitions,
  eventLogMigrations,
  keepPartitionsAhead,
} from '@customer360/event-log';
import { migrate, openDatabase } from '@customer360/postgres';
import { collectProcessMetrics, createLogger, createMetrics, stopOnSignals } from '@customer360/service';
import { readIngestionEnv } from './env.ts';
import { createIngestion } from './ingestion.ts';

const env = readIngestionEnv(process.env);
const logger = createLogger({ name: 'ingestion', level: env.logLevel });
const metrics = createMetrics('ingestion');
collectProcessMetrics(metrics);

const database = await openDatabase({ kind: 'postgres', url: env.databaseUrl, poolSize: env.poolSize });
await migrate(database, eventLogMigrations);
await ensurePartitions(database);
const stopUpkeep = keepPartitionsAhead(database, (error) =>
  logger.error({ error }, 'partitions are not made'),
);

const log = createEventLog(database);
const identifiers = env.defaultCountry === null ? {} : { defaultCountry: env.defaultCountry };
const ingestion = await createIngestion({ database, log, logger, metrics, identifiers, limits: env.limits });
stopOnSignals({
  logger,
  async stop() {
    stopUpkeep();
    await ingestion.close();
    await log.close();
    await database.close();
  },
});
const url = await ingestion.listen({ host: env.host, port: env.port });
logger.info({ url }, 'ingestion takes events');
