import type { AppendResult, NewEntry } from '@customer360/event-log';
import { expect, test } from 'vitest';
import { createAppendQueue, OverloadedError } from './append-queue.ts';
import type { AppendQueueLimits } from './append-queue.ts';

function entry(messageId: string): NewEntry {
  return {
    sourceId: 'shop',
    messageId,
    kind: 'track',
    eventName: 'Viewed',
    timestamp: 0,
    originalTimestamp: null,
    sentAt: null,
    receivedAt: 0,
    identifiers: [],
    mentions: [],
    payload: '{"abc":1}',
  };
}

/** A log whose appends end when the test says so. */
function heldLog() {
  const appends: { ids: string[]; end: (error?: Error) => void }[] = [];
  return {
    appends,
    append(_tenantId: string, entries: readonly NewEntry[]): Promise<readonly AppendResult[]> {
      return new Promise((resolve, reject) => {
        const ids = entries.map(({ messageId }) => messageId);
        const results = ids.map((id): AppendResult => ({ status: 'accepted', eventId: id, position: 1 }));
        appends.push({ ids, end: (error) => (error ? reject(error) : resolve(results)) });
      });
    },
  };
}

const plenty = { groupEvents: 3, gatherMs: 0, maxEvents: 100, maxBytes: 10_000, maxWaitMs: 1_000 };

function queueOver(log: ReturnType<typeof heldLog>, limits: Partial<AppendQueueLimits> = {}) {
  let now = 0;
  const groups: number[] = [];
  const queue = createAppendQueue({
    log,
    limits: { ...plenty, ...limits },
    measures: { group: (size) => groups.push(size), depth: () => {} },
    clock: () => now,
  });
  return { queue, groups, setNow: (milliseconds: number) => (now = milliseconds) };
}

/** Lets everything happen that does not wait for the log. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

test('what comes while an append runs makes the next group, at most the limit', async () => {
  const log = heldLog();
  const { queue, groups } = queueOver(log);
  const answers = ['a', 'b', 'c', 'd', 'e'].map(async (id, index) => {
    if (index > 0) await settle();
    const [result] = await queue.append('acme', [entry(id)]);
    return result?.eventId;
  });
  await settle();
  await settle();
  expect(log.appends.map(({ ids }) => ids)).toEqual([['a']]);
  log.appends[0]?.end();
  await settle();
  expect(log.appends.map(({ ids }) => ids)).toEqual([['a'], ['b', 'c', 'd']]);
  log.appends[1]?.end();
  await settle();
  log.appends[2]?.end();
  expect(await Promise.all(answers)).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(groups).toEqual([1, 3, 1]);
});

test('a request larger than a group goes alone and whole', async () => {
  const log = heldLog();
  const { queue } = queueOver(log);
  const large = queue.append('acme', ['a', 'b', 'c', 'd'].map(entry));
  const small = queue.append('acme', [entry('e')]);
  await settle();
  log.appends[0]?.end();
  await settle();
  log.appends[1]?.end();
  expect((await large).map(({ eventId }) => eventId)).toEqual(['a', 'b', 'c', 'd']);
  expect((await small).map(({ eventId }) => eventId)).toEqual(['e']);
});

test('tenants do not wait for one another', async () => {
  const log = heldLog();
  const { queue } = queueOver(log);
  void queue.append('acme', [entry('a')]);
  const other = queue.append('globex', [entry('b')]);
  await settle();
  log.appends[1]?.end();
  expect(await other).toMatchObject([{ eventId: 'b' }]);
});

test('a full queue refuses with a time to come back, and takes again when it has room', async () => {
  const log = heldLog();
  const { queue } = queueOver(log, { maxEvents: 2 });
  const first = queue.append('acme', ['a', 'b'].map(entry));
  await expect(queue.append('acme', [entry('c')])).rejects.toEqual(new OverloadedError(1));
  expect(queue.retryAfterSeconds('globex')).toBe(1);
  await settle();
  log.appends[0]?.end();
  await first;
  await settle();
  expect(queue.retryAfterSeconds('acme')).toBeNull();
});

test('bytes are bounded as well as events', async () => {
  const log = heldLog();
  const { queue } = queueOver(log, { maxBytes: 9 });
  void queue.append('acme', [entry('a')]);
  await expect(queue.append('acme', [entry('b')])).rejects.toThrow(OverloadedError);
});

test('a log that has become slow refuses more for its tenant, and only for it', async () => {
  const log = heldLog();
  const { queue, setNow } = queueOver(log);
  const first = queue.append('acme', [entry('a')]);
  await settle();
  setNow(2_500);
  expect(queue.retryAfterSeconds('acme')).toBe(4);
  expect(queue.retryAfterSeconds('globex')).toBeNull();
  log.appends[0]?.end();
  await first;
  await settle();
  expect(queue.retryAfterSeconds('acme')).toBeNull();
});

test('a request that the log cannot take does not fail the others of its group', async () => {
  const log = heldLog();
  const { queue } = queueOver(log);
  const good = queue.append('acme', [entry('good')]);
  const bad = queue.append('acme', [entry('bad')]);
  const failed = bad.catch((error: unknown) => error);
  await settle();
  expect(log.appends.map(({ ids }) => ids)).toEqual([['good', 'bad']]);
  log.appends[0]?.end(new Error('no such month'));
  await settle();
  log.appends[1]?.end();
  await settle();
  log.appends[2]?.end(new Error('no such month'));
  expect(await good).toMatchObject([{ eventId: 'good' }]);
  expect(await failed).toEqual(new Error('no such month'));
});

test('a lost connection fails the group at once', async () => {
  const log = heldLog();
  const { queue } = queueOver(log);
  const lost = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
  const answers = [queue.append('acme', [entry('a')]), queue.append('acme', [entry('b')])];
  const settled = Promise.allSettled(answers);
  await settle();
  log.appends[0]?.end(lost);
  expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(log.appends).toHaveLength(1);
});
