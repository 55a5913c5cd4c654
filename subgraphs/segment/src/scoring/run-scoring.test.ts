import { afterAll, beforeAll, expect, test } from 'vitest';
import { idOf, START } from '../../test/history.ts';
import { DAY, openTraitStory, order, type Told, type TraitStory } from '../../test/trait-story.ts';
import { holdNothing } from '@customer360/redis';
import { findArchetypes } from '../personas/archetype-repository.ts';
import { findProfileScorings } from './find-profile-scorings.ts';
import { fitModel } from './fit-model.ts';
import { stepScoring, type ScoringDependencies } from './run-scoring.ts';
import { findScoringRun } from './scoring-run-repository.ts';

const CUSTOMERS = 60;
const AS_OF = START + 300 * DAY;

/** Customers whose habits differ: every third buys weekly, every third monthly, the others once or twice. */
function shop(): readonly Told[] {
  return Array.from({ length: CUSTOMERS }, (_, customer) => {
    const pace = [7, 30, 200][customer % 3] ?? 7;
    const lastDay = customer % 6 < 3 ? 299 : 120;
    const days = Array.from(
      { length: Math.floor((lastDay - customer) / pace) + 1 },
      (_day, n) => customer + n * pace,
    );
    return days.map((day) =>
      order(customer, 20 + (customer % 7) * 9 + (day % 5), {
        at: START + day * DAY,
        products: [[`p${(customer * day) % 40}`, `c${customer % 4}`]],
        properties: { discount: (customer % 4) * 2 },
      }),
    );
  }).flat();
}

let story: TraitStory;
beforeAll(async () => {
  story = await openTraitStory();
  await story.tell([...shop(), { identifier: 900, type: 'device', event: 'Seen', at: START }]);
}, 120_000);
afterAll(() => story.close());

function dependencies(more: Partial<ScoringDependencies> = {}): ScoringDependencies {
  return {
    database: story.database.as(),
    fit: async (input) => fitModel(input),
    holdTags: holdNothing,
    clock: () => AS_OF,
    pageSize: 25,
    ...more,
  };
}

const runAll = async (more: Partial<ScoringDependencies> = {}, tenant = 'shop') => {
  let steps = 0;
  while (await stepScoring(dependencies(more), tenant)) steps += 1;
  return steps;
};

/** Tells the command and answers the run's id. */
async function start(proposeArchetypes = false, tenant = 'shop'): Promise<string> {
  const command = { command: 'startScoring', asOf: AS_OF, proposeArchetypes };
  await story.tell([{ command }], { tenant });
  const rows = await story.database.inTenant(tenant, (trx) =>
    trx.selectFrom('segment.scoring_run').select('run_id').orderBy('position', 'desc').execute(),
  );
  return rows[0]?.run_id ?? '';
}

const run = (id: string, tenant = 'shop') =>
  story.database.inTenant(tenant, (trx) => findScoringRun(trx, tenant, id));

const scorings = (profiles: readonly number[], tenant = 'shop') =>
  story.database.inTenant(tenant, (trx) =>
    findProfileScorings(
      trx,
      tenant,
      profiles.map((one) => idOf('profile', one)),
    ),
  );

const all = Array.from({ length: CUSTOMERS }, (_, customer) => customer);

test('a run scores everybody as of its moment, page by page, and then its scores are read', async () => {
  const id = await start();
  expect((await scorings(all)).size).toBe(0);
  await stepScoring(dependencies(), 'shop');
  expect(await run(id)).toMatchObject({ status: 'RUNNING', done: 25, total: 122 });
  expect((await scorings(all)).size).toBe(0);
  await runAll();
  expect(await run(id)).toMatchObject({
    status: 'SUCCEEDED',
    done: 122,
    total: 122,
    endedAt: AS_OF,
    error: null,
  });
  const found = await scorings([...all, 900]);
  expect(found.size).toBe(61);
  const weekly = found.get(idOf('profile', 0));
  expect(weekly).toMatchObject({ stage: 'VIP', scores: { frequency: 5, computedAt: expect.any(Number) } });
  expect(weekly?.scores.probabilityAlive).toBeGreaterThan(0.9);
  const lost = found.get(idOf('profile', 3));
  expect(lost?.scores.probabilityAlive).toBeLessThan(0.1);
  expect(lost?.stage).toBe('CHURN_RISK');
  expect(found.get(idOf('profile', 900))).toMatchObject({
    stage: 'PROSPECT',
    scores: { recency: null },
    persona: null,
  });
});

test('a run that breaks off anywhere goes on where it was and ends with the same scores', async () => {
  const whole = await scorings(all);
  const steps = await start().then(() => runAll());
  for (let broken = 0; broken < steps; broken += 2) {
    await start();
    for (let step = 0; step < broken; step += 1) await stepScoring(dependencies(), 'shop');
    const database = story.database.as<never>();
    const failing = {
      ...database,
      inTenant: () => Promise.reject(new Error('crash')),
    };
    await expect(stepScoring(dependencies({ database: failing as never }), 'shop')).rejects.toThrow('crash');
    await runAll();
    const again = await scorings(all);
    expect(stripped(again)).toEqual(stripped(whole));
  }
}, 120_000);

test('runs of one tenant are worked one after the other, in the order of the log', async () => {
  const [first, second] = [await start(), await start()];
  await stepScoring(dependencies(), 'shop');
  expect([(await run(first))?.done, (await run(second))?.done]).toEqual([25, 0]);
  await runAll();
  expect([(await run(first))?.status, (await run(second))?.status]).toEqual(['SUCCEEDED', 'SUCCEEDED']);
});

