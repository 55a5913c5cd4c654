import { Analytics } from '@segment/analytics-node';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openIngestionDatabase, startTestIngestion } from '../test/test-ingestion.ts';
import type { TestIngestion } from '../test/test-ingestion.ts';

let database: TestIngestion['database'];
let running: TestIngestion;
let host: string;
let failures: ('before' | 'after')[];

beforeAll(async () => {
  database = await openIngestionDatabase();
});
afterAll(() => database.close());

beforeEach(async () => {
  failures = [];
  running = await startTestIngestion(database, {
    clock: Date.now,
    wrapLog: (log) => ({
      async append(tenantId, entries) {
        const failure = failures.shift();
        if (failure === 'before') throw new Error('the log is away');
        const results = await log.append(tenantId, entries);
        if (failure === 'after') throw new Error('the answer was lost');
        return results;
      },
    }),
  });
  host = await running.ingestion.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(() => running.close());

function sdk(settings: object = {}): { analytics: Analytics; errors: unknown[]; statuses: number[] } {
  const analytics = new Analytics({ writeKey: running.writeKey, host, flushInterval: 50, ...settings });
  const errors: unknown[] = [];
  const statuses: number[] = [];
  analytics.on('error', (error) => errors.push(error));
  analytics.on('http_response', ({ status }) => statuses.push(status));
  return { analytics, errors, statuses };
}

test('every call of the SDK arrives as it was made', async () => {
  const { analytics, errors } = sdk();
  const timestamp = new Date(Date.now() - 60_000);
  const context = { traits: { phone: '+49 171 1234567' } };
  analytics.identify({ userId: 'u1', anonymousId: 'a1', traits: { email: 'Anna@Example.com' } });
  analytics.track({
    userId: 'u1',
    event: 'Order Completed',
    properties: { revenue: 9.5 },
    timestamp,
    context,
  });
  analytics.page({ anonymousId: 'a1', name: 'Home', category: 'Landing' });
  analytics.screen({ anonymousId: 'a1', name: 'Start' });
  analytics.group({ userId: 'u1', groupId: 'g1', traits: { name: 'Acme' } });
  analytics.alias({ previousId: 'a0', userId: 'u1' });
  await analytics.closeAndFlush();
  expect(errors).toEqual([]);

  const entries = await running.entries();
  expect(entries.map(({ kind, eventName }) => [kind, eventName])).toEqual([
    ['identify', null],
    ['track', 'Order Completed'],
    ['page', 'Home'],
    ['screen', 'Start'],
    ['group', null],
    ['alias', null],
  ]);
  expect(entries.map(({ identifiers }) => identifiers.map(({ type }) => type))).toEqual([
    ['user_id', 'email', 'anonymous_id'],
    ['user_id', 'phone'],
    ['anonymous_id'],
    ['anonymous_id'],
    ['user_id'],
    ['user_id', 'anonymous_id'],
  ]);
  const skew = (entries[1]?.timestamp ?? 0) - timestamp.getTime();
  expect(skew).toBeGreaterThanOrEqual(0);
  expect(skew).toBeLessThan(5_000);
});

test('history sent to /v1/import keeps its times to the millisecond', async () => {
  const { analytics, errors } = sdk({ path: '/v1/import' });
  const timestamp = new Date('2019-03-01T09:30:00.123Z');
  analytics.track({ userId: 'u1', event: 'Order Completed', timestamp });
  await analytics.closeAndFlush();
  expect(errors).toEqual([]);
  expect((await running.entries()).map((entry) => entry.timestamp)).toEqual([timestamp.getTime()]);
});

test.each(['before', 'after'] as const)(
  'a failure %s the commit is a 5xx, and the retry doubles nothing and loses nothing',
  async (failure) => {
    failures = [failure];
    const { analytics, errors, statuses } = sdk();
    for (const event of ['One', 'Two', 'Three']) analytics.track({ userId: 'u1', event });
    await analytics.closeAndFlush();
    expect(errors).toEqual([]);
    expect(statuses).toEqual([503, 200]);
    expect((await running.entries()).map(({ eventName }) => eventName)).toEqual(['One', 'Two', 'Three']);
  },
);

test('more events than one batch of the SDK holds all arrive', async () => {
  const { analytics, errors } = sdk({ flushAt: 20 });
  for (let count = 0; count < 205; count += 1) analytics.track({ userId: `u${count}`, event: 'Viewed' });
  await analytics.closeAndFlush();
  expect(errors).toEqual([]);
  const entries = await running.entries();
  expect(new Set(entries.map(({ messageId }) => messageId)).size).toBe(205);
});

test('an unknown write key reaches the SDK as an error that it does not retry', async () => {
  const { analytics, errors, statuses } = sdk({ writeKey: 'nobody' });
  analytics.track({ userId: 'u1', event: 'One' });
  await analytics.closeAndFlush();
  expect(statuses).toEqual([401]);
  expect(errors).toHaveLength(1);
});
