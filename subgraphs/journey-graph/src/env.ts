import type { DatabaseConfig } from '@customer360/postgres';
import { loadEnv, orNull } from '@customer360/service';
import {
  logDatabaseSettings,
  serverSettings,
  toLogDatabase,
  toServerEnv,
  type ServerEnv,
} from '@customer360/subgraph';
import { z } from 'zod';

const settings = serverSettings(4002).extend({
  ...logDatabaseSettings.shape,
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

export interface JourneyGraphEnv extends ServerEnv {
  readonly log: DatabaseConfig;
  readonly store: GraphStore;
}

/** Throws ConfigurationError with every problem at once. */
export function loadJourneyGraphEnv(source: Readonly<Record<string, string | undefined>>): JourneyGraphEnv {
  const env = loadEnv(settings, source);
  return { ...toServerEnv(env), log: toLogDatabase(env), store: storeOf(env) };
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
