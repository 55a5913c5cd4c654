import { hash, randomUUID } from 'node:crypto';
import { createEventLog, createTenant, eventLogMigrations } from '@customer360/event-log';
import type { EventLog, EventLogDatabase, LogEntry, PostgresEventLog } from '@customer360/event-log';
import { createLogger, createMetrics } from '@customer360/service';
import type { Registry } from '@customer360/service';
import { openTestDatabase } from '@customer360/testing';
import type { TestDatabase } from '@customer360/testing';
import { createIngestion } from '../src/index.ts';
import type { Ingestion, IngestionOptions } from '../src/index.ts';

export const receivedAt = Date.now();

export interface TestIngestion {
  readonly database: TestDatabase<EventLogDatabase>;
  readonly tenantId: string;
  readonly log: PostgresEventLog;
  readonly ingestion: Ingestion;
  readonly metrics: Registry;
  readonly writeKey: string;
  /** Lines that were logged. */
  readonly lines: readonly string[];
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<TestAnswer>;
  /** Entries of the tenant. */
  entries(): Promise<readonly LogEntry[]>;
  deadLetters(): Promise<readonly TestDeadLetter[]>;
  close(): Promise<void>;
}

export interface TestAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  // Tests read what they expect.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
}

export type TestDeadLetter = EventLogDatabase['ingestion.dead_letter'];

type Appends = Pick<EventLog, 'append'>;

/** A fresh database with what ingestion needs. */
export function openIngestionDatabase(): Promise<TestDatabase<EventLogDatabase>> {
  return openTestDatabase<EventLogDatabase>(eventLogMigrations);
}

/** A new tenant with a source `shop`, behind a server whose clock stands still. */
export async function startTestIngestion(
  database: TestDatabase<EventLogDatabase>,
  options: Partial<Omit<IngestionOptions, 'log' | 'database'>> & {
    readonly wrapLog?: (log: Appends) => Appends;
  } = {},
): Promise<TestIngestion> {
  const tenantId = `acme-${randomUUID().slice(0, 8)}`;
  const log = createEventLog(database);
  await createTenant(database, { id: tenantId, name: 'Acme' });
  const writeKey = await insertSource(database, { tenantId, sourceId: 'shop' });
  const lines: string[] = [];
  const metrics = createMetrics('ingestion');
  const ingestion = await createIngestion({
    database,
    logger: createLogger({
      name: 'ingestion',
      level: 'debug',
      destination: { write: (line) => lines.push(line) },
    }),
    metrics,
    clock: () => receivedAt,
    ...options,
    log: options.wrapLog?.(log) ?? log,
  });
  return {
    database,
    tenantId,
    log,
    ingestion,
    metrics,
    writeKey,
    lines,
    post: (path, body, headers) => post(ingestion, path, body, headers ?? basic(writeKey)),
    entries: () => log.read(tenantId, 0, 10_000),
    deadLetters: () =>
      database.inTenant(tenantId, (trx) =>
        trx.selectFrom('ingestion.dead_letter').selectAll().orderBy('reason').orderBy('id').execute(),
      ),
    async close() {
      await ingestion.close();
      await log.close();
    },
  };
}

export async function insertSource(
  database: TestDatabase<EventLogDatabase>,
  source: { readonly tenantId: string; readonly sourceId: string },
): Promise<string> {
  const secret = `key-${randomUUID()}`;
  await database.inTenant(source.tenantId, async (trx) => {
    await trx
      .insertInto('ingestion.source')
      .values({ tenant_id: source.tenantId, id: source.sourceId, name: source.sourceId })
      .execute();
    await trx
      .insertInto('ingestion.write_key')
      .values({
        tenant_id: source.tenantId,
        id: randomUUID(),
        source_id: source.sourceId,
        key_hash: hash('sha256', secret, 'buffer'),
        hint: secret.slice(-4),
        revoked_at: null,
      })
      .execute();
  });
  return secret;
}

export function basic(writeKey: string): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}` };
}

async function post(
  ingestion: Ingestion,
  path: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<TestAnswer> {
  const payload = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  const answer = await ingestion.server.inject({
    method: 'POST',
    url: path,
    headers: { 'content-type': 'application/json', ...headers },
    payload,
  });
  return { status: answer.statusCode, headers: answer.headers, body: answer.json() };
}
