import { readAuthorizationTable } from '@customer360/authorization';
import { createEventLog, createTenant, ensurePartitions, eventLogMigrations } from '@customer360/event-log';
import { createJourneyGraphSubgraph, openGraph } from '@customer360/journey-graph';
import { migrate, openDatabase } from '@customer360/postgres';
import { createProfileSubgraph, profileMigrations } from '@customer360/profile';
import { supergraphSdl } from '@customer360/schema';
import { createLogger, createMetrics } from '@customer360/service';
import { createSubgraphServer } from '@customer360/subgraph';
import { startTokenIssuer } from '@customer360/testing';
import { sql } from 'kysely';
import { percentile } from '../bench.ts';
import { plantHub } from './hub.ts';
import type { JourneyOrder, JourneyReport } from './messages.ts';
import { plantSegments } from './plant-segments.ts';
import { timeQuestions, type Ask } from './questions.ts';
import { timeSegmentQuestions } from './segment-questions.ts';
import { createStoreTimes } from './store-times.ts';
import { BUSY_VISITOR, shopEvents } from './shop-events.ts';

const TENANT = 'acme';
const PATIENCE_MS = 30 * 60 * 1_000;
const APPENDED_AT_ONCE = 1_000;

// The parent is the only one who starts this file.
const order = JSON.parse(process.argv[2] ?? '{}') as JourneyOrder;
const report = (what: JourneyReport) => process.send?.(what);
const say = (text: string) => report({ kind: 'line', text });

const database = await openDatabase<object>({ kind: 'pglite', dataDir: null });
await migrate(database, { ...eventLogMigrations, ...profileMigrations });
await ensurePartitions(database);
await createTenant(database, { id: TENANT, name: 'Acme' });
const log = createEventLog(database);
const storeTimes = createStoreTimes();
const issuer = await startTokenIssuer();
const parts = {
  database,
  log,
  logger: createLogger({ name: 'bench', level: 'debug', destination: { write: storeTimes.note } }),
  verifier: issuer.verifier,
  table: readAuthorizationTable(supergraphSdl()),
};

say(`${order.events} events are appended and resolved ...`);
await fillLog();
const empty = heapBytes();
const graph = await openGraph({ kind: 'embedded', snapshotFile: null });
const subgraph = createJourneyGraphSubgraph({ ...parts, db: graph.db });
say('the graph is made from the log ...');
const started = performance.now();
await subgraph.start();
await subgraph.consumer.waitFor(TENANT, (await log.head(TENANT)).through, PATIENCE_MS);
const rebuildSeconds = (performance.now() - started) / 1_000;
const bytesPerEvent = (heapBytes() - empty) / order.events;

say('questions are asked ...');
const hub = await plantHub(graph, TENANT);
await plantSegments(graph, TENANT);
const ask = await openQuestions();
const answers = await timeQuestions(ask, { busy: await busyProfile(), hub }, order.rounds);
const shares = await timeSegmentQuestions(ask, order.rounds);
report({
  kind: 'figures',
  figures: {
    projectionEventsPerSecond: order.events / rebuildSeconds,
    rebuildSeconds,
    bytesPerEvent,
    ...answers,
    ...shares,
    timelineP95Ms: percentile(storeTimes.of('sessions-of-profile'), 0.95),
  },
});
await subgraph.stop();
await graph.close();
await log.close();
await database.close();
await issuer.close();
process.exit(0);

async function fillLog(): Promise<void> {
  const profile = await createProfileSubgraph(parts);
  await profile.start();
  let batch = [];
  for (const event of shopEvents(order.events)) {
    batch.push(event);
    if (batch.length < APPENDED_AT_ONCE) continue;
    await log.append(TENANT, batch);
    batch = [];
  }
  await log.append(TENANT, batch);
  await profile.consumer.waitFor(TENANT, (await log.head(TENANT)).through, PATIENCE_MS);
  await profile.stop();
}

function heapBytes(): number {
  if (globalThis.gc === undefined) throw new Error('started without --expose-gc');
  globalThis.gc();
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}

async function busyProfile(): Promise<string> {
  const { rows } = await database.inTenant(TENANT, (trx) =>
    sql<{ id: string }>`select i.profile_id::text as id from profile.identifier i
      join event_log.identifier_value v on v.tenant_id = i.tenant_id and v.id = i.id
      where v.value = ${BUSY_VISITOR}`.execute(trx),
  );
  const [row] = rows;
  if (row === undefined) throw new Error('the busy visitor has no profile');
  return row.id;
}

async function openQuestions(): Promise<Ask> {
  const { logger } = parts;
  const metrics = createMetrics('bench');
  const server = await createSubgraphServer({ subgraph, logger, metrics, ready: {} });
  const authorization = await issuer.bearer('profile:read profile:pii journey:read segment:read', {
    tenant: TENANT,
  });
  return async (query, variables) => {
    const response = await server.inject({
      method: 'POST',
      url: '/graphql',
      headers: { authorization },
      payload: { query, variables },
    });
    const { errors } = response.json<{ readonly errors?: unknown }>();
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    return response;
  };
}