test('a tenant that is too small has no predictions, and the run says why', async () => {
  await story.tell([order(1, 10, { at: START })], { tenant: 'rival' });
  const id = await start(true, 'rival');
  await runAll({}, 'rival');
  const found = await run(id, 'rival');
  expect(found?.status).toBe('SUCCEEDED');
  expect(found?.warnings).toEqual([
    expect.stringContaining(
      'No chance to be a customer still, churn risk and lifetime value: histories must be of at least 10',
    ),
    expect.stringContaining('No archetypes: kMax must be at most'),
  ]);
  expect((await scorings([1], 'rival')).get(idOf('profile', 1))?.scores).toMatchObject({
    recency: 3,
    lifetimeValue: null,
    probabilityAlive: null,
    churnRisk: null,
  });
});

test('a merge is scored anew by what the run fitted, and an unmerge brings the former scores back', async () => {
  const before = await scorings([0, 1]);
  await story.tell([{ moves: [[1, 1, 0]] }]);
  const merged = await scorings([0, 1]);
  expect([...merged.keys()]).toEqual([idOf('profile', 0)]);
  const only = merged.get(idOf('profile', 0));
  expect(only?.scores.lifetimeValue).toBeGreaterThan(
    before.get(idOf('profile', 0))?.scores.lifetimeValue ?? Infinity,
  );
  await story.tell([{ moves: [[1, 0, 1]] }]);
  expect(await scorings([0, 1])).toEqual(before);
});

/** Merges profile 1 into 0 after so many steps of a run, and answers what the run says of both. */
async function mergeDuringRun(steps: number) {
  await start();
  for (let step = 0; step < steps; step += 1) await stepScoring(dependencies(), 'shop');
  await story.tell([{ moves: [[1, 1, 0]] }]);
  await runAll();
  return scorings([0, 1]);
}

const unmerge = () => story.tell([{ moves: [[1, 0, 1]] }]);

test.each([1, 3, 4])('a merge after step %i of a run counts in it as before it', async (steps) => {
  const merged = await mergeDuringRun(steps);
  await start();
  await runAll();
  expect(stripped(merged)).toEqual(stripped(await scorings([0, 1])));
  await unmerge();
});

test.each([6, 7])(
  'a merge after step %i, behind the fit, leaves nothing of the losing profile',
  async (steps) => {
    const merged = await mergeDuringRun(steps);
    expect([...merged.keys()]).toEqual([idOf('profile', 0)]);
    await unmerge();
  },
);

test('proposals are matched once a person accepts them, and not any more once they are retired', async () => {
  await start(true);
  await runAll();
  const read = () => story.database.inTenant('shop', (trx) => findArchetypes(trx, 'shop'));
  const proposed = await read();
  expect(proposed.length).toBeGreaterThanOrEqual(4);
  expect(new Set(proposed.map(({ status }) => status))).toEqual(new Set(['PROPOSED']));
  expect(proposed.reduce((sum, { proposedSize }) => sum + (proposedSize ?? 0), 0)).toBe(CUSTOMERS);
  expect([...(await scorings(all)).values()].filter(({ persona }) => persona !== null)).toEqual([]);
  await story.tell(
    proposed.map(({ code, centre }) => ({
      command: {
        command: 'saveArchetype',
        code,
        name: `Kind ${code}`,
        summary: 'so',
        centre,
        rule: null,
        nextBestAction: 'call',
      },
    })),
  );
  await start();
  await runAll();
  const matched = [...(await scorings(all)).values()].flatMap(({ persona }) => persona ?? []);
  expect(matched.length).toBeGreaterThan(CUSTOMERS / 2);
  const [some] = matched;
  expect(some).toMatchObject({ archetype: { status: 'ACTIVE', version: 1, nextBestAction: 'call' } });
  expect(some?.components.map(({ feature }) => feature)).toContain('orders');
  const code = some?.archetype.code ?? '';
  await story.tell([{ command: { command: 'retireArchetype', code } }]);
  const left = [...(await scorings(all)).values()].flatMap(({ persona }) => persona?.archetype.code ?? []);
  expect(left).not.toContain(code);
});

test('an archetype that goes by a rule fits whole where the rule holds', async () => {
  const rule = { event_count: [{ event: 'Order Completed' }, '>=', 30] };
  const command = {
    command: 'saveArchetype',
    code: 'weekly',
    name: 'Weekly',
    summary: 'buys weekly',
    centre: null,
    rule,
    nextBestAction: null,
  };
  await story.tell([{ command }]);
  await start();
  await runAll();
  const found = [...(await scorings(all))].filter(([, { persona }]) => persona?.archetype.code === 'weekly');
  const buyers = new Map<number, number>();
  for (const { identifier = 0 } of shop()) buyers.set(identifier, (buyers.get(identifier) ?? 0) + 1);
  const wanted = [...buyers]
    .filter(([, orders]) => orders >= 30)
    .map(([customer]) => idOf('profile', customer));
  expect(wanted.length).toBeGreaterThan(5);
  expect(found.map(([id]) => id).toSorted()).toEqual(wanted.toSorted());
  expect(found[0]?.[1].persona?.score).toBe(1);
});

/** Without the moments of their runs. */
function stripped(found: Awaited<ReturnType<typeof scorings>>) {
  const inOrder = [...found].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return inOrder.map(([id, { scores, persona, stage }]) => [
    id,
    stage,
    { ...scores, computedAt: 0 },
    persona && { ...persona, computedAt: 0, expiresAt: 0 },
  ]);
}
