// The process that the crash tests kill: ingestion and all consumers on the database that it is told.
import { readAuthorizationTable } from '@customer360/authorization';
import type { DatabaseConfig } from '@customer360/postgres';
import { supergraphSdl } from '@customer360/schema';
import { createLogger, createTokenVerifier } from '@customer360/service';
import { startPipeline } from '../src/pipeline.ts';

const { database, port } = JSON.parse(process.argv[2] ?? '') as { database: DatabaseConfig; port: number };
await startPipeline({
  database,
  graph: { kind: 'embedded', snapshotFile: null },
  tenantId: 'crash',
  ingestionPort: port,
  logger: createLogger({ name: 'crash-target', level: 'fatal' }),
  verifier: createTokenVerifier({ issuer: 'http://127.0.0.1:9', audience: 'customer360' }),
  table: readAuthorizationTable(supergraphSdl()),
});
process.send?.('ready');
