import { parseRedisUrl } from '@customer360/redis';
import { loadEnv, logLevelSetting, orNull, portSetting } from '@customer360/service';
import { z } from 'zod';

const settings = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: portSetting.default(4003),
  LOG_LEVEL: logLevelSetting,
  /** The event log's database; segments have their own schema in it. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// address' }),
  DATABASE_POOL: z.coerce.number('must be 2 to 100').int().min(2).max(100).default(10),
  /** Where personas are cached; in this process when it is not set, which then must be the only one. */
  REDIS_URL: orNull(z.string().refine(isRedisUrl, 'must be a redis:// address')),
  OIDC_ISSUER: z.url('must be the address of an OpenID issuer'),
  OIDC_JWKS_URI: orNull(z.url('must be an address')),
  OIDC_AUDIENCE: z.string().default('customer360'),
  DEFAULT_COUNTRY: orNull(z.string().regex(/^[A-Z]{2}$/, 'must be a country code such as DE')),
  COMMAND_TIMEOUT_MS: z.coerce.number('must be 100 to 60000').int().min(100).max(60_000).default(10_000),
});

export interface SegmentEnv {
  readonly host: string;
  readonly port: number;
  readonly logLevel: string;
  readonly store: { readonly kind: 'postgres'; readonly url: string; readonly poolSize: number };
  readonly redisUrl: string | null;
  readonly oidc: { readonly issuer: string; readonly jwksUri: string | null; readonly audience: string };
  /** ISO 3166 code for phone numbers without a country prefix; null: such numbers are no identifiers. */
  readonly defaultCountry: string | null;
  readonly commandTimeoutMs: number;
}

/** Throws ConfigurationError with every problem at once. */
export function loadSegmentEnv(source: Readonly<Record<string, string | undefined>>): SegmentEnv {
  const env = loadEnv(settings, source);
  return {
    host: env.HOST,
    port: env.PORT,
    logLevel: env.LOG_LEVEL,
    store: { kind: 'postgres', url: env.DATABASE_URL, poolSize: env.DATABASE_POOL },
    redisUrl: env.REDIS_URL,
    oidc: { issuer: env.OIDC_ISSUER, jwksUri: env.OIDC_JWKS_URI, audience: env.OIDC_AUDIENCE },
    defaultCountry: env.DEFAULT_COUNTRY,
    commandTimeoutMs: env.COMMAND_TIMEOUT_MS,
  };
}

function isRedisUrl(url: string): boolean {
  try {
    parseRedisUrl(url);
    return true;
  } catch {
    return false;
  }
}
