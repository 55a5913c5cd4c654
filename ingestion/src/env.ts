import {
  defaultCountrySetting,
  loadEnv,
  logLevelSetting,
  portSetting,
  postgresUrlSetting,
} from '@customer360/service';
import { z } from 'zod';

const count = z.coerce.number('must be a number').int('must be a whole number').min(1);

const settings = z.object({
  DATABASE_URL: postgresUrlSetting,
  DATABASE_POOL_SIZE: count.max(100).default(10),
  HOST: z.string().default('0.0.0.0'),
  PORT: portSetting.default(8080),
  LOG_LEVEL: logLevelSetting,
  DEFAULT_COUNTRY: defaultCountrySetting,
  MAX_QUEUED_EVENTS: count.default(20_000),
  MAX_QUEUED_MEGABYTES: count.default(64),
  MAX_WAIT_MILLISECONDS: count.default(2_000),
});

/** Settings of ingestion when it runs alone. Throws ConfigurationError with every problem at once. */
export function readIngestionEnv(source: Readonly<Record<string, string | undefined>>) {
  const env = loadEnv(settings, source);
  return {
    database: { kind: 'postgres', url: env.DATABASE_URL, poolSize: env.DATABASE_POOL_SIZE } as const,
    host: env.HOST,
    port: env.PORT,
    logLevel: env.LOG_LEVEL,
    /** How identifiers are read. */
    identifiers: env.DEFAULT_COUNTRY,
    limits: {
      maxEvents: env.MAX_QUEUED_EVENTS,
      maxBytes: env.MAX_QUEUED_MEGABYTES * 1_048_576,
      maxWaitMs: env.MAX_WAIT_MILLISECONDS,
    },
  };
}
