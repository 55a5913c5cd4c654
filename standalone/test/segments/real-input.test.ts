import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadCompleteJourney } from '../../src/loaders/index.ts';
import { openGraphFixture, type GraphFixture, type TestTenant } from '../journeys/graph-fixture.ts';
import { absent, publicData } from '../public-data.ts';
import { countLapsed, countResponders, readHouseholds, type Household } from './complete-journey-truth.ts';
import { clearSegments, outcomeOf } from './segment-outcome.ts';

/** The public data take minutes: a lane of CI sets it. */
const isAsked = process.env['REAL_INPUT'] === '1';
const directory = publicData('complete-journey');
const reason = isAsked ? absent(directory) : ' (skipped: needs REAL_INPUT=1)';

const DAY = 86_400_000;
const PATIENCE_MS = 10 * 60_000;
const TENANT = 'complete-journey';

const response = (within: string) => ({
  event_sequence: { steps: [{ event: 'Promotion Viewed' }, { event: 'Coupon Applied' }], within },
});
const lapsed = {
  and: [
    { event_count: [{ event: 'Order Completed', within: '60d' }, '==', 0] },
    { event_count: [{ event: 'Order Completed', within: '150d' }, '>=', 5] },
  ],
};

interface Preview {
  readonly estimate: number;
  readonly exact: boolean;
}

interface Counted {
  readonly memberCount: number;
  readonly freshAt: string;
  readonly status: string;
  readonly lastError: string | null;
}

