import { openEventLog } from '@customer360/event-log';
import { runProcess } from '@customer360/service';
import { readIngestionEnv } from './env.ts';
import { createIngestion } from './ingestion.ts';

const env = readIngestionEnv(process.env);

await runProcess({ name: 'ingestion', logLevel: env.logLevel }, async ({ logger, metrics, opened }) => {
  const { database, log, close } = await openEventLog({
    database: env.database,
    onUpkeepError: (error) => logger.error({ error }, 'partitions are not made'),
  });
  opened.defer(close);
  const { identifiers, limits } = env;
  const ingestion = await createIngestion({ database, log, logger, metrics, identifiers, limits });
  opened.defer(() => ingestion.close());
  const url = await ingestion.listen({ host: env.host, port: env.port });
  logger.info({ url }, 'ingestion takes events');
});
