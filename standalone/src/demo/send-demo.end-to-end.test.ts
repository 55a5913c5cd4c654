import { expect, test, vi } from 'vitest';
import { startEmbeddedIngestion } from '../../test/embedded-ingestion.ts';
import { type DemoEvent, demoSources } from './demo-event.ts';
import { featuredCustomer } from './featured-customer.ts';
import { generateDemo } from './generate-demo.ts';
import { sendDemo } from './send-demo.ts';

// The machine may be busy with other tests.
vi.setConfig({ testTimeout: 120_000 });

const writeKeys = { web: 'web', app: 'app', pos: 'pos', crm: 'crm' };

/** What is broken, what the featured customer did, and the first events of everybody else. */
const slice = generateDemo({ seed: 42, today: new Date() }).filter(
  ({ message, expected }, place) =>
    expected === 'refused' || message.userId === featuredCustomer.userId || place < 300,
);
const good = slice.filter(({ expected }) => expected === 'accepted');

test('the demo arrives through the real library and the real API, keeps its times, and may be sent again', async () => {
  await using ingestion = await startEmbeddedIngestion(demoSources);
  const send = async (): Promise<unknown> =>
    sendDemo({ ingestionUrl: ingestion.url, writeKeys, events: slice });
  const refused = slice.length - good.length;

  const before = Date.now();
  expect(await send()).toEqual({
    events: slice.length,
    answers: { accepted: good.length, duplicate: 0, conflict: 0, refused },
  });
  const elapsed = Date.now() - before;
  const entries = await ingestion.entries();
  expect(entries.map(({ sourceId, messageId }) => `${sourceId} ${messageId}`).toSorted()).toEqual(
    good.map(({ source, message }) => `${source} ${message.messageId}`).toSorted(),
  );
  // The library's sentAt moves a time by as long as its request takes to arrive.
  const times = new Map(good.map(({ message }) => [message.messageId, Date.parse(message.timestamp)]));
  const moved = entries.map(({ messageId, timestamp }) =>
    Math.abs(timestamp - (times.get(messageId ?? '') ?? 0)),
  );
  expect(Math.max(...moved)).toBeLessThanOrEqual(elapsed);

  expect(await send()).toMatchObject({
    answers: { accepted: 0, duplicate: good.length, conflict: 0, refused },
  });
  expect(await ingestion.entries()).toEqual(entries);
});

test('each broken event is a dead letter with a reason of its own', async () => {
  await using ingestion = await startEmbeddedIngestion(demoSources);
  const events: readonly DemoEvent[] = slice.filter(({ expected }) => expected === 'refused');
  await sendDemo({ ingestionUrl: ingestion.url, writeKeys, events });
  expect(await ingestion.refusals()).toEqual([
    'EVENT_TOO_LARGE',
    'INVALID_TIMESTAMP',
    'NUL_CHARACTER',
    'REQUIRED',
    'TOO_DEEP',
    'TOO_LONG',
    'TOO_MANY_TRAITS',
  ]);
});
