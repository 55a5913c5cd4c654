import type { PostgresConfig } from '@customer360/postgres';
import { logLevelSetting, orNull, portSetting, postgresUrlSetting } from '@customer360/service';
import { z } from 'zod';

/** Where a subgraph listens and whose tokens it takes. */
export interface ServerEnv {
  readonly host: string;
  readonly port: number;
  readonly logLevel: string;
  readonly oidc: {
    readonly issuer: string;
    /** Null: taken from the issuer's discovery document. */
    readonly jwksUri: string | null;
    readonly audience: string;
  };
}

/** Settings of every subgraph; `toServerEnv` reads them. */
export function serverSettings(defaultPort: number) {
  return z.object({
    HOST: z.string().default('127.0.0.1'),
    PORT: portSetting.default(defaultPort),
    LOG_LEVEL: logLevelSetting,
    OIDC_ISSUER: z.url('must be the address of an OpenID issuer'),
    OIDC_JWKS_URI: orNull(z.url('must be an address')),
    OIDC_AUDIENCE: z.string().default('customer360'),
  });
}

export function toServerEnv(env: z.output<ReturnType<typeof serverSettings>>): ServerEnv {
  return {
    host: env.HOST,
    port: env.PORT,
    logLevel: env.LOG_LEVEL,
    oidc: { issuer: env.OIDC_ISSUER, jwksUri: env.OIDC_JWKS_URI, audience: env.OIDC_AUDIENCE },
  };
}

/** Connections of one process at most. */
export const poolSetting = z.coerce.number('must be 2 to 100').int().min(2).max(100).default(10);

/** Settings of a subgraph that keeps its tables beside the event log, or only reads the log. */
export const logDatabaseSettings = z.object({
  /** The event log's database. */
  DATABASE_URL: postgresUrlSetting,
  DATABASE_POOL: poolSetting,
});

export function toLogDatabase(env: z.output<typeof logDatabaseSettings>): PostgresConfig {
  return { kind: 'postgres', url: env.DATABASE_URL, poolSize: env.DATABASE_POOL };
}

/** How long a mutation waits until its command is applied, in milliseconds. */
export const commandTimeoutSetting = z.coerce
  .number('must be 100 to 60000')
  .int()
  .min(100)
  .max(60_000)
  .default(10_000);
