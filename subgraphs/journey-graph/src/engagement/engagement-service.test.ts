import { createCursors } from '@customer360/subgraph';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readsOf } from '../../test/explain.ts';
import { openStore, type TestStore } from '../../test/open-store.ts';
import { seedJourneys } from '../../test/seed-journeys.ts';
import { analyst, stranger } from '../../test/viewers.ts';
import { createEngagementService, engagement, type EngagementInput } from './engagement-service.ts';

const WEEK = 7 * 86_400_000;
let store: TestStore;

beforeAll(async () => {
  store = await openStore();
  const events = [
    { profileId: 'jane', at: 0, step: 'A', channel: 'email', value: 0 },
    { profileId: 'jane', at: WEEK, step: 'A', channel: 'email', value: 10 },
    { profileId: 'jane', at: WEEK + 1, step: 'A', value: 20 },
    { profileId: 'jane', at: WEEK + 1, step: 'B', channel: 'paid', value: 5 },
    { profileId: 'jane', at: 3 * WEEK, step: 'A' },
    { profileId: 'john', at: WEEK, step: 'A', channel: 'direct' },
  ];
  await seedJourneys(store.db, 'acme', events, []);
  await seedJourneys(store.db, 'globex', [{ profileId: 'jane', at: 5, step: 'Z' }], []);
});
afterAll(() => store.close());

function serviceFor(tenantId: string, viewer = analyst(tenantId)) {
  return createEngagementService({
    queries: store.queries(tenantId),
    viewer,
    cursors: createCursors(tenantId),
  });
}

const ask = (input: Partial<EngagementInput> = {}, tenantId = 'acme') =>
  serviceFor(tenantId).engagement({ profileId: 'jane', from: 0, to: 4 * WEEK, ...input });

const figures = async (input: Partial<EngagementInput> = {}) =>
  (await ask(input)).nodes.map(({ at, touchpoints, value, channels }) => [at, touchpoints, value, channels]);

describe('engagement', () => {
  it('is what counting the window of each touchpoint by itself gives', async () => {
    const touchpoint = fc.record({
      at: fc.integer({ min: 0, max: 12_000 }),
      channel: fc.constantFrom('email', 'paid', null),
      value: fc.integer({ min: 0, max: 9 }),
    });
    const histories = fc.array(touchpoint, { minLength: 1, maxLength: 25 });
    const windows = fc.integer({ min: 1_000, max: 5_000 });
    await fc.assert(
      fc.asyncProperty(histories, windows, fc.uuid(), async (history, window, id) => {
        const events = history.map((one) => ({ ...one, profileId: 'jane', step: 'A' }));
        await seedJourneys(store.db, `t${id}`, events, []);
        const { nodes } = await ask({ from: 3_000, to: 9_000, window, first: 1_000 }, `t${id}`);
        const counted = history
          .map((one, position) => ({ ...one, position }))
          .toSorted((a, b) => a.at - b.at || a.position - b.position)
          .filter(({ at }) => at >= 3_000 && at < 9_000)
          .map(({ at }) => {
            const inside = history.filter((one) => one.at > at - window && one.at <= at);
            const channels = new Set(inside.flatMap(({ channel }) => channel ?? []));
            const value = inside.reduce((sum, one) => sum + one.value, 0);
            return { at, touchpoints: inside.length, value, channels: channels.size };
          });
        const figuresOf = ({ at, touchpoints, value, channels }: (typeof counted)[number]) => ({
          at,
          touchpoints,
          value,
          channels,
        });
        expect(nodes.map(figuresOf)).toEqual(counted);
      }),
      { numRuns: 40 },
    );
  });

  it('looks back a window whose beginning is not part of it, over all touchpoints of the instant', async () => {
    expect(await figures()).toEqual([
      [0, 1, 0, 1],
      [WEEK, 1, 10, 1],
      [WEEK + 1, 3, 35, 2],
      [WEEK + 1, 3, 35, 2],
      [3 * WEEK, 1, 0, 0],
    ]);
  });

  it('shows touchpoints in the range only, but looks back before it', async () => {
    expect(await figures({ from: WEEK + 1, to: 3 * WEEK, window: WEEK + 2 })).toEqual([
      [WEEK + 1, 4, 35, 2],
      [WEEK + 1, 4, 35, 2],
    ]);
  });

  it('is paged without changing a figure, also between touchpoints of one instant', async () => {
    const rows: number[][] = [];
    let after: string | null = null;
    do {
      const page = await ask({ first: 1, after });
      rows.push(
        ...page.nodes.map(({ at, touchpoints, value, channels }) => [at, touchpoints, value, channels]),
      );
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
    expect(rows).toEqual(await figures());
  });

  it('is that of the profile and the tenant, none for any other text', async () => {
    expect((await ask({}, 'globex')).nodes).toMatchObject([{ at: 5 }]);
    for (const profileId of ['unknown', 'a`b', '@@x', "'", 'two\nlines', '']) {
      expect((await ask({ profileId })).nodes).toEqual([]);
    }
  });

  it.each([
    [{ from: 5, to: 5 }, 'to must be after from.'],
    [{ from: 0, to: 523 * WEEK }, 'to may lie 3,660 days after from at most.'],
    [{ window: 999 }, 'window must be 1 second to 400 days.'],
    [{ window: 401 * 86_400_000 }, 'window must be 1 second to 400 days.'],
    [{ first: 1_001 }, 'first must be 1 to 1000.'],
  ])('refuses %j: %s', async (input, message) => {
    await expect(ask(input)).rejects.toMatchObject({ code: 'BAD_USER_INPUT', message });
  });

  it('refuses a cursor of another question or tenant, and who lacks the scope', async () => {
    const after = (await ask({ first: 1 })).pageInfo.endCursor;
    const refused = { code: 'BAD_USER_INPUT', message: 'The cursor is not one of this list.' };
    await expect(ask({ after, window: WEEK - 1 })).rejects.toMatchObject(refused);
    await expect(ask({ after, to: WEEK })).rejects.toMatchObject(refused);
    await expect(ask({ after }, 'globex')).rejects.toMatchObject(refused);
    const unscoped = serviceFor('acme', stranger('acme')).engagement({ profileId: 'jane', from: 0, to: 1 });
    await expect(unscoped).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('reads ranges of an index, those of the window for a page only', async () => {
    const range = { profileId: 'jane', since: 0, from: 1, to: 9, preceding: 1 };
    const page = { afterTs: null, afterPosition: null, limit: 9 };
    const { scans, indexes } = await readsOf(store.db, engagement, { ...range, ...page });
    expect({ scans, indexes }).toEqual({ scans: [], indexes: ['events/by_profile', 'events/by_profile'] });
  });
});
