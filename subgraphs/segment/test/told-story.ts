import {
  appendResolutions,
  createEventLog,
  createTenant,
  ensurePartitions,
  eventLogMigrations,
  noChanges,
  readResolved,
  rebuildEntry,
  RESOLVING_CONSUMER,
  type EventLogDatabase,
  type NewEntry,
  type Resolution,
  type ResolvedEvent,
  type Watermark,
} from '@customer360/event-log';
import { holdNothing } from '@customer360/redis';
import { openTestDatabase, type TestDatabase } from '@customer360/testing';
import { sql } from 'kysely';
import { createOutbox } from '../src/activity/outbox.ts';
import { Backfills } from '../src/evaluation/backfills.ts';
import { createRuleReader } from '../src/evaluation/rules-in-force.ts';
import { createSegmentHandler } from '../src/evaluation/segment-handler.ts';
import { tableNames } from '../src/rebuild/rebuilt-tables.ts';
import type { RebuildDependencies } from '../src/rebuild/step-rebuild.ts';
import { findEvaluated } from '../src/store/consumer-repository.ts';
import { segmentMigrations } from '../src/store/migrations.ts';
import type { SegmentDatabase } from '../src/store/tables.ts';
import { START } from './history.ts';

export type ToldDatabase = TestDatabase<SegmentDatabase & EventLogDatabase>;

/** A history told to a real log entry by entry, at the moments that it names, and evaluated as it comes in. */
export interface ToldStory {
  readonly database: ToldDatabase;
  readonly dependencies: RebuildDependencies;
  newTenant(): Promise<string>;
  /** Tells and evaluates events; what segments tell the log themselves comes in between. */
  tell(
    tenantId: string,
    events: readonly ResolvedEvent[],
    options?: { readonly batch?: number },
  ): Promise<void>;
  /** Lets time pass until a moment, in which nothing comes in. */
  wait(tenantId: string, until: number): Promise<void>;
  /** Asks for a rebuild; it waits in the log until the next entries are told. */
  ask(tenantId: string, key: string): Promise<void>;
  /** Empties every table and works the log from its first entry through the same moment, telling it nothing. */
  replay(tenantId: string): Promise<void>;
  /** The last position of the log. */
  head(tenantId: string): Promise<number>;
  close(): Promise<void>;
}