describe.skipIf(!isAsked || directory === null)(`segments of Complete Journey${reason}`, () => {
  let fixture: GraphFixture;
  let tenant: TestTenant;
  let households: readonly Household[];
  /** From the data set's calendar to the one that ends today. */
  let shift: number;

  beforeAll(async () => {
    fixture = await openGraphFixture();
    households = await readHouseholds(directory ?? '');
    tenant = await fixture.tenant(TENANT);
    for (const kind of ['REALTIME', 'BATCH']) {
      await create(`Campaign responders, ${kind}`, kind, response('60d'));
      await create(`Coupon lovers, ${kind}`, kind, response('14d'));
      await create(`Lapsed, ${kind}`, kind, lapsed);
    }
    const { ingestionUrl, writeKey } = tenant;
    const { shiftedByDays } = await loadCompleteJourney({
      directory: directory ?? '',
      ingestionUrl,
      writeKey,
      shiftToToday: true,
    });
    shift = shiftedByDays * DAY;
    await tenant.settled();
  }, PATIENCE_MS);
  afterAll(() => fixture.close());

  async function create(name: string, kind: string, rule: object): Promise<void> {
    const { createSegment } = await tenant.ask<{ readonly createSegment: { readonly answer: string } }>(
      'mutation($input: CreateSegmentInput!) { createSegment(input: $input) { answer: __typename } }',
      { input: { name, kind, rule: { rule } } },
    );
    expect(createSegment).toEqual({ answer: 'SegmentChanged' });
  }

  async function preview(rule: object, asOf: number): Promise<Preview> {
    const { segmentPreview } = await tenant.ask<{ readonly segmentPreview: Preview }>(
      `query($rule: JSON!, $asOf: DateTime!) { segmentPreview(rule: {rule: $rule}, asOf: $asOf, exact: true) {
        ... on SegmentPreview { estimate exact } } }`,
      { rule, asOf: new Date(asOf + shift).toISOString() },
    );
    return segmentPreview;
  }

  /** A segment with the moment, in the data set's calendar, that its members are right for. */
  async function counted(name: string): Promise<Counted & { readonly at: number }> {
    const { segments } = await tenant.ask<{ readonly segments: { readonly nodes: readonly Counted[] } }>(
      `query($name: String!) { segments(filter: {nameContains: $name}) {
        nodes { memberCount freshAt status lastError } } }`,
      { name },
    );
    const [found] = segments.nodes;
    if (found === undefined) throw new Error(`no segment is called ${name}`);
    return { ...found, at: Date.parse(found.freshAt) - shift };
  }

  async function recompute(name: string): Promise<void> {
    const { segments } = await tenant.ask<{
      readonly segments: { readonly nodes: readonly { id: string }[] };
    }>('query($name: String!) { segments(filter: {nameContains: $name}) { nodes { id } } }', { name });
    await tenant.ask('mutation($id: ID!) { recomputeSegment(input: {id: $id}) { __typename } }', {
      id: segments.nodes[0]?.id,
    });
    await tenant.settled();
  }

  const sundays = Array.from({ length: 52 }, (_, week) => Date.UTC(2017, 0, 8 + week * 7));

  test.each([
    { name: 'campaign responders', days: 60 },
    { name: 'coupon lovers', days: 14 },
  ])('$name on each Sunday are those of the files', async ({ name, days }) => {
    const found: number[] = [];
    for (const at of sundays) found.push((await preview(response(`${days}d`), at)).estimate);
    const expected = sundays.map((at) => countResponders(households, { at, days }));
    console.log(`${name} on each Sunday: ${found.join(', ')}`);
    expect(Math.max(...expected)).toBeGreaterThan(50);
    expect(found).toEqual(expected);
  });

  test('customers who lapsed as of 2017-12-01 are those of the files and of the log', async () => {
    const at = Date.UTC(2017, 11, 1);
    const { estimate, exact } = await preview(lapsed, at);
    console.log(`lapsed as of 2017-12-01: ${estimate}`);
    const expected = countLapsed(households, at);
    expect(expected).toBeGreaterThan(10);
    expect({ estimate, exact }).toEqual({ estimate: expected, exact: true });
    expect(await lapsedInLog(fixture, at + shift)).toBe(expected);
  });

  test.each(['REALTIME', 'BATCH'])('%s segments have the members that the files say', async (kind) => {
    const rules = [
      { name: 'Campaign responders', count: (at: number) => countResponders(households, { at, days: 60 }) },
      { name: 'Coupon lovers', count: (at: number) => countResponders(households, { at, days: 14 }) },
      { name: 'Lapsed', count: (at: number) => countLapsed(households, at) },
    ];
    for (const { name, count } of rules) {
      if (kind === 'BATCH') await recompute(`${name}, ${kind}`);
      const { at, memberCount, status, lastError } = await counted(`${name}, ${kind}`);
      console.log(`${name}, ${kind}: ${memberCount}`);
      expect({ name, memberCount, status, lastError }).toEqual({
        name,
        memberCount: count(at),
        status: 'ACTIVE',
        lastError: null,
      });
    }
  });

  test(
    'worked again from the first entry, segments are the same and the log gets nothing new',
    async () => {
      const { segment, database, log } = fixture.pipeline;
      await segment.stop();
      const before = await outcomeOf(database, TENANT);
      const { through } = await log.head(TENANT);
      expect(before.activity.length).toBeGreaterThan(1_000);
      await clearSegments(database, TENANT);
      await segment.start();
      await tenant.settled();
      await segment.stop();
      const after = await outcomeOf(database, TENANT);
      // Windows that ended meanwhile are the only news.
      expect(after.activity.slice(0, before.activity.length)).toEqual(before.activity);
      expect((await log.head(TENANT)).through - through).toBe(after.activity.length - before.activity.length);
      await segment.start();
    },
    PATIENCE_MS,
  );
});

/** Lapsed customers by the log alone; each household has one identifier. */
async function lapsedInLog({ pipeline }: GraphFixture, at: number): Promise<number> {
  const { rows } = await pipeline.database.inTenant(TENANT, (trx) =>
    sql<{ readonly lapsed: number }>`
      select count(*)::int as lapsed from (
        select identifier_ids from event_log.accepted
        where tenant_id = ${TENANT} and event_name = 'Order Completed' and "timestamp" <= ${at}::int8
        group by identifier_ids
        having max("timestamp") <= ${at - 60 * DAY}::int8
          and count(*) filter (where "timestamp" > ${at - 150 * DAY}::int8) >= 5) quiet`.execute(trx),
  );
  return rows[0]?.lapsed ?? 0;
}
