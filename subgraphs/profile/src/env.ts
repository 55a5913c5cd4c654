import type { DatabaseConfig } from '@customer360/postgres';
import { redisUrlSetting } from '@customer360/redis';
import { defaultCountrySetting, loadEnv, orNull, postgresUrlSetting } from '@customer360/service';
import {
  commandTimeoutSetting,
  poolSetting,
  serverSettings,
  toServerEnv,
  type ServerEnv,
} from '@customer360/subgraph';
import type { NormaliseOptions } from '@customer360/tracking';
import { z } from 'zod';

const settings = serverSettings(4001)
  .extend({
    /** `postgres` needs PROFILE_DATABASE_URL; `embedded` keeps its files in PROFILE_DATA_DIR, or nothing without it. */
    PROFILE_STORE: z.enum(['embedded', 'postgres'], 'must be embedded or postgres').default('embedded'),
    PROFILE_DATABASE_URL: orNull(postgresUrlSetting),
    PROFILE_DATABASE_POOL: poolSetting,
    PROFILE_DATA_DIR: orNull(z.string()),
    /** Where look-ups are cached, the same for all processes of this subgraph on the store `postgres`. */
    REDIS_URL: redisUrlSetting,
    DEFAULT_COUNTRY: defaultCountrySetting,
    COMMAND_TIMEOUT_MS: commandTimeoutSetting,
  })
  .superRefine((env, context) => {
    if (env.PROFILE_STORE === 'postgres' && env.PROFILE_DATABASE_URL === null) {
      context.addIssue({
        code: 'custom',
        path: ['PROFILE_DATABASE_URL'],
        message: 'is needed by the store postgres',
      });
    }
  });

export interface ProfileEnv extends ServerEnv {
  readonly database: DatabaseConfig;
  readonly redisUrl: string | null;
  /** How identifiers are read, as at ingestion. */
  readonly identifiers: NormaliseOptions;
  readonly commandTimeoutMs: number;
}

/** Throws ConfigurationError with every problem at once. */
export function loadProfileEnv(source: Readonly<Record<string, string | undefined>>): ProfileEnv {
  const env = loadEnv(settings, source);
  return {
    ...toServerEnv(env),
    database:
      env.PROFILE_STORE === 'postgres' && env.PROFILE_DATABASE_URL !== null
        ? { kind: 'postgres', url: env.PROFILE_DATABASE_URL, poolSize: env.PROFILE_DATABASE_POOL }
        : { kind: 'pglite', dataDir: env.PROFILE_DATA_DIR },
    redisUrl: env.REDIS_URL,
    identifiers: env.DEFAULT_COUNTRY,
    commandTimeoutMs: env.COMMAND_TIMEOUT_MS,
  };
}
