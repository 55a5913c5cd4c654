import { flagSetting, loadEnv, logLevelSetting, orNull, portSetting } from '@customer360/service';
import { z } from 'zod';

/** How the gateway is set up when it starts alone. */
export interface GatewayEnv {
  readonly host: string;
  readonly port: number;
  readonly logLevel: string;
  readonly issuer: string;
  readonly audience: string;
  /** Null: taken from the issuer's discovery document. */
  readonly jwksUri: string | null;
  readonly acceptPlainJwtType: boolean;
  /** By name of the subgraph; others are where the supergraph says. */
  readonly subgraphUrls: Readonly<Record<string, string>>;
  readonly firstPartyClients: readonly string[];
  readonly corsOrigins: readonly string[];
  readonly subgraphTimeoutMs: number;
  readonly playground: boolean;
}

const list = z
  .string()
  .default('')
  .transform((text) => text.split(',').flatMap((item) => item.trim() || []));
const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https address' });

/** Reads the environment; `subgraphs` are the names that may be given an address by `SUBGRAPH_<NAME>_URL`. */
export function readGatewayEnv(
  source: Readonly<Record<string, string | undefined>>,
  subgraphs: readonly string[],
): GatewayEnv {
  const variableOf = (name: string) => `SUBGRAPH_${name.toUpperCase().replaceAll('-', '_')}_URL`;
  const urls = Object.fromEntries(subgraphs.map((name) => [variableOf(name), orNull(httpUrl)]));
  const fixed = z.object({
    HOST: z.string().default('0.0.0.0'),
    PORT: portSetting.default(4_000),
    LOG_LEVEL: logLevelSetting,
    OIDC_ISSUER: httpUrl,
    OIDC_AUDIENCE: z.string().default('customer360'),
    OIDC_JWKS_URI: orNull(httpUrl),
    OIDC_ACCEPT_PLAIN_JWT: flagSetting.default(false),
    FIRST_PARTY_CLIENTS: list,
    CORS_ORIGINS: list,
    SUBGRAPH_TIMEOUT_MS: z.coerce.number().int().min(100).max(120_000).default(10_000),
    PLAYGROUND: flagSetting.default(true),
  });
  const env = loadEnv(z.intersection(fixed, z.object(urls)), source);
  const addresses: Readonly<Record<string, unknown>> = env;
  return {
    host: env.HOST,
    port: env.PORT,
    logLevel: env.LOG_LEVEL,
    issuer: env.OIDC_ISSUER,
    audience: env.OIDC_AUDIENCE,
    jwksUri: env.OIDC_JWKS_URI,
    acceptPlainJwtType: env.OIDC_ACCEPT_PLAIN_JWT,
    subgraphUrls: Object.fromEntries(
      subgraphs.flatMap((name) => {
        const url = addresses[variableOf(name)];
        return typeof url === 'string' ? [[name, url] as const] : [];
      }),
    ),
    firstPartyClients: env.FIRST_PARTY_CLIENTS,
    corsOrigins: env.CORS_ORIGINS,
    subgraphTimeoutMs: env.SUBGRAPH_TIMEOUT_MS,
    playground: env.PLAYGROUND,
  };
}
