import { expect, test } from 'vitest';
import { publicData, absent } from '../../../test/public-data.ts';
import { acceptAll, startStubIngestion } from '../../../test/stub-ingestion.ts';
import { describeCounts } from './counts.ts';
import { loadCompleteJourney } from './load-complete-journey.ts';

const directory = publicData('complete-journey');

test.skipIf(directory === null)(
  `the whole data set arrives, in order of time, with the counts of its files${absent(directory)}`,
  async () => {
    await using stub = await startStubIngestion(acceptAll);
    const { counts, events, answers, shiftedByDays } = await loadCompleteJourney({
      directory: String(directory),
      ingestionUrl: stub.url,
      writeKey: 'key',
      shiftToToday: false,
    });
    expect(describeCounts(counts)).toBe(
      '47,243 orders with 75,000 line items worth 233,935.24 of 2,377 households, ' +
        '801 identifies, 6,589 promotions, 2,102 coupons',
    );
    expect({ events, answers, shiftedByDays }).toEqual({
      events: 56_735,
      answers: { accepted: 56_735, duplicate: 0, conflict: 0, refused: 0 },
      shiftedByDays: 0,
    });
    const sent = stub.requests.flatMap(({ body }) => body.batch);
    expect(new Set(sent.map(({ messageId }) => messageId)).size).toBe(56_735);
    const times = sent.map(({ timestamp }) => timestamp);
    expect(times).toEqual(times.toSorted());
    expect(sent.filter(({ context }) => context?.['consent'] !== undefined)).toHaveLength(2_379);
  },
  120_000,
);

test.skipIf(directory === null)(
  `an event that is answered as a conflict fails the load${absent(directory)}`,
  async () => {
    await using stub = await startStubIngestion((request, number) =>
      number < 3
        ? acceptAll(request)
        : { body: { results: request.body.batch.map(() => ({ status: 'conflict' })) } },
    );
    const load = loadCompleteJourney({
      directory: String(directory),
      ingestionUrl: stub.url,
      writeKey: 'key',
      shiftToToday: true,
    });
    await expect(load).rejects.toThrow(/are in conflict with what the log holds and 0 were refused: cj-/);
  },
  120_000,
);

test('a folder without the files is named', async () => {
  const load = loadCompleteJourney({
    directory: '/nowhere',
    ingestionUrl: 'http://127.0.0.1:9',
    writeKey: 'key',
    shiftToToday: false,
  });
  await expect(load).rejects.toThrow('.csv.gz in /nowhere');
});
