import { loadEnv, logLevelSetting, orNull, portSetting } from '@customer360/service';
import { z } from 'zod';

const settings = z
  .object({
    HOST: z.string().default('127.0.0.1'),
    PORT: portSetting.default(4001),
    LOG_LEVEL: logLevelSetting,
    /** `postgres` needs PROFILE_DATABASE_URL; `embedded` keeps its files in PROFILE_DATA_DIR, or nothing without it. */
    PROFILE_STORE: z.enum(['embedded', 'postgres'], 'must be embedded or postgres').default('embedded'),
    PROFILE_DATABASE_URL: orNull(
      z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// address' }),
    ),
    PROFILE_DATABASE_POOL: z.coerce.number('must be 2 to 100').int().min(2).max(100).default(10),
    PROFILE_DATA_DIR: orNull(z.string()),
    OIDC_ISSUER: z.url('must be the address of an OpenID issuer'),
    OIDC_JWKS_URI: orNull(z.url('must be an address')),
    OIDC_AUDIENCE: z.string().default('customer360'),
    DEFAULT_COUNTRY: orNull(z.string().regex(/^[A-Z]{2}$/, 'must be a country code such as DE')),
    COMMAND_TIMEOUT_MS: z.coerce.number('must be 100 to 60000').int().min(100).max(60_000).default(10_000),
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

export type ProfileStore =
  | { readonly kind: 'pglite'; readonly dataDir: string | null }
  | { readonly kind: 'postgres'; readonly url: string; readonly poolSize: number };

export interface ProfileEnv {
  readonly host: string;
  readonly port: number;
  readonly logLevel: string;
  readonly store: ProfileStore;
  readonly oidc: { readonly issuer: string; readonly jwksUri: string | null; readonly audience: string };
  /** ISO 3166 code for phone numbers without a country prefix, as ingestion has it; null: such numbers are unknown. */
  readonly defaultCountry: string | null;
  readonly commandTimeoutMs: number;
}

/** Throws ConfigurationError with every problem at once. */
export function loadProfileEnv(source: Readonly<Record<string, string | undefined>>): ProfileEnv {
  const env = loadEnv(settings, source);
  return {
    host: env.HOST,
    port: env.PORT,
    logLevel: env.LOG_LEVEL,
    store:
      env.PROFILE_STORE === 'postgres' && env.PROFILE_DATABASE_URL !== null
        ? { kind: 'postgres', url: env.PROFILE_DATABASE_URL, poolSize: env.PROFILE_DATABASE_POOL }
        : { kind: 'pglite', dataDir: env.PROFILE_DATA_DIR },
    oidc: { issuer: env.OIDC_ISSUER, jwksUri: env.OIDC_JWKS_URI, audience: env.OIDC_AUDIENCE },
    defaultCountry: env.DEFAULT_COUNTRY,
    commandTimeoutMs: env.COMMAND_TIMEOUT_MS,
  };
}
