import type { Migrations } from '@customer360/postgres';
import * as accepted from './accepted.ts';
import * as append from './append.ts';
import * as archive from './archive.ts';
import * as consumer from './consumer.ts';
import * as ingestion from './ingestion.ts';
import * as resolved from './resolved.ts';
import * as tenant from './tenant.ts';

/** Schemas `event_log` and `ingestion`. */
export const eventLogMigrations: Migrations = {
  '20260101T0010_tenant': tenant,
  '20260101T0020_accepted': accepted,
  '20260101T0030_append': append,
  '20260101T0040_consumer': consumer,
  '20260101T0050_resolved': resolved,
  '20260101T0060_archive': archive,
  '20260101T0070_ingestion': ingestion,
};
