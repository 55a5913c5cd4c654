import { createTenant, eventLogMigrations, type ResolvedEvent } from '@customer360/event-log';
import { openTestDatabase, Random, type TestDatabase } from '@customer360/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { entryAt, HOUR, idOf, START } from '../../test/history.ts';
import { Backfills } from '../evaluation/backfills.ts';
import { createSegmentHandler } from '../evaluation/segment-handler.ts';
import { segmentMigrations } from '../store/migrations.ts';
import type { SegmentDatabase } from '../store/tables.ts';

const [REGULARS, ACTIVE_REGULARS, TOLD] = [0, 1, 2].map((index) => idOf('segment', index));
const hourly = { cron: '0 * * * *', timeZone: 'UTC' };
const HOURS = 40;
const END = START + HOURS * HOUR;

let database: TestDatabase<SegmentDatabase>;

beforeAll(async () => {
  database = await openTestDatabase(eventLogMigrations, segmentMigrations);
});
afterAll(() => database.close());

interface Seen {
  readonly person: number;
  readonly at: number;
}

function commands(position: number, made: object, segmentId = ''): readonly ResolvedEvent[] {
  const say = (at: number, sourceId: string, command: object) =>
    entryAt(at, START, { event: { kind: 'command', sourceId, payload: JSON.stringify(command) } });
  return [
    say(position, 'graphql', {
      command: 'createSegment',
      segmentId,
      name: segmentId,
      description: null,
      ...made,
    }),
    say(position + 1, 'internal:segment', { command: 'activateSegment', segmentId, version: 1 }),
  ];
}

const bought = (within: string, n: number) => ({ event_count: [{ event: 'Bought', within }, '>=', n] });

/** Two batch segments of which one asks for the other, and one that is told of every count. */
const setUp = [
  ...commands(1, { kind: 'BATCH', rule: bought('10h', 2), schedule: hourly }, REGULARS),
  ...commands(
    3,
    { kind: 'BATCH', rule: { and: [{ in_segment: REGULARS }, bought('3h', 1)] }, schedule: hourly },
    ACTIVE_REGULARS,
  ),
  ...commands(5, { kind: 'REALTIME', rule: { in_segment: REGULARS } }, TOLD),
];

function makeHistory(seed: number): {
  readonly seen: readonly Seen[];
  readonly stream: readonly ResolvedEvent[];
} {
  const random = new Random(seed);
  const seen = Array.from({ length: 80 }, () => ({
    person: random.below(5),
    at: START + 1 + random.below((HOURS - 2) * HOUR),
  })).toSorted((one, other) => one.at - other.at);
  const known = new Set<number>();
  const events = seen.map(({ person, at }, index): ResolvedEvent => {
    const [identifierId, profileId] = [idOf('identifier', person), idOf('profile', person)];
    const isNew = !known.has(person);
    known.add(person);
    const identifiers = [{ id: identifierId, type: 'user_id' }];
    return entryAt(setUp.length + 1 + index, at, {
      identifierId,
      profileId,
      setChanges: isNew ? [{ identifierId, from: null, to: profileId }] : [],
      event: { eventName: 'Bought', identifiers },
    });
  });
  return { seen, stream: [...setUp, ...events] };
}

/** Who comes and goes at each full hour, from the purchases alone. */
function expectedChanges(seen: readonly Seen[]): readonly string[] {
  const changes: string[] = [];
  const inside = new Map<string, boolean>();
  for (let at = START + HOUR; at <= END; at += HOUR) {
    for (const person of [0, 1, 2, 3, 4]) {
      const within = (hours: number) =>
        seen.filter((one) => one.person === person && one.at <= at && one.at > at - hours * HOUR).length;
      const isRegular = within(10) >= 2;
      const truth: readonly (readonly [string | undefined, boolean])[] = [
        [REGULARS, isRegular],
        [ACTIVE_REGULARS, isRegular && within(3) >= 1],
        [TOLD, isRegular],
      ];
      for (const [segment, isMember] of truth) {
        const key = `${segment} ${idOf('profile', person)}`;
        if (isMember === (inside.get(key) ?? false)) continue;
        inside.set(key, isMember);
        changes.push(`${at} ${isMember ? 'ENTERED' : 'EXITED'} ${key}`);
      }
    }
  }
  return changes.toSorted();
}

const newHandler = () =>
  createSegmentHandler({ database, flush: async () => {}, clock: () => 0, backfills: new Backfills() });

