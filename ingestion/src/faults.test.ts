import { createTenant } from '@customer360/event-log';
import type { EventLog } from '@customer360/event-log';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { basic, insertSource, openIngestionDatabase, startTestIngestion } from '../test/test-ingestion.ts';
import type { TestIngestion } from '../test/test-ingestion.ts';

let database: TestIngestion['database'];
beforeAll(async () => {
  database = await openIngestionDatabase();
});
afterAll(() => database.close());

type Appends = Pick<EventLog, 'append'>;

async function start(options: Parameters<typeof startTestIngestion>[1] = {}): Promise<TestIngestion> {
  const running = await startTestIngestion(database, options);
  onTestFinished(() => running.close());
  return running;
}

/** A log whose appends wait for `open`. */
function gate() {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  let arrived = (): void => {};
  const someArrived = new Promise<void>((resolve) => (arrived = resolve));
  const wrapLog = (log: Appends): Appends => ({
    async append(tenantId, entries) {
      arrived();
      await opened;
      return log.append(tenantId, entries);
    },
  });
  return { open, someArrived, wrapLog };
}

function track(index: number): object {
  return { messageId: `m${index}`, userId: `u${index}`, event: 'Viewed' };
}

test('while the log is away the answer is 503 with Retry-After, and nothing is kept as refused', async () => {
  const running = await start({
    wrapLog: () => ({
      append: () => Promise.reject(Object.assign(new Error('away'), { code: 'ECONNREFUSED' })),
    }),
  });
  const batch = [{ type: 'track', ...track(1) }, { type: 'track' }];
  expect(await running.post('/v1/batch', { batch })).toMatchObject({
    status: 503,
    headers: { 'retry-after': '1' },
    body: { success: false, error: { code: 'UNAVAILABLE' } },
  });
  expect(await running.deadLetters()).toEqual([]);
  expect(await running.entries()).toEqual([]);
});

test('while keys cannot be looked up the answer is 503, not 401', async () => {
  const running = await start();
  await sql`alter function ingestion.find_write_key(bytea) rename to away`.execute(database.db);
  onTestFinished(async () => {
    await sql`alter function ingestion.away(bytea) rename to find_write_key`.execute(database.db);
  });
  expect(await running.post('/v1/track', track(1))).toMatchObject({ status: 503 });
});

test('concurrent requests share a commit', async () => {
  const held = gate();
  const running = await start({ wrapLog: held.wrapLog });
  const first = running.post('/v1/track', track(0));
  await held.someArrived;
  const others = Array.from({ length: 40 }, (_, index) => running.post('/v1/track', track(index + 1)));
  await waiting(running, 41);
  held.open();
  const answers = await Promise.all([first, ...others]);
  expect(answers.map(({ body }) => body.status)).toEqual(Array.from({ length: 41 }, () => 'accepted'));
  const text = await running.metrics.metrics();
  expect(text).toMatch(/ingestion_group_events_count\{.*\} 2$/m);
  expect(text).toMatch(/ingestion_group_events_sum\{.*\} 41$/m);
  expect(text).toMatch(/ingestion_queue_events\{.*\} 0$/m);
});

async function waiting(running: TestIngestion, events: number): Promise<void> {
  const metric = running.metrics.getSingleMetric('ingestion_queue_events');
  await expect.poll(async () => (await metric?.get())?.values[0]?.value, { interval: 2 }).toBe(events);
}

test('when the log cannot keep up the answer is 429 with Retry-After, and later it is taken', async () => {
  const held = gate();
  const running = await start({ wrapLog: held.wrapLog, limits: { maxEvents: 2 } });
  const first = running.post('/v1/batch', {
    batch: [1, 2].map((index) => ({ type: 'track', ...track(index) })),
  });
  await held.someArrived;
  expect(await running.post('/v1/track', track(3))).toMatchObject({
    status: 429,
    headers: { 'retry-after': expect.stringMatching(/^[1-9]$/) as string },
    body: { success: false, error: { code: 'OVERLOADED' } },
  });
  held.open();
  await first;
  await waiting(running, 0);
  expect(await running.post('/v1/track', track(3))).toMatchObject({ status: 200 });
  expect((await running.entries()).map(({ messageId }) => messageId)).toEqual(['m1', 'm2', 'm3']);
});

test('closing answers what is under way and takes no more', async () => {
  const held = gate();
  const running = await start({ wrapLog: held.wrapLog });
  const url = await running.ingestion.listen({ host: '127.0.0.1', port: 0 });
  const send = (index: number) =>
    fetch(`${url}/v1/track`, {
      method: 'POST',
      headers: { ...basic(running.writeKey), 'content-type': 'application/json' },
      body: JSON.stringify(track(index)),
    });
  const underWay = send(1);
  await held.someArrived;
  const closing = running.ingestion.close();
  const late = await send(2).then(
    ({ status }) => status,
    () => 503,
  );
  expect(late).toBe(503);
  held.open();
  expect((await underWay).status).toBe(200);
  await closing;
  expect((await running.entries()).map(({ messageId }) => messageId)).toEqual(['m1']);
});

test('a revoked key stops when its cached answer ends, and a new one starts', async () => {
  const running = await start({ writeKeyTtlMs: 30 });
  expect(await running.post('/v1/track', track(1))).toMatchObject({ status: 200 });
  await database.inTenant(running.tenantId, (trx) =>
    trx.updateTable('ingestion.write_key').set({ revoked_at: new Date() }).execute(),
  );
  await expect
    .poll(async () => (await running.post('/v1/track', track(1))).body.error?.code, { interval: 5 })
    .toBe('REVOKED_WRITE_KEY');
  const fresh = await insertSource(database, { tenantId: running.tenantId, sourceId: 'fresh' });
  expect(await running.post('/v1/track', track(1), basic(fresh))).toMatchObject({ status: 200 });
});

test('a key writes into its own tenant, whatever the event says', async () => {
  const running = await start();
  await createTenant(database, { id: 'globex', name: 'Globex' });
  const other = await insertSource(database, { tenantId: 'globex', sourceId: 'shop' });
  const event = { ...track(1), tenantId: 'acme', sourceId: 'x', timestamp: 'soon' };
  await running.post('/v1/track', { ...event, timestamp: undefined }, basic(other));
  await running.post('/v1/track', event, basic(other));
  expect(await running.entries()).toEqual([]);
  expect(await running.deadLetters()).toEqual([]);
  expect(await running.log.read('globex', 0, 10)).toMatchObject([{ messageId: 'm1', sourceId: 'shop' }]);
});

test('metrics show the lag of consumers', async () => {
  const consumerLag = async () => [{ consumer: 'profile', tenantId: 'acme', entries: 7, seconds: 1.5 }];
  const running = await start({ consumerLag });
  const text = (await running.ingestion.server.inject('/metrics')).payload;
  expect(text).toMatch(/consumer_lag_entries\{.*consumer="profile".*\} 7$/m);
  expect(text).toMatch(/consumer_lag_seconds\{.*consumer="profile".*\} 1.5$/m);
});

test('it lives and is ready', async () => {
  const running = await start();
  expect((await running.ingestion.server.inject('/live')).statusCode).toBe(200);
  expect((await running.ingestion.server.inject('/ready')).statusCode).toBe(200);
});
