import { createTenant, eventLogMigrations, loadKeyedIds, type ResolvedEvent } from '@customer360/event-log';
import { openTestDatabase, type TestDatabase } from '@customer360/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRandom, generateHistory, HOUR } from '../../test/history.ts';
import { evaluateAll } from '../../test/reference.ts';
import { segmentMigrations } from '../store/migrations.ts';
import type { SegmentDatabase } from '../store/tables.ts';
import { Backfills } from './backfills.ts';
import { createSegmentHandler } from './segment-handler.ts';

let database: TestDatabase<SegmentDatabase>;
let tenants = 0;

beforeAll(async () => {
  database = await openTestDatabase(eventLogMigrations, segmentMigrations);
});
afterAll(() => database.close());

async function newTenant(): Promise<string> {
  tenants += 1;
  const id = `tenant-${tenants}`;
  await createTenant(database, { id, name: id });
  return id;
}

const newHandler = () =>
  createSegmentHandler({
    database,
    flush: async () => undefined,
    clock: () => 0,
    backfills: new Backfills(),
  });

/** Works a history in batches, with looks at the clock in between; each batch by a process that knows nothing. */
async function play(
  tenantId: string,
  history: readonly ResolvedEvent[],
  { batch, seed, end }: { readonly batch: number; readonly seed: number; readonly end: number },
): Promise<void> {
  const random = createRandom(seed);
  for (let start = 0; start < history.length; start += batch) {
    const events = history.slice(start, start + batch);
    const [last, next] = [events.at(-1), history[start + batch]];
    if (last === undefined) return;
    const watermark = { through: last.position, clock: last.loggedAt };
    expect(await newHandler().handle(tenantId, events, watermark, start)).toBeUndefined();
    const clock = last.loggedAt + random.below(3) * HOUR;
    if (random.chance(0.3) && next !== undefined && clock <= next.loggedAt) {
      await newHandler().onIdle(tenantId, { ...watermark, clock });
    }
  }
  await newHandler().onIdle(tenantId, { through: history.length, clock: end });
}

async function stored(tenantId: string) {
  return database.inTenant(tenantId, async (trx) => {
    const memberships = await trx.selectFrom('segment.membership').selectAll().execute();
    const activities = await trx.selectFrom('segment.activity').selectAll().orderBy('sequence').execute();
    return {
      memberships: memberships
        .map((row) => `${row.segment_id} ${row.profile_id} ${row.entered_at}`)
        .toSorted(),
      changes: activities
        .map(
          (row) =>
            `${row.at} ${row.change_id} ${row.kind} ${row.segment_id} ${row.profile_id} ${row.cause} ${row.reason}`,
        )
        .toSorted(),
      moments: activities.map(({ at }) => at),
    };
  });
}

/** A lane of CI sets more: each is worked three times. */
const histories = Number(process.env['SEGMENT_HISTORIES'] ?? 2);

test.each(Array.from({ length: histories }, (_, index) => index + 1))(
  'history %i: whatever the batches, the same people are members since the same moments for the same causes',
  async (seed) => {
    const history = generateHistory(seed, 160);
    const end = (history.at(-1)?.loggedAt ?? 0) + 30 * HOUR;
    for (const batch of [1, 7, 500]) {
      const tenantId = await newTenant();
      const ids = await loadKeyedIds(database, tenantId);
      const expected = evaluateAll(tenantId, ids, history, end);
      expect(expected.changes.length).toBeGreaterThan(20);
      await play(tenantId, history, { batch, seed, end });
      const { memberships, changes, moments } = await stored(tenantId);
      expect(changes).toEqual(
        expected.changes
          .map(
            (one) =>
              `${one.at} ${one.id} ${one.kind} ${one.segmentId} ${one.profileId} ${one.cause} ${one.reason}`,
          )
          .toSorted(),
      );
      expect(memberships).toEqual(expected.memberships);
      const isInOrder = moments.every((at, index) => at >= (moments[index - 1] ?? 0));
      expect(isInOrder || batch > 1).toBe(true);
    }
  },
);

test('a batch that another process has worked is not worked again', async () => {
  const tenantId = await newTenant();
  const history = generateHistory(9, 40);
  await play(tenantId, history, { batch: 20, seed: 1, end: (history.at(-1)?.loggedAt ?? 0) + HOUR });
  const before = await stored(tenantId);
  const watermark = { through: 40, clock: 0 };
  expect(await newHandler().handle(tenantId, history.slice(0, 20), watermark, 0)).toBe('restart');
  expect(await stored(tenantId)).toEqual(before);
});

test('an event that fails leaves nothing of its batch, and is passed once it is set aside', async () => {
  const tenantId = await newTenant();
  const history = generateHistory(11, 60);
  const [first, second] = [history.slice(0, 30), history.slice(30)];
  await play(tenantId, first, { batch: 30, seed: 1, end: first.at(-1)?.loggedAt ?? 0 });
  const before = await stored(tenantId);
  const [bad] = second;
  if (bad === undefined) throw new Error('the history is too short');
  const broken = { ...bad, event: { ...bad.event, kind: 'track', payload: '{' } } as ResolvedEvent;
  const withIt = [...second.slice(1, 5), { ...broken, identifierId: bad.eventId }];
  await expect(newHandler().handle(tenantId, withIt, { through: 60, clock: 0 }, 30)).rejects.toThrow('JSON');
  expect(await stored(tenantId)).toEqual(before);
  await newHandler().park(tenantId, broken, new Error('broken'));
  expect(await newHandler().position(tenantId)).toBe(31);
});
