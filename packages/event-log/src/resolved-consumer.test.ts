import {
  createEventLog,
  createTenant,
  eventLogMigrations,
  retryParked,
  startResolvedConsumer,
} from '@customer360/event-log';
import type {
  Consumer,
  EventLogDatabase,
  PostgresEventLog,
  ResolvedConsumerOptions,
  Watermark,
} from '@customer360/event-log';
import { openTestDatabase, type TestDatabase } from '@customer360/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { entries, entry } from '../test/entries.ts';
import { Projection } from '../test/projection.ts';
import { resolveAll, startResolver } from '../test/resolver.ts';

let database: TestDatabase<EventLogDatabase>;
let log: PostgresEventLog;
let resolver: Consumer;
let projection: Projection;
let made = 0;
const running: Consumer[] = [];

beforeAll(async () => {
  database = await openTestDatabase<EventLogDatabase>(eventLogMigrations);
  log = createEventLog(database);
  resolver = startResolver({ log, database });
});
beforeEach(() => {
  projection = new Projection();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((consumer) => consumer.stop()));
});
afterAll(async () => {
  await resolver.stop();
  await log.close();
  await database.close();
});

async function aTenant(): Promise<string> {
  made += 1;
  await createTenant(database, { id: `tenant-${made}`, name: 'A tenant' });
  projection.add(`tenant-${made}`);
  return `tenant-${made}`;
}

function start(options: Partial<ResolvedConsumerOptions> = {}): Consumer {
  const consumer = startResolvedConsumer({
    log,
    database,
    name: 'journeys',
    pollMs: 60_000,
    retryDelayMs: 1,
    ...projection.options(),
    ...options,
  });
  running.push(consumer);
  return consumer;
}

function numbered(count: number, from = 1): string[] {
  return Array.from({ length: count }, (_, index) => `${from + index} m${from + index}`);
}

describe('order', () => {
  test('what is resolved already and what comes later are handed over once, in order', async () => {
    const tenant = await aTenant();
    await log.append(tenant, entries(10));
    await resolver.waitFor(tenant, 10, 10_000);
    const consumer = start({ batchSize: 4 });
    await consumer.waitFor(tenant, 10, 10_000);
    await log.append(tenant, entries(12).slice(10));
    await consumer.waitFor(tenant, 12, 10_000);
    expect(projection.seenBy(tenant)).toEqual(numbered(12));
    expect(projection.batches.slice(0, 3)).toEqual([4, 4, 2]);
  });

  test('each batch says how far the stream is resolved', async () => {
    const tenant = await aTenant();
    await log.append(tenant, entries(5));
    await resolver.waitFor(tenant, 5, 10_000);
    const { clock } = await log.head(tenant);
    await start({ batchSize: 3 }).waitFor(tenant, 5, 10_000);
    expect(projection.watermarks).toEqual([
      { through: 5, clock },
      { through: 5, clock },
    ]);
  });

  test('a slow tenant does not hold up another', async () => {
    const [slow, quick] = [await aTenant(), await aTenant()];
    const held = Promise.withResolvers<void>();
    await log.append(slow, entries(1));
    await log.append(quick, entries(2));
    const consumer = start({
      async handle(tenantId, events, watermark, after) {
        if (tenantId === slow) await held.promise;
        return projection.write(tenantId, events, watermark, after);
      },
    });
    await consumer.waitFor(quick, 2, 10_000);
    expect([projection.seenBy(slow), projection.seenBy(quick)]).toEqual([[], numbered(2)]);
    held.resolve();
    await consumer.waitFor(slow, 1, 10_000);
    expect(projection.seenBy(slow)).toEqual(numbered(1));
  });

  test('a large batch comes whole', async () => {
    const tenant = await aTenant();
    await log.append(tenant, entries(4_500));
    await resolver.waitFor(tenant, 4_500, 30_000);
    await start({ batchSize: 2_000 }).waitFor(tenant, 4_500, 20_000);
    expect(projection.batches).toEqual([2_000, 2_000, 500]);
    expect(projection.seenBy(tenant)).toEqual(numbered(4_500));
  });
});

