import { randomUUID } from 'node:crypto';
import { readAuthorizationTable } from '@customer360/authorization';
import { createEventLog, ensurePartitions, eventLogMigrations } from '@customer360/event-log';
import { migrate, openDatabase, type AnyDatabase } from '@customer360/postgres';
import { createProfileSubgraph, profileMigrations, type ProfileSubgraph } from '@customer360/profile';
import { openRedisCache, type Cache } from '@customer360/redis';
import { supergraphSdl } from '@customer360/schema';
import { createSegmentSubgraph, segmentMigrations, type SegmentSubgraph } from '@customer360/segment';
import { createLogger, createTokenVerifier } from '@customer360/service';
import { startNativePostgres } from '@customer360/testing';
import { sql } from 'kysely';
import { findPostgresPrograms } from '../ingest/postgres-programs.ts';

/** The log, identity resolution and segments on native PostgreSQL and Redis, in this process. */
export interface OpenSegments {
  readonly database: AnyDatabase;
  readonly log: ReturnType<typeof createEventLog>;
  readonly cache: Cache;
  readonly profile: ProfileSubgraph;
  readonly segment: SegmentSubgraph;
  /** Resolves when segments have worked a position. */
  worked(tenantId: string, position: number): Promise<void>;
  close(): Promise<void>;
}

const PATIENCE_MS = 10 * 60 * 1_000;

export async function openSegments(redisUrl: string): Promise<OpenSegments> {
  const postgres = await startNativePostgres({
    bin: findPostgresPrograms(process.env),
    settings: { shared_buffers: '512MB', max_wal_size: '4GB' },
  });
  const server = await openDatabase({ kind: 'postgres', url: postgres.url, poolSize: 1 });
  await sql`create database bench`.execute(server.db);
  await server.close();
  const url = new URL(postgres.url);
  url.pathname = '/bench';
  const database = await openDatabase({ kind: 'postgres', url: url.href, poolSize: 8 });
  await migrate(database, { ...eventLogMigrations, ...profileMigrations, ...segmentMigrations });
  await ensurePartitions(database);
  const log = createEventLog(database);
  const logger = createLogger({ name: 'bench', level: 'warn' });
  // Nobody asks by GraphQL here.
  const verifier = createTokenVerifier({
    issuer: 'http://127.0.0.1:9',
    audience: 'bench',
    jwksUri: 'http://127.0.0.1:9',
  });
  const cache = openRedisCache({ url: redisUrl, prefix: `bench-${randomUUID()}` });
  const options = { database, log, cache, logger, verifier, table: readAuthorizationTable(supergraphSdl()) };
  const profile = await createProfileSubgraph(options);
  const segment = createSegmentSubgraph(options);
  await profile.start();
  await segment.start();
  return {
    database,
    log,
    cache,
    profile,
    segment,
    worked: (tenantId, position) => segment.consumer.waitFor(tenantId, position, PATIENCE_MS),
    async close() {
      await segment.stop();
      await profile.stop();
      await cache.close();
      await log.close();
      await database.close();
      postgres.stop();
    },
  };
}
