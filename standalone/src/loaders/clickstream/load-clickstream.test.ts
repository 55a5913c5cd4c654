import { expect, test } from 'vitest';
import { publicData, absent } from '../../../test/public-data.ts';
import { acceptAll, startStubIngestion } from '../../../test/stub-ingestion.ts';
import { loadClickstream } from './load-clickstream.ts';
import { type ClickstreamRow, toMessages } from './messages.ts';

const row = (change: Partial<ClickstreamRow>): ClickstreamRow => ({
  user_id: 'user_0000',
  session_id: 'sess_000001',
  event: 'home',
  timestamp: '2024-03-13 10:21:14',
  platform: 'desktop',
  acquisition_channel: 'email',
  user_cohort: '2024-01',
  user_lifecycle: 'returning',
  ...change,
});

test('a row is a track with its channel as the medium; a purchase counts as 1.00', () => {
  const { messages } = toMessages([row({}), row({ event: 'purchase', acquisition_channel: 'direct' })], null);
  const properties = {
    session_id: 'sess_000001',
    platform: 'desktop',
    user_cohort: '2024-01',
    user_lifecycle: 'returning',
  };
  expect(messages).toEqual([
    {
      type: 'track',
      messageId: 'clickstream-1',
      timestamp: '2024-03-13T10:21:14.000Z',
      userId: 'user_0000',
      event: 'home',
      properties,
      context: { campaign: { medium: 'email' }, consent: expect.anything() },
    },
    {
      type: 'track',
      messageId: 'clickstream-2',
      timestamp: '2024-03-13T10:21:14.000Z',
      userId: 'user_0000',
      event: 'purchase',
      properties: { ...properties, revenue: 1, currency: 'USD' },
      context: { campaign: { medium: 'direct' } },
    },
  ]);
});

test('rows keep the order of the file, whatever their times', () => {
  const rows = [row({ timestamp: '2024-03-13 10:21:14' }), row({ timestamp: '2024-01-01 00:00:00' })];
  const { messages, shiftedByDays } = toMessages(rows, Date.parse('2024-03-15T00:00:00Z'));
  expect(shiftedByDays).toBe(1);
  expect(messages.map(({ timestamp }) => timestamp)).toEqual([
    '2024-03-14T10:21:14.000Z',
    '2024-01-02T00:00:00.000Z',
  ]);
});

test('a row without a readable time is named', () => {
  expect(() => toMessages([row({}), row({ timestamp: 'n/a' })], null)).toThrow('row 2 has no time: n/a');
});

const directory = publicData('clickstream');

test.skipIf(directory === null)(
  `all 31,106 rows of 600 users arrive in the order of the file${absent(directory)}`,
  async () => {
    await using stub = await startStubIngestion(acceptAll);
    const loaded = await loadClickstream({
      directory: String(directory),
      ingestionUrl: stub.url,
      writeKey: 'key',
      shiftToToday: false,
    });
    expect(loaded).toEqual({
      events: 31_106,
      users: 600,
      purchases: 470,
      answers: { accepted: 31_106, duplicate: 0, conflict: 0, refused: 0 },
      shiftedByDays: 0,
    });
    const sent = stub.requests.flatMap(({ body }) => body.batch.map(({ messageId }) => messageId));
    expect(sent).toEqual(Array.from({ length: 31_106 }, (_, number) => `clickstream-${number + 1}`));
  },
  120_000,
);
