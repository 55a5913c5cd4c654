import {
  appendResolutions,
  createEventLog,
  createTenant,
  eventLogMigrations,
  noChanges,
  readResolved,
  RESOLVING_CONSUMER,
  type EventLogDatabase,
  type NewEntry,
  type Resolution,
} from '@customer360/event-log';
import { openTestDatabase, type TestDatabase } from '@customer360/testing';
import { canonicalJson } from '@customer360/tracking';
import { Backfills } from '../src/evaluation/backfills.ts';
import { createSegmentHandler } from '../src/evaluation/segment-handler.ts';
import { segmentMigrations } from '../src/store/migrations.ts';
import type { SegmentDatabase } from '../src/store/tables.ts';
import { idOf, START } from './history.ts';

export const DAY = 86_400_000;

/** What a test says of one entry: which identifier did it, whom it belongs to, and what moves with it. */
export interface Told {
  readonly identifier?: number;
  /** Type of the identifier; `user_id` unless told. */
  readonly type?: string;
  readonly at?: number;
  readonly event?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly configuration?: { readonly name: string; readonly value: unknown };
  readonly command?: Readonly<Record<string, unknown>>;
  /** Identifier, former and new profile by number; null was unknown. */
  readonly moves?: readonly (readonly [number, number | null, number])[];
  /** Events by their place in the story, from 1, that go to other identifiers. */
  readonly reattributed?: readonly (readonly [number, number, number])[];
}

export type StoryDatabase = TestDatabase<SegmentDatabase & EventLogDatabase>;

export interface TraitStory {
  readonly database: StoryDatabase;
  /** Tells entries of a tenant to the log and works them, `batch` at a time. */
  tell(told: readonly Told[], options?: { readonly tenant?: string; readonly batch?: number }): Promise<void>;
  close(): Promise<void>;
}

export type StoryHooks = Partial<Parameters<typeof createSegmentHandler>[0]>;

/** A database whose log is resolved as the test says. */
export async function openTraitStory(hooks: StoryHooks = {}): Promise<TraitStory> {
  const database = await openTestDatabase<SegmentDatabase & EventLogDatabase>(
    eventLogMigrations,
    segmentMigrations,
  );
  for (const id of ['shop', 'rival']) await createTenant(database, { id, name: id });
  const log = createEventLog(database);
  const handler = createSegmentHandler({
    database: database.as<SegmentDatabase>(),
    flush: async () => {},
    clock: () => START,
    backfills: new Backfills(),
    ...hooks,
  });
  const owners = new Map<string, number>();

  async function resolve(tenant: string, told: readonly Told[]): Promise<number> {
    const { through: before } = await log.head(tenant);
    await log.append(
      tenant,
      told.map((one, index) => entryOf(one, before + index + 1)),
    );
    const entries = await log.read(tenant, before, told.length);
    const eventAt = new Map((await log.read(tenant, 0, 100_000)).map((one) => [one.position, one.eventId]));
    const resolutions = entries.map((entry, index): Resolution => {
      const { identifier, moves = [], reattributed = [] } = told[index] ?? {};
      const known = identifier === undefined ? null : (owners.get(`${tenant} ${identifier}`) ?? null);
      const born: Told['moves'] =
        identifier !== undefined && known === null && !moves.some(([moved]) => moved === identifier)
          ? [[identifier, null, identifier]]
          : [];
      const all = [...moves, ...born];
      for (const [moved, , to] of all) owners.set(`${tenant} ${moved}`, to);
      const owner = identifier === undefined ? null : (owners.get(`${tenant} ${identifier}`) ?? null);
      return {
        ...noChanges,
        version: 1,
        position: entry.position,
        loggedAt: entry.loggedAt,
        eventId: entry.eventId,
        identifierId: identifier === undefined ? null : idOf('identifier', identifier),
        profileId: owner === null ? null : idOf('profile', owner),
        setChanges: all.map(([moved, from, to]) => ({
          identifierId: idOf('identifier', moved),
          from: from === null ? null : idOf('profile', from),
          to: idOf('profile', to),
        })),
        reattributed: reattributed.map(([place, from, to]) => ({
          eventId: eventAt.get(place) ?? '',
          from: idOf('identifier', from),
          to: idOf('identifier', to),
        })),
      };
    });
    const last = before + told.length;
    await database.inTenant(tenant, async (trx) => {
      await appendResolutions(trx, tenant, resolutions);
      await trx
        .insertInto('event_log.consumer_position')
        .values({ tenant_id: tenant, consumer: RESOLVING_CONSUMER, position: last })
        .onConflict((row) => row.columns(['tenant_id', 'consumer']).doUpdateSet({ position: last }))
        .execute();
    });
    return before;
  }

  return {
    database,
    async tell(told, { tenant = 'shop', batch = 500 } = {}) {
      let after = await resolve(tenant, told);
      for (;;) {
        const { events, watermark } = await readResolved(database, tenant, after, batch);
        const last = events.at(-1);
        if (last === undefined) return;
        const types = new Map(
          told.map(({ identifier = 0, type = 'user_id' }) => [idOf('identifier', identifier), type]),
        );
        const typed = events.map((one) => ({
          ...one,
          event: { ...one.event, identifiers: [...types].map(([id, type]) => ({ id, type })) },
        }));
        await handler.handle(tenant, typed, watermark, after);
        after = last.position;
      }
    },
    async close() {
      await log.close();
      await database.close();
    },
  };
}

function entryOf(told: Told, place: number): NewEntry {
  const { at = START, event = null, properties = {}, configuration, command } = told;
  const common = {
    messageId: `m-${place}`,
    timestamp: at,
    originalTimestamp: null,
    sentAt: null,
    // The log has partitions for the months around the present one only.
    receivedAt: Date.now(),
    identifiers: [],
    mentions: [],
  };
  if (configuration !== undefined) {
    const { name, value } = configuration;
    const payload = canonicalJson({ configuration: name, value });
    return { ...common, kind: 'configuration', sourceId: 'internal:configuration', eventName: null, payload };
  }
  if (command !== undefined) {
    return {
      ...common,
      kind: 'command',
      sourceId: 'graphql',
      eventName: null,
      payload: canonicalJson(command),
    };
  }
  return {
    ...common,
    kind: 'track',
    sourceId: 'web',
    eventName: event,
    payload: canonicalJson({ event, properties }),
  };
}

/** An order of some money and of products in categories. */
export function order(
  identifier: number,
  revenue: number,
  more: Partial<Told> & { readonly products?: readonly (readonly [string, string])[] } = {},
): Told {
  const { products = [], properties, ...told } = more;
  return {
    identifier,
    event: 'Order Completed',
    properties: {
      revenue,
      products: products.map(([product_id, category]) => ({ product_id, category })),
      ...properties,
    },
    ...told,
  };
}
