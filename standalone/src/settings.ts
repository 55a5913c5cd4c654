import { parseArgs } from 'node:util';

/** What `npm start` loads. */
export type DataSet =
  | { readonly name: 'demo' }
  | {
      readonly name: 'complete-journey' | 'clickstream';
      readonly directory: string;
      readonly shiftToToday: boolean;
    };

/** Everything that `npm start` may be told. */
export interface Settings {
  readonly dataSet: DataSet;
  readonly reset: boolean;
  readonly json: boolean;
  /** Where the database and the demo's keys are kept, one folder for each data set. */
  readonly directory: string;
  readonly ports: { readonly gateway: number; readonly ingestion: number; readonly issuer: number };
  /** An OpenID provider of your own; null starts the embedded one. */
  readonly oidcIssuer: string | null;
  /** A PostgreSQL server; null starts the embedded one. */
  readonly databaseUrl: string | null;
  /** An ArangoDB 3.11 server; null keeps the journey graph in the process. */
  readonly arango: Arango | null;
}

/** Where an ArangoDB server answers, and as whom. */
export interface Arango {
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

export class SettingsError extends Error {}

export const USAGE = `Usage: npm start -- [options]

  --reset                      forget what is there and begin anew
  --json                       print one line of JSON when ready, for scripts
  --data complete-journey DIR  load the Complete Journey data set instead of the demo
  --data clickstream DIR       load the clickstream data set instead of the demo
  --shift-to-today             move the data set's dates so that it ends today
  --port N                     gateway on N, ingestion on N+1, identity provider on N+2 (4000)
  --directory DIR              where data is kept (.data)

Environment: DATABASE_URL (a PostgreSQL 16 with pgvector instead of the embedded one), ARANGO_URL, ARANGO_USER and
ARANGO_PASSWORD (an ArangoDB 3.11 instead of the embedded graph), OIDC_ISSUER (an OpenID provider instead of the
embedded one; no demo tokens are made then).`;

/** Reads arguments and environment; throws SettingsError that says what is wrong. */
export function readSettings(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Settings {
  const { values, positionals } = parse(args);
  const port = values.port === undefined ? 4000 : Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_533) {
    throw new SettingsError(`--port must be a whole number from 0 to 65533, not "${values.port}"`);
  }
  const dataSet = readDataSet(values.data ?? 'demo', positionals, values['shift-to-today'] ?? false);
  return {
    dataSet,
    reset: values.reset ?? false,
    json: values.json ?? false,
    directory: `${values.directory ?? '.data'}/${dataSet.name}`,
    ports:
      port === 0
        ? { gateway: 0, ingestion: 0, issuer: 0 }
        : { gateway: port, ingestion: port + 1, issuer: port + 2 },
    oidcIssuer: env['OIDC_ISSUER'] || null,
    databaseUrl: env['DATABASE_URL'] || null,
    arango: readArango(env),
  };
}

function readArango(env: Readonly<Record<string, string | undefined>>): Arango | null {
  const url = env['ARANGO_URL'];
  if (!url) return null;
  return { url, user: env['ARANGO_USER'] || 'root', password: env['ARANGO_PASSWORD'] ?? '' };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        reset: { type: 'boolean' },
        json: { type: 'boolean' },
        data: { type: 'string' },
        'shift-to-today': { type: 'boolean' },
        port: { type: 'string' },
        directory: { type: 'string' },
      },
    });
  } catch (error) {
    throw new SettingsError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function readDataSet(name: string, positionals: readonly string[], shiftToToday: boolean): DataSet {
  if (name === 'demo') {
    if (positionals.length > 0)
      throw new SettingsError(`What is "${positionals[0]}"? The demo takes no folder.`);
    return { name };
  }
  if (name !== 'complete-journey' && name !== 'clickstream') {
    throw new SettingsError(`--data must be demo, complete-journey or clickstream, not "${name}"`);
  }
  const [directory, surplus] = positionals;
  if (directory === undefined || surplus !== undefined) {
    throw new SettingsError(`--data ${name} needs one folder that holds the data set`);
  }
  return { name, directory, shiftToToday };
}
