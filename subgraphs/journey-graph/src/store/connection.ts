import { Database } from 'arangojs';

export type { Database as GraphDatabase } from 'arangojs';

export interface ArangoConfig {
  readonly url: string;
  readonly database: string;
  /** Null when the server asks nobody. */
  readonly user: string | null;
  readonly password: string | null;
}

/** Requests to one server at once: reads of many GraphQL requests beside the projection. */
const POOL_SIZE = 32;

/** Connects and makes the database when it is missing. One per process. */
export async function connect(config: ArangoConfig): Promise<Database> {
  const server = new Database({
    url: config.url,
    poolSize: POOL_SIZE,
    ...(config.user === null ? {} : { auth: { username: config.user, password: config.password ?? '' } }),
  });
  const db = server.database(config.database);
  if (!(await db.exists())) await server.createDatabase(config.database);
  return db;
}