export async function openToldStory(): Promise<ToldStory> {
  const database: ToldDatabase = await openTestDatabase(eventLogMigrations, segmentMigrations);
  await ensurePartitions(database, { from: START });
  let now = START;
  const log = createEventLog(database, { clock: () => now });
  const tables = database.as<SegmentDatabase>();
  const flush = createOutbox({ log, database: tables, clock: () => now });
  const handler = () =>
    createSegmentHandler({ database: tables, flush, clock: () => now, backfills: new Backfills() });
  const generated = new Map<string, ResolvedEvent>();
  const names = new Map<string, Map<string, string>>();
  let tenants = 0;

  /** Ids that the history made up give way to those of the log. */
  async function resolve(tenantId: string): Promise<void> {
    const known = names.get(tenantId) ?? new Map<string, string>();
    const stored = await database.inTenant(tenantId, (trx) =>
      trx.selectFrom('event_log.consumer_position').select('position').executeTakeFirst(),
    );
    const after = stored?.position ?? 0;
    const entries = await log.read(tenantId, after, 100_000);
    const resolutions = entries.map((entry): Resolution => {
      const told = generated.get(`${tenantId} ${entry.messageId}`);
      const { position, loggedAt, eventId } = entry;
      if (told !== undefined) known.set(told.eventId, eventId);
      for (const [index, { id }] of entry.identifiers.entries()) {
        const madeUp = told?.event.identifiers[index]?.id;
        if (madeUp !== undefined) known.set(madeUp, id);
      }
      const place = { version: 1, position, loggedAt, eventId } as const;
      if (told === undefined) return { ...noChanges, ...place, identifierId: null, profileId: null };
      const { event: _, ...resolution } = told;
      const text = JSON.stringify(resolution).replaceAll(
        /"([bc]0000000-[0-9a-f-]+)"/g,
        (whole, id: string) => `"${known.get(id) ?? whole}"`,
      );
      // Only ids were replaced.
      return { ...(JSON.parse(text) as Resolution), ...place };
    });
    const position = entries.at(-1)?.position ?? after;
    await database.inTenant(tenantId, async (trx) => {
      await appendResolutions(trx, tenantId, resolutions);
      await trx
        .insertInto('event_log.consumer_position')
        .values({ tenant_id: tenantId, consumer: RESOLVING_CONSUMER, position })
        .onConflict((row) => row.columns(['tenant_id', 'consumer']).doUpdateSet({ position }))
        .execute();
    });
  }

  /** To the end of the log, what comes of it included. */
  async function evaluate(tenantId: string, batch: number): Promise<void> {
    for (;;) {
      await resolve(tenantId);
      const after = await handler().position(tenantId);
      const { events, watermark } = await readResolved(database, tenantId, after, batch);
      if (events.length === 0) return;
      await work(tenantId, events, { watermark, after });
    }
  }

  /** An event that fails is set aside. */
  async function work(
    tenantId: string,
    events: readonly ResolvedEvent[],
    { watermark, after }: { readonly watermark: Watermark; readonly after: number },
  ): Promise<void> {
    try {
      await handler().handle(tenantId, events, watermark, after);
    } catch (error) {
      const [first, ...others] = events;
      if (first === undefined) throw error;
      if (others.length === 0) return handler().park(tenantId, first, error);
      await work(tenantId, [first], { watermark, after });
      await work(tenantId, others, { watermark, after: first.position });
    }
  }

  return {
    database,
    dependencies: {
      database: tables,
      readRules: createRuleReader(),
      flush,
      holdTags: holdNothing,
      clock: () => now,
    },

    async newTenant() {
      tenants += 1;
      const id = `tenant-${tenants}`;
      await createTenant(database, { id, name: id });
      names.set(id, new Map());
      return id;
    },

    async tell(tenantId, events, { batch = 500 } = {}) {
      for (const event of events) {
        // Activations come from evaluation itself.
        if (event.event.sourceId === 'internal:segment') continue;
        now = Math.max(now, event.loggedAt);
        generated.set(`${tenantId} ${event.eventId}`, event);
        await log.append(tenantId, [entryOf(event)]);
        if (event.event.kind === 'command') await evaluate(tenantId, batch);
      }
      await evaluate(tenantId, batch);
    },

    async wait(tenantId, until) {
      now = Math.max(now, until);
      await handler().onIdle(tenantId, await log.advanceClock(tenantId));
      await evaluate(tenantId, 500);
    },

    async ask(tenantId, key) {
      await log.append(tenantId, [rebuildEntry({ projection: 'segments', key }, now)]);
      await evaluate(tenantId, 500);
    },

    async replay(tenantId) {
      const evaluated = await tables.inTenant(tenantId, (trx) => findEvaluated(trx, tenantId));
      await database.asSystem(async (trx) => {
        for (const table of tableNames) {
          await sql`delete from ${sql.table(table)} where tenant_id = ${tenantId}`.execute(trx);
        }
      });
      const silent = createSegmentHandler({
        database: tables,
        flush: async () => {},
        clock: () => now,
        backfills: new Backfills(),
      });
      for (let after = 0; ;) {
        const { events, watermark } = await readResolved(database, tenantId, after, 500);
        if (events.length === 0) break;
        await silent.handle(tenantId, events, watermark, after);
        after = events.at(-1)?.position ?? after;
      }
      await silent.onIdle(tenantId, { through: 0, clock: evaluated?.clock ?? 0 });
    },

    head: async (tenantId) => (await log.head(tenantId)).through,

    async close() {
      await log.close();
      await database.close();
    },
  };
}

function entryOf({ eventId, loggedAt, event }: ResolvedEvent): NewEntry {
  const { kind, sourceId, eventName, time, identifiers, payload } = event;
  return {
    kind,
    sourceId,
    eventName,
    messageId: eventId,
    timestamp: time,
    originalTimestamp: null,
    sentAt: null,
    receivedAt: loggedAt,
    identifiers: identifiers.map(({ id, type }) => ({ type, value: id })),
    mentions: [],
    payload: payload ?? '{}',
  };
}