async function activities(tenantId: string) {
  const rows = await database.inTenant(tenantId, (trx) =>
    trx.selectFrom('segment.activity').selectAll().orderBy('sequence').execute(),
  );
  return {
    changes: rows
      .map(({ at, kind, segment_id, profile_id }) => `${at} ${kind} ${segment_id} ${profile_id}`)
      .toSorted(),
    causes: new Set(rows.filter(({ segment_id }) => segment_id === REGULARS).map(({ cause }) => cause)),
  };
}

test.each([1, 2])(
  'history %i: batch segments are counted at each full hour, whether the consumer looked every minute or was down for days',
  async (seed) => {
    const { seen, stream } = makeHistory(seed);
    const expected = expectedChanges(seen);
    expect(expected.length).toBeGreaterThan(30);
    for (const [batch, look] of [
      [1, 20 * 60_000],
      [7, 3 * HOUR],
      [500, null],
    ] as const) {
      const tenantId = `counted-${seed}-${batch}`;
      await createTenant(database, { id: tenantId, name: tenantId });
      await play(tenantId, stream, { batch, look });
      const { changes, causes } = await activities(tenantId);
      expect(changes).toEqual(expected);
      expect([...causes].every((cause) => /^due:\d+:[0-9a-f-]{36}$/.test(cause))).toBe(true);
      const { segment } = await readSegment(tenantId);
      expect(segment).toMatchObject({ counted_at: END, count_due_at: END + HOUR, last_error: null });
    }
  },
  60_000,
);

async function play(
  tenantId: string,
  stream: readonly ResolvedEvent[],
  { batch, look }: { readonly batch: number; readonly look: number | null },
): Promise<void> {
  for (let start = 0; start < stream.length; start += batch) {
    const events = stream.slice(start, start + batch);
    const last = events.at(-1);
    const next = stream[start + batch]?.loggedAt ?? END;
    if (last === undefined) return;
    const watermark = { through: last.position, clock: last.loggedAt };
    await newHandler().handle(tenantId, events, watermark, start);
    if (look === null) continue;
    for (let clock = last.loggedAt + look; clock < next; clock += look) {
      await newHandler().onIdle(tenantId, { ...watermark, clock });
    }
  }
  await newHandler().onIdle(tenantId, { through: stream.length, clock: END });
}

async function readSegment(tenantId: string) {
  return database.inTenant(tenantId, async (trx) => ({
    segment: await trx
      .selectFrom('segment.definition')
      .selectAll()
      .where('segment_id', '=', REGULARS ?? '')
      .executeTakeFirstOrThrow(),
  }));
}

test('a count that fails says so, leaves the members as they were, and the next one mends it', async () => {
  const tenantId = 'failing';
  await createTenant(database, { id: tenantId, name: tenantId });
  const { stream } = makeHistory(4);
  const at = (hours: number) => stream.filter(({ loggedAt }) => loggedAt <= START + hours * HOUR).length;
  const [untilGood, untilBad] = [at(20), at(25)];
  const work = (from: number, to: number, clock: number) =>
    newHandler()
      .handle(tenantId, stream.slice(from, to), { through: to, clock }, from)
      .then(() => newHandler().onIdle(tenantId, { through: to, clock }));
  await work(0, untilGood, START + 20 * HOUR);
  const rule = await swapRule(tenantId, '{"in_segment":"d0000000-0000-8000-8000-000000000099"}');
  const members = await memberships(tenantId);
  expect(members.length).toBeGreaterThan(0);
  await work(untilGood, untilBad, START + 25 * HOUR);
  const failed = await readSegment(tenantId);
  expect(failed.segment.last_error).toMatch(/^The count of 2026-01-02T01:00:00\.000Z failed: /);
  expect(failed.segment).toMatchObject({ counted_at: START + 20 * HOUR, count_due_at: START + 26 * HOUR });
  expect(await memberships(tenantId)).toEqual(members);
  await swapRule(tenantId, rule);
  await work(untilBad, stream.length, END);
  expect((await readSegment(tenantId)).segment).toMatchObject({ last_error: null, counted_at: END });
});

/** Members of the segment whose counts fail. */
async function memberships(tenantId: string) {
  return database.inTenant(tenantId, (trx) =>
    trx
      .selectFrom('segment.membership')
      .select(['profile_id', 'entered_at'])
      .where('segment_id', '=', REGULARS ?? '')
      .orderBy('profile_id')
      .execute(),
  );
}

async function swapRule(tenantId: string, rule: string): Promise<string> {
  return database.inTenant(tenantId, async (trx) => {
    const { rows } = await sql<{ readonly rule: string }>`select rule from segment.version
      where segment_id = ${REGULARS}`.execute(trx);
    await sql`update segment.version set rule = ${rule} where segment_id = ${REGULARS}`.execute(trx);
    return rows[0]?.rule ?? '';
  });
}
