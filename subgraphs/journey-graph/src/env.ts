import { loadEnv, logLevelSetting, orNull, portSetting } from '@customer360/service';
import { z } from 'zod';

const settings = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: portSetting.default(4002),
  LOG_LEVEL: logLevelSetting,
  /** The event log's database. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// address' }),
  DATABASE_POOL: z.coerce.number('must be 2 to 100').int().min(2).max(100).default(10),
  /** Without it the graph lives in this process and is made anew from the log at every start. */
  ARANGO_URL: orNull(z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' })),
  ARANGO_DATABASE: z
    .string()
    .regex(/^[a-zA-Z][a-zA-Z0-9_-]{0,63}$/, 'must be 1 to 64 letters, digits, _ or -, a letter first')
    .default('customer360'),
  ARANGO_USER: z.string().default('root'),
  ARANGO_PASSWORD: z.string().default(''),
  /** Where the graph in this process leaves its snapshot at a clean stop; it leaves none without. */
  GRAPH_SNAPSHOT: orNull(z.string()),
  OIDC_ISSUER: z.url('must be the address of an OpenID issuer'),
  OIDC_JWKS_URI: orNull(z.url('must be an address')),
  OIDC_AUDIENCE: z.string().default('customer360'),
});

/** Where the graph is kept. */
export type GraphStore =
  | { readonly kind: 'embedded'; readonly snapshotFile: string | null }
  | {
      readonly kind: 'arango';
      readonly url: string;
      readonly database: string;
      readonly user: string;
      readonly password: string;
    };

export interface JourneyGraphEnv {
  readonly host: string;
  readonly port: number;
  readonly logLevel: string;
  readonly log: { readonly kind: 'postgres'; readonly url: string; readonly poolSize: number };
  readonly store: GraphStore;
  readonly oidc: { readonly issuer: string; readonly jwksUri: string | null; readonly audience: string };
}

/** Throws ConfigurationError with every problem at once. */
export function loadJourneyGraphEnv(source: Readonly<Record<string, string | undefined>>): JourneyGraphEnv {
  const env = loadEnv(settings, source);
  return {
    host: env.HOST,
    port: env.PORT,
    logLevel: env.LOG_LEVEL,
    log: { kind: 'postgres', url: env.DATABASE_URL, poolSize: env.DATABASE_POOL },
    store: storeOf(env),
    oidc: { issuer: env.OIDC_ISSUER, jwksUri: env.OIDC_JWKS_URI, audience: env.OIDC_AUDIENCE },
  };
}

function storeOf(env: z.output<typeof settings>): GraphStore {
  if (env.ARANGO_URL === null) return { kind: 'embedded', snapshotFile: env.GRAPH_SNAPSHOT };
  return {
    kind: 'arango',
    url: env.ARANGO_URL,
    database: env.ARANGO_DATABASE,
    user: env.ARANGO_USER,
    password: env.ARANGO_PASSWORD,
  };
}