describe('wake-up', () => {
  test('a commit of the resolver wakes a waiting projection long before its next look', async () => {
    const tenant = await aTenant();
    const consumer = start();
    await log.append(tenant, entries(1));
    await consumer.waitFor(tenant, 1, 10_000);
    const began = performance.now();
    await log.append(tenant, [entry('m2')]);
    await consumer.waitFor(tenant, 2, 10_000);
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  test('without any wake-up the stream is looked at every polling interval', async () => {
    const tenant = await aTenant();
    const deaf = { ...log, waitForResolved: (ms: number, signal?: AbortSignal) => silence(ms, signal) };
    const consumer = start({ log: deaf, pollMs: 20 });
    await log.append(tenant, entries(1));
    await consumer.waitFor(tenant, 1, 10_000);
    expect(projection.seenBy(tenant)).toEqual(numbered(1));
  });
});

describe('failures', () => {
  test('a crash between the effects and the position has the same events worked again', async () => {
    const tenant = await aTenant();
    await log.append(tenant, entries(4));
    const effects = new Set<string>();
    let crashes = 1;
    const { handle } = projection.options();
    const consumer = start({
      async handle(tenantId, events, watermark, after) {
        for (const { eventId } of events) effects.add(eventId);
        if (crashes > 0) {
          crashes -= 1;
          throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
        }
        return handle(tenantId, events, watermark, after);
      },
    });
    await consumer.waitFor(tenant, 4, 10_000);
    expect([effects.size, projection.seenBy(tenant), projection.parked]).toEqual([4, numbered(4), []]);
  });

  test('a store that is away is waited for without end, and nothing is parked', async () => {
    const tenant = await aTenant();
    await log.append(tenant, entries(2));
    let refusals = 8;
    const consumer = start({
      maxAttempts: 2,
      isInterruption: (error) => error instanceof RangeError,
      async handle(tenantId, events, watermark, after) {
        if (refusals-- > 0) throw new RangeError('the store is read-only');
        return projection.write(tenantId, events, watermark, after);
      },
    });
    await consumer.waitFor(tenant, 2, 20_000);
    expect([projection.seenBy(tenant), projection.parked]).toEqual([numbered(2), []]);
  });

  test('an event that cannot be worked is tried and parked, and everything around it is worked once', async () => {
    const tenant = await aTenant();
    await log.append(tenant, entries(20));
    let attempts = 0;
    const consumer = start({
      maxAttempts: 4,
      async handle(tenantId, events, watermark, after) {
        if (events.some(({ position }) => position === 7)) {
          if (events.length === 1) attempts += 1;
          throw new TypeError('no such thing');
        }
        return projection.write(tenantId, events, watermark, after);
      },
    });
    await consumer.waitFor(tenant, 20, 10_000);
    expect(projection.seenBy(tenant)).toEqual(numbered(20).filter((name) => name !== '7 m7'));
    expect([attempts, projection.parked]).toEqual([4, [[7, 'TypeError: no such thing']]]);
  });

  test('after a stop a new process goes on from the stored position', async () => {
    const tenant = await aTenant();
    await log.append(tenant, entries(3));
    const first = start();
    await first.waitFor(tenant, 3, 10_000);
    await first.stop();
    await log.append(tenant, entries(5).slice(3));
    await start().waitFor(tenant, 5, 10_000);
    expect(projection.seenBy(tenant)).toEqual(numbered(5));
  });
});

describe('restart', () => {
  test('a projection that begins anew is handed everything again', async () => {
    const tenant = await aTenant();
    await log.append(tenant, entries(6));
    let isOutdated = true;
    const consumer = start({
      batchSize: 2,
      async handle(tenantId, events, watermark, after) {
        if (after === 4 && isOutdated) {
          isOutdated = false;
          projection.clear(tenantId);
          return 'restart';
        }
        return projection.write(tenantId, events, watermark, after);
      },
    });
    await consumer.waitFor(tenant, 6, 10_000);
    expect([isOutdated, projection.seenBy(tenant)]).toEqual([false, numbered(6)]);
  });

  test('two processes over one store share the work and double nothing', async () => {
    const tenant = await aTenant();
    const [one, two] = [start({ batchSize: 3 }), start({ batchSize: 5 })];
    for (let round = 0; round < 20; round += 1) {
      await log.append(tenant, entries((round + 1) * 5).slice(round * 5));
    }
    await Promise.all([one.waitFor(tenant, 100, 20_000), two.waitFor(tenant, 100, 20_000)]);
    expect(projection.seenBy(tenant)).toEqual(numbered(100));
  });

  test('a position that another process set back is noticed with the next event', async () => {
    const tenant = await aTenant();
    await log.append(tenant, entries(3));
    const consumer = start();
    await consumer.waitFor(tenant, 3, 10_000);
    projection.clear(tenant);
    await log.append(tenant, entries(4).slice(3));
    await consumer.waitFor(tenant, 4, 10_000);
    expect(projection.seenBy(tenant)).toEqual(numbered(4));
  });
});

describe('what was parked when it was resolved', () => {
  test('is passed over, also at the end of the stream', async () => {
    const tenant = await aTenant();
    await log.append(tenant, [entry('m1'), entry('unresolvable')]);
    const consumer = start();
    await consumer.waitFor(tenant, 2, 10_000);
    await log.append(tenant, [entry('m3')]);
    await consumer.waitFor(tenant, 3, 10_000);
    expect(projection.seenBy(tenant)).toEqual(['1 m1', '3 m3']);
    expect(await lagOf(consumer, tenant)).toEqual({ tenantId: tenant, entries: 0, seconds: 0 });
  });

  test('comes with its content where its retry was resolved', async () => {
    const tenant = await aTenant();
    await log.append(tenant, [entry('unresolvable', { eventName: 'Signed Up' })]);
    await resolver.waitFor(tenant, 1, 10_000);
    await resolver.stop();
    resolver = startResolver({ log, database, handle: resolveAll });
    await retryParked({ log, database, tenantId: tenant, consumer: 'profile', position: 1 });
    const names: unknown[] = [];
    const consumer = start({
      async handle(tenantId, events, watermark, after) {
        names.push(...events.map(({ position, event }) => [position, event.position, event.eventName]));
        return projection.write(tenantId, events, watermark, after);
      },
    });
    await consumer.waitFor(tenant, 2, 10_000);
    expect(names).toEqual([[2, 2, 'Signed Up']]);
  });
});

describe('idle', () => {
  test('a tenant that is read to its end is told the clock, which no later entry precedes', async () => {
    let now = Date.now() + 60_000;
    const ticking = createEventLog(database, { clock: () => now });
    const tenant = await aTenant();
    const told: Watermark[] = [];
    const first = Promise.withResolvers<void>();
    const second = Promise.withResolvers<void>();
    const consumer = start({
      log: ticking,
      pollMs: 10,
      async onIdle(tenantId, watermark) {
        if (tenantId !== tenant) return;
        told.push(watermark);
        if (told.length === 1) first.resolve();
        else second.resolve();
      },
    });
    await log.append(tenant, entries(2));
    await first.promise;
    expect([told, projection.seenBy(tenant)]).toEqual([[{ through: 2, clock: now }], numbered(2)]);
    now += 7;
    await second.promise;
    expect(told).toEqual([
      { through: 2, clock: now - 7 },
      { through: 2, clock: now },
    ]);
    await consumer.stop();
    await log.append(tenant, [entry('late')]);
    expect((await log.read(tenant, 2, 1))[0]?.loggedAt).toBe(now);
    await ticking.close();
  });

  test('a tenant whose newest entry is not resolved yet is not told', async () => {
    const tenant = await aTenant();
    await log.append(tenant, entries(1));
    await resolver.waitFor(tenant, 1, 10_000);
    await resolver.stop();
    await log.append(tenant, entries(2).slice(1));
    const asked = Promise.withResolvers<void>();
    const told: string[] = [];
    const consumer = start({
      pollMs: 10,
      log: {
        ...log,
        async advanceClock(tenantId) {
          const head = await log.advanceClock(tenantId);
          if (tenantId === tenant) asked.resolve();
          return head;
        },
      },
      onIdle: async (tenantId) => void told.push(tenantId),
    });
    await asked.promise;
    await consumer.stop();
    expect(told).not.toContain(tenant);
    resolver = startResolver({ log, database });
  });

  test('a failure is logged, and the clock is told again at the next look', async () => {
    const tenant = await aTenant();
    const warnings: string[] = [];
    const again = Promise.withResolvers<void>();
    let calls = 0;
    start({
      pollMs: 10,
      logger: { warn: (_facts, message) => void warnings.push(message), error: () => undefined },
      async onIdle(tenantId) {
        if (tenantId !== tenant) return;
        calls += 1;
        if (calls === 1) throw new Error('not now');
        again.resolve();
      },
    });
    await log.append(tenant, entries(1));
    await again.promise;
    expect(warnings).toEqual(['idle tenant was not worked']);
  });
});

test('the lag counts what is accepted and not projected, with the age of the oldest', async () => {
  const tenant = await aTenant();
  await log.append(tenant, entries(2));
  const consumer = start();
  await consumer.waitFor(tenant, 2, 10_000);
  await consumer.stop();
  await log.append(tenant, entries(5).slice(2));
  const lag = await lagOf(consumer, tenant);
  expect(lag).toEqual({ tenantId: tenant, entries: 3, seconds: expect.any(Number) });
});

async function lagOf(consumer: Consumer, tenant: string) {
  return (await consumer.lag()).find(({ tenantId }) => tenantId === tenant);
}

async function silence(milliseconds: number, signal?: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, milliseconds);
  signal?.addEventListener('abort', () => resolve());
  await promise;
  clearTimeout(timer);
}
