import type { DatabaseConfig } from '@customer360/postgres';
import { redisUrlSetting } from '@customer360/redis';
import { defaultCountrySetting, loadEnv } from '@customer360/service';
import {
  commandTimeoutSetting,
  logDatabaseSettings,
  serverSettings,
  toLogDatabase,
  toServerEnv,
  type ServerEnv,
} from '@customer360/subgraph';
import type { NormaliseOptions } from '@customer360/tracking';

const settings = serverSettings(4003).extend({
  ...logDatabaseSettings.shape,
  /** Where personas are cached, the same for all processes of this subgraph; nowhere when it is not set. */
  REDIS_URL: redisUrlSetting,
  DEFAULT_COUNTRY: defaultCountrySetting,
  COMMAND_TIMEOUT_MS: commandTimeoutSetting,
});

export interface SegmentEnv extends ServerEnv {
  /** Segments have their own schema in the event log's database. */
  readonly database: DatabaseConfig;
  readonly redisUrl: string | null;
  /** How identifiers are read, as at ingestion. */
  readonly identifiers: NormaliseOptions;
  readonly commandTimeoutMs: number;
}

/** Throws ConfigurationError with every problem at once. */
export function loadSegmentEnv(source: Readonly<Record<string, string | undefined>>): SegmentEnv {
  const env = loadEnv(settings, source);
  return {
    ...toServerEnv(env),
    database: toLogDatabase(env),
    redisUrl: env.REDIS_URL,
    identifiers: env.DEFAULT_COUNTRY,
    commandTimeoutMs: env.COMMAND_TIMEOUT_MS,
  };
}
