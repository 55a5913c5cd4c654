import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore, type TestStore } from '../../test/open-store.ts';
import { analyst, stranger } from '../../test/viewers.ts';
import { createStatusService } from './status-service.ts';

let store: TestStore;
beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());

const statusOf = (tenantId: string, entries: number | null) =>
  createStatusService({
    queries: store.queries(tenantId),
    viewer: analyst(tenantId),
    lag: async () => [
      { tenantId: 'other', entries: 99, seconds: 0 },
      ...(entries === null ? [] : [{ tenantId, entries, seconds: 0 }]),
    ],
  }).journeyStatus();

async function place(tenantId: string, facts: object): Promise<void> {
  const document = { _key: tenantId, tenantId, position: 0, rebuildUntil: null, clearing: false, ...facts };
  await store.db.query('INSERT @document INTO projections', { document });
}

test('a graph that is up to date, one that lags and one that is made anew', async () => {
  await place('fresh', { position: 7 });
  await place('late', { position: 7 });
  await place('anew', { position: 7, rebuildUntil: 9 });
  await place('clearing', { clearing: true });

  expect(await statusOf('fresh', 0)).toEqual({ position: 7, behind: 0, rebuilding: false, parked: 0 });
  expect(await statusOf('late', 3)).toEqual({ position: 7, behind: 3, rebuilding: false, parked: 0 });
  expect(await statusOf('anew', 2)).toMatchObject({ position: 7, behind: 2, rebuilding: true });
  expect(await statusOf('clearing', 0)).toMatchObject({ position: 0, rebuilding: true });
});

test('a graph that has nothing yet is being made while its log has something', async () => {
  expect(await statusOf('empty', null)).toEqual({ position: 0, behind: 0, rebuilding: false, parked: 0 });
  expect(await statusOf('begun', 5)).toEqual({ position: 0, behind: 5, rebuilding: true, parked: 0 });
});

test('only the own parked entries count', async () => {
  await store.db.query(`FOR t IN ["mine", "mine", "theirs"] INSERT { tenantId: t, position: 1 } INTO parked`);
  expect(await statusOf('mine', 0)).toMatchObject({ parked: 2 });
});

test('the status is for those who may read journeys', async () => {
  const service = createStatusService({
    queries: store.queries('mine'),
    viewer: stranger('mine'),
    lag: async () => [],
  });
  await expect(service.journeyStatus()).rejects.toMatchObject({ code: 'FORBIDDEN' });
});
