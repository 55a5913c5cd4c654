import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore, type TestStore } from '../../test/open-store.ts';
import { expectedGraph } from '../../test/projection/expected-graph.ts';
import { tellHistory } from '../../test/projection/history.ts';
import { readGraph, runProjection, testHandler } from '../../test/projection/run-projection.ts';
import { story } from '../../test/projection/stories.ts';
import { resetJourneyProjection } from './projection-state.ts';

const PEOPLE = ['u1', 'u2', 'a1', 'a2'];
const HISTORIES = Number(process.env['JOURNEY_HISTORIES'] ?? 6);

let store: TestStore;
let tenants = 0;
beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());

test.each([1, 7, 500])(
  'batches of %i give the graph that the whole history gives',
  async (batchSize) => {
    const property = fc.asyncProperty(story, async (steps) => {
      tenants += 1;
      const tenantId = `tenant-${tenants}`;
      const history = tellHistory(steps);
      await runProjection(testHandler(store.db, PEOPLE), tenantId, history, batchSize);
      expect(await readGraph(store.db, tenantId)).toEqual(expectedGraph(tenantId, history, PEOPLE));
      await resetJourneyProjection(store.db, tenantId);
    });
    await fc.assert(property, { numRuns: HISTORIES });
  },
  600_000,
);
