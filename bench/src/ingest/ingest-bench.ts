import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEventLog, createTenant, ensurePartitions, eventLogMigrations } from '@customer360/event-log';
import { migrate, openDatabase, type DatabaseConfig } from '@customer360/postgres';
import { profileMigrations, provisionSource } from '@customer360/profile';
import { startNativePostgres } from '@customer360/testing';
import { sql } from 'kysely';
import { percentile, type Bench, type BenchOptions } from '../bench.ts';
import { backendsOf, cpuSecondsOf } from './cpu-time.ts';
import { createEventSource } from './events.ts';
import { runLoad } from './load.ts';
import { findPostgresPrograms } from './postgres-programs.ts';
import { startServer, type ServerProcess } from './server-process.ts';

/** Events a second and acknowledgement that RudderStack publishes for 2 cores, 8 GB, a database server apart. */
const RUDDERSTACK_EVENTS_PER_SECOND = 1_700;
const OFFERED_PER_SECOND = 5_200;

export const ingestBench: Bench = {
  name: 'ingest',
  about: 'events a second from the HTTP API to a readable golden record, on native PostgreSQL and on PGlite',
  targets: {
    postgresEventsPerSecond: { min: 5_000 },
    postgresAckP95Ms: { max: 50 },
    postgresMaxLagSeconds: { max: 2 },
    postgresSingleEventsPerSecond: { min: 2_000 },
    pgliteEventsPerSecond: { min: 1_500 },
  },
  async run(options) {
    const native = await onNativePostgres(options);
    const pglite = await onPglite(options);
    const ratio = native.postgresEventsPerSecond / RUDDERSTACK_EVENTS_PER_SECOND;
    options.print(
      `${ratio.toFixed(1)} times the 1,700 events/s that RudderStack publishes for 2 cores and 8 GB with a separate ` +
        'database server and without identity resolution',
    );
    return { timesRudderStack: ratio, ...native, ...pglite };
  },
};

/** Makes the tables, a tenant and a source; gives the source's write key. */
async function prepare(config: DatabaseConfig): Promise<string> {
  const database = await openDatabase(config);
  await migrate(database, { ...eventLogMigrations, ...profileMigrations });
  await ensurePartitions(database);
  await createTenant(database, { id: 'bench', name: 'Bench' });
  const log = createEventLog(database);
  const secret = await provisionSource(log, 'bench', { id: 'web', name: 'Web', now: Date.now() });
  await log.close();
  await database.close();
  if (secret === null) throw new Error('the database is not empty');
  return secret;
}

async function createBenchDatabase(serverUrl: string): Promise<string> {
  const server = await openDatabase({ kind: 'postgres', url: serverUrl, poolSize: 1 });
  await sql`create database bench`.execute(server.db);
  await server.close();
  const url = new URL(serverUrl);
  url.pathname = '/bench';
  return url.href;
}

async function onNativePostgres({ print, scale }: BenchOptions) {
  const postgres = await startNativePostgres({
    bin: findPostgresPrograms(process.env),
    settings: { shared_buffers: '512MB', max_wal_size: '4GB', max_connections: '100' },
  });
  try {
    const database: DatabaseConfig = {
      kind: 'postgres',
      url: await createBenchDatabase(postgres.url),
      poolSize: 4,
    };
    const writeKey = await prepare(database);
    const profile = await startServer({ role: 'profile', database });
    const ingestion = await startServer({ role: 'ingestion', database });
    const url = urlOf(ingestion);
    await untilConsumed(profile);
    print('warming up ...');
    const warm = {
      url,
      writeKey,
      next: createEventSource(1),
      seconds: 15 * scale,
      connections: 16,
      batch: 100,
    };
    await runLoad({ ...warm, rate: 3_000 });
    await untilConsumed(profile);

    print(`batches of 100, ${OFFERED_PER_SECOND} events/s offered for ${60 * scale} s ...`);
    const cpu = watchCpu({ ingestion: ingestion.pid, consumer: profile.pid, client: process.pid });
    const lags: number[] = [];
    const watch = setInterval(() => {
      profile.lag().then(({ seconds }) => lags.push(seconds), console.error);
    }, 500);
    const started = performance.now();
    const load = await runLoad({
      ...warm,
      next: createEventSource(2),
      seconds: 60 * scale,
      rate: OFFERED_PER_SECOND,
    });
    clearInterval(watch);
    await untilConsumed(profile);
    const readable = (performance.now() - started) / 1_000;
    print(`CPU microseconds an event: ${cpu.perEvent(load.accepted)}`);
    print(`lag in seconds, twice a second: ${lags.map((lag) => lag.toFixed(1)).join(' ')}`);

    print(`single events on 64 connections for ${20 * scale} s ...`);
    const next = createEventSource(3);
    const single = await runLoad({
      ...warm,
      next,
      seconds: 20 * scale,
      connections: 64,
      batch: 1,
      rate: null,
    });
    await untilConsumed(profile);
    await Promise.all([ingestion.stop(), profile.stop()]);
    print(`batches deferred by back-pressure: ${load.deferred}; single events deferred: ${single.deferred}`);
    return {
      postgresEventsPerSecond: load.accepted / readable,
      postgresAckP50Ms: percentile(load.acks, 0.5),
      postgresAckP95Ms: percentile(load.acks, 0.95),
      postgresMaxLagSeconds: Math.max(...lags),
      postgresSingleEventsPerSecond: single.accepted / single.seconds,
      postgresSingleAckP95Ms: percentile(single.acks, 0.95),
    };
  } finally {
    postgres.stop();
  }
}

async function onPglite({ print, scale }: BenchOptions) {
  const folder = mkdtempSync(join(tmpdir(), 'customer360-bench-'));
  const database: DatabaseConfig = { kind: 'pglite', dataDir: join(folder, 'pglite') };
  try {
    const writeKey = await prepare(database);
    const server = await startServer({ role: 'both', database });
    await untilConsumed(server);
    const load = { url: urlOf(server), writeKey, connections: 4, batch: 100, rate: null };
    print(`PGlite, batches of 100 on 4 connections for ${20 * scale} s ...`);
    await runLoad({ ...load, next: createEventSource(4), seconds: 5 * scale });
    await untilConsumed(server);
    const started = performance.now();
    const result = await runLoad({ ...load, next: createEventSource(5), seconds: 20 * scale });
    await untilConsumed(server);
    const readable = (performance.now() - started) / 1_000;
    await server.stop();
    return {
      pgliteEventsPerSecond: result.accepted / readable,
      pgliteAckP95Ms: percentile(result.acks, 0.95),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Processor time from now on, by part; the database's backends are one part. */
function watchCpu(pids: Readonly<Record<string, number>>): { perEvent(events: number): string } {
  const read = (): Record<string, number> => ({
    ...Object.fromEntries(Object.entries(pids).map(([part, pid]) => [part, cpuSecondsOf(pid)])),
    postgres: backendsOf('bench').reduce((sum, pid) => sum + cpuSecondsOf(pid), 0),
  });
  const before = read();
  return {
    perEvent(events) {
      const used = Object.entries(read()).map(([part, seconds]) => {
        const micros = ((seconds - (before[part] ?? 0)) * 1e6) / events;
        return `${part} ${micros.toFixed(0)}`;
      });
      return used.join(', ');
    },
  };
}

function urlOf(server: ServerProcess): string {
  if (server.url === null) throw new Error('this process takes no events');
  return server.url;
}

async function untilConsumed(server: ServerProcess): Promise<void> {
  for (;;) {
    const { entries } = await server.lag();
    if (entries === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
