import type { Migrations } from '@customer360/postgres';
import { createAcceptedStream } from './accepted.ts';
import { createAppend } from './append.ts';
import { createArchive } from './archive.ts';
import { createConsumerTables } from './consumer.ts';
import { createIngestionTables } from './ingestion.ts';
import { createResolvedStream } from './resolved.ts';
import { createTenantTables } from './tenant.ts';

/** Schemas `event_log` and `ingestion`. */
export const eventLogMigrations: Migrations = {
  '20260101T0010_tenant': { up: createTenantTables },
  '20260101T0020_accepted': { up: createAcceptedStream },
  '20260101T0030_append': { up: createAppend },
  '20260101T0040_consumer': { up: createConsumerTables },
  '20260101T0050_resolved': { up: createResolvedStream },
  '20260101T0060_archive': { up: createArchive },
  '20260101T0070_ingestion': { up: createIngestionTables },
};
