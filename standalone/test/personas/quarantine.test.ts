import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSegmentFixture, type SegmentTenant, type Told } from '../segments/segment-fixture.ts';
import { archetypes, describeProfile, score } from './scoring-requests.ts';

const DAY = 86_400_000;
const NOW = Date.now();

/** Forty customers of four paces; the last one goes by a mailbox. */
function orders(): readonly Told[] {
  return Array.from({ length: 40 }, (_, customer): readonly Told[] => {
    const pace = [9, 31, 60, 140][customer % 4] ?? 9;
    const who = customer === 39 ? mailbox : { user_id: `customer-${customer}` };
    return Array.from({ length: Math.floor(299 / pace) }, (_order, n) => ({
      who,
      event: 'Order Completed',
      at: NOW - 300 * DAY + (n * pace + customer / 2) * DAY,
      properties: { revenue: 20 + (customer % 5) * 15 + (n % 3) },
    }));
  }).flat();
}

const mailbox = { email: 'info@example.com' };
let fixture: Awaited<ReturnType<typeof openSegmentFixture>>;
let shop: SegmentTenant;

beforeAll(async () => {
  fixture = await openSegmentFixture();
  shop = await fixture.tenant('shop');
  await shop.tell(...orders());
  await shop.settled();
}, 120_000);
afterAll(() => fixture.close());

async function change(command: 'blockIdentifier' | 'unblockIdentifier'): Promise<void> {
  await shop.command({ command }, mailbox);
  await shop.settled();
}

test('a quarantined profile has no scores until it is allowed again, by the same run', async () => {
  await score(shop, { idempotencyKey: 'before', proposeArchetypes: true });
  const box = await shop.profileOf('email', mailbox.email);
  const known = await describeProfile(shop, box);
  expect(known['scores']).not.toBeNull();
  await change('blockIdentifier');
  expect(await describeProfile(shop, box)).toMatchObject({
    scores: null,
    persona: null,
    lifecycleStage: null,
  });
  await change('unblockIdentifier');
  const again = await describeProfile(shop, box);
  expect([again['scores'], again['lifecycleStage']]).toEqual([known['scores'], known['lifecycleStage']]);
});

test('a run neither reads nor groups quarantined profiles', async () => {
  await change('blockIdentifier');
  const run = await score(shop, { idempotencyKey: 'after', proposeArchetypes: true });
  expect(run.progress).toEqual({ done: 78, total: 78 });
  const sizes = (await archetypes(shop)).map(({ size }) => size);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(39);
});
