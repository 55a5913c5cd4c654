import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSegmentFixture, type SegmentTenant, type Told } from '../segments/segment-fixture.ts';
import { archetypes, changeArchetype, describeProfile, score, startScoring } from './scoring-requests.ts';

const DAY = 86_400_000;
const NOW = Date.now();

/** Forty customers of four habits, over the last 300 days. */
function orders(): readonly Told[] {
  return Array.from({ length: 40 }, (_, customer) => {
    const pace = [9, 31, 60, 140][customer % 4] ?? 9;
    const count = Math.floor((customer % 8 < 4 ? 299 : 200) / pace);
    return Array.from({ length: count }, (_order, n) => ({
      who: { user_id: `customer-${customer}` },
      event: 'Order Completed',
      at: NOW - 300 * DAY + (n * pace + customer / 2) * DAY,
      properties: {
        revenue: 20 + (customer % 5) * 15 + (n % 3),
        discount: customer % 3,
        products: [{ product_id: `p${(customer + n) % 20}`, category: n % 3 === 0 ? 'tea' : 'jam' }],
      },
    }));
  }).flat();
}

let fixture: Awaited<ReturnType<typeof openSegmentFixture>>;
let shop: SegmentTenant;
let rival: SegmentTenant;

beforeAll(async () => {
  fixture = await openSegmentFixture();
  shop = await fixture.tenant('shop');
  rival = await fixture.tenant('rival');
  await shop.tell(...orders());
  await shop.settled();
}, 120_000);
afterAll(() => fixture.close());

test('computed traits are answered before any scoring, and scores are null', async () => {
  const profile = await describeProfile(shop, await shop.profileOf('user_id', 'customer-0'));
  expect(profile).toMatchObject({ persona: null, scores: null, lifecycleStage: null });
  expect(profile['computedTraits']).toContainEqual({
    name: 'orders',
    value: 33,
    freshAt: expect.any(String),
  });
  expect(profile['computedTraits']).toContainEqual({
    name: 'favouriteCategory',
    value: 'jam',
    freshAt: expect.any(String),
  });
});

test('a segment can ask for a computed trait', async () => {
  const { createSegment } = await shop.ask<{
    readonly createSegment: { readonly segment: { readonly id: string } };
  }>(
    'mutation ($input: CreateSegmentInput!) { createSegment(input: $input) { ... on SegmentChanged { segment { id } } } }',
    {
      input: {
        name: 'Frequent',
        kind: 'REALTIME',
        rule: { rule: { '>=': [{ var: 'computed.orders' }, 30] } },
      },
    },
  );
  await shop.settled();
  const { segment } = await shop.ask<{ readonly segment: { readonly memberCount: number } }>(
    `{ segment(id: "${createSegment.segment.id}") { memberCount } }`,
  );
  const counts = Map.groupBy(orders(), ({ who }) => who['user_id']);
  expect(segment.memberCount).toBe([...counts.values()].filter((own) => own.length >= 30).length);
});

test('archetypes are proposed, accepted, matched and retired, and the persona follows at once', async () => {
  const first = await score(shop, { idempotencyKey: 'run-1', proposeArchetypes: true });
  expect(first).toMatchObject({ status: 'SUCCEEDED', error: null, progress: { done: 80, total: 80 } });
  const proposed = await archetypes(shop);
  expect(proposed.length).toBeGreaterThanOrEqual(4);
  expect(proposed.reduce((sum, { size }) => sum + size, 0)).toBe(40);
  expect(Object.keys(proposed[0]?.centre ?? {})).toContain('orders');
  for (const { code, name, summary } of proposed) {
    const input = { code, name, summary, nextBestAction: `write to ${code}` };
    expect(await changeArchetype(shop, 'save', input)).toMatchObject({
      archetype: { code, status: 'ACTIVE', version: 1 },
    });
  }
  await score(shop, { idempotencyKey: 'run-2' });
  const id = await shop.profileOf('user_id', 'customer-0');
  const profile = await describeProfile(shop, id);
  expect(profile).toMatchObject({
    persona: { score: expect.any(Number), archetype: { code: expect.any(String) } },
    scores: { frequency: 5, recency: expect.any(Number) },
  });
  const { persona } = profile as { persona: { archetype: { code: string }; nextBestAction: string } };
  expect(persona.nextBestAction).toBe(`write to ${persona.archetype.code}`);
  expect((await archetypes(shop)).reduce((sum, { size }) => sum + size, 0)).toBeGreaterThan(20);
  const { code } = persona.archetype;
  await changeArchetype(shop, 'save', { code, name: 'Renamed', summary: 'Said anew.' });
  expect(await describeProfile(shop, id)).toMatchObject({
    persona: { version: 1, archetype: { name: 'Renamed', version: 2 } },
  });
  await score(shop, { idempotencyKey: 'run-3' });
  expect(await describeProfile(shop, id)).toMatchObject({ persona: { version: 2 } });
  await changeArchetype(shop, 'retire', { code });
  expect(await describeProfile(shop, id)).toMatchObject({ persona: null });
}, 60_000);

test('a key starts one run, and other input under it is a conflict', async () => {
  const again = await startScoring(shop, { idempotencyKey: 'run-2' });
  expect(again).toMatchObject({ __typename: 'ScoringRun', status: 'SUCCEEDED' });
  expect(await startScoring(shop, { idempotencyKey: 'run-2', proposeArchetypes: true })).toMatchObject({
    __typename: 'IdempotencyConflict',
  });
});

test('bad input names the field and the limit', async () => {
  const future = new Date(NOW + DAY).toISOString();
  expect(await startScoring(shop, { idempotencyKey: 'later', asOf: future })).toMatchObject({
    field: 'input.asOf',
    message: 'must not be later than now.',
  });
  expect(await startScoring(shop, { idempotencyKey: '' })).toMatchObject({ field: 'input.idempotencyKey' });
  expect(await changeArchetype(shop, 'save', { code: 'No Code', name: 'x', summary: 'x' })).toMatchObject({
    field: 'input.code',
    message: 'must be 1 to 40 of a-z, 0-9 and -.',
  });
  expect(await changeArchetype(shop, 'save', { code: 'none', name: 'x', summary: 'x' })).toMatchObject({
    reason: 'UNKNOWN_ARCHETYPE',
  });
  expect(await changeArchetype(shop, 'retire', { code: 'none' })).toMatchObject({
    reason: 'UNKNOWN_ARCHETYPE',
  });
});

test('another tenant sees no run, archetype or score', async () => {
  const { id } = await startScoring(shop, { idempotencyKey: 'run-2' });
  const { scoringRun } = await rival.ask<{ readonly scoringRun: unknown }>(
    `{ scoringRun(id: "${id}") { id } }`,
  );
  expect(scoringRun).toBeNull();
  expect(await archetypes(rival)).toEqual([]);
  const profile = await describeProfile(rival, await shop.profileOf('user_id', 'customer-0'));
  expect(profile).toMatchObject({ scores: null, persona: null, computedTraits: [] });
});

test('who may only read may not start a run', async () => {
  const source = 'mutation { startScoring(input: { idempotencyKey: "x" }) { __typename } }';
  expect(await shop.errors(source, 'segment:read')).not.toEqual([]);
});
