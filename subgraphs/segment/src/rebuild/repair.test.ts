import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { idOf } from '../../test/history.ts';
import { livedTenant, moreOf } from '../../test/lived-tenant.ts';
import { expectRight, memberships, rowsOf, runRebuild, toldBy } from '../../test/rebuild-outcome.ts';
import { openToldStory, type ToldStory } from '../../test/told-story.ts';

let story: ToldStory;

beforeAll(async () => {
  story = await openToldStory();
});
afterAll(() => story.close());

/** Statements over one tenant's rows, as no code of the product makes them. */
async function damage(tenantId: string, statements: readonly string[]): Promise<void> {
  await story.database.asSystem(async (trx) => {
    for (const statement of statements) {
      const { numAffectedRows = 0n } = await sql
        .raw<never>(statement.replaceAll('$t', `'${tenantId}'`))
        .execute(trx);
      expect(`${statement}: ${numAffectedRows > 0n}`).toBe(`${statement}: true`);
    }
  });
}

const some = (table: string, key: string, share = 2) =>
  `ctid = any(array(select ctid from ${table} where tenant_id = $t order by ${key} limit greatest(1,
    (select count(*) from ${table} where tenant_id = $t) / ${share})))`;

test('memberships, due times and states that were lost or altered, and what came of it, are put right', async () => {
  const tenantId = await livedTenant(story, { seed: 11 });
  await damage(tenantId, [
    `delete from segment.state where tenant_id = $t and ${some('segment.state', 'profile_id')}`,
    `update segment.state set due_at = 1 where tenant_id = $t and due_at is null`,
    `update segment.state set snapshot = replace(snapshot, '"enteredAt":1', '"enteredAt":2') where tenant_id = $t`,
    `delete from segment.membership where tenant_id = $t and ${some('segment.membership', 'profile_id, segment_id', 3)}`,
    `insert into segment.membership select tenant_id, '${idOf('segment', 0)}', '${idOf('profile', 77)}', 1, 5
      from segment.consumer where tenant_id = $t`,
    `delete from segment.trait_state where tenant_id = $t and ${some('segment.trait_state', 'identifier_id')}`,
    `update segment.observed_event set order_value = 5 where tenant_id = $t`,
  ]);
  // Evaluation goes on with what it finds, and tells the log of it.
  await story.tell(tenantId, moreOf(11));
  await story.ask(tenantId, 'repair');
  const before = await memberships(story.database, tenantId);
  expect(before.stored).not.toEqual(before.folded);
  const rebuild = await runRebuild(story, tenantId);
  expect(rebuild).toMatchObject({ phase: 'DONE', error: null });
  expect(rebuild.changedRows).toBeGreaterThan(20);
  expect(rebuild.toldChanges).toBeGreaterThan(0);
  const told = await toldBy(story.database, tenantId, rebuild.id);
  expect(told).toHaveLength(rebuild.toldChanges ?? 0);
  expect(new Set(told.map(({ reason }) => reason))).toEqual(new Set(['REBUILT']));
  await expectRight(story, tenantId);
});

test('facts, definitions, lists and what was told are put right too', async () => {
  const tenantId = await livedTenant(story, { seed: 12 });
  await damage(tenantId, [
    `delete from segment.event_value where tenant_id = $t and ${some('segment.event_value', 'event_id, path')}`,
    `update segment.event set time = time + 1, name = 'C' where tenant_id = $t and ${some('segment.event', 'event_id')}`,
    `update segment.identifier set profile_id = '${idOf('profile', 50)}'
      where tenant_id = $t and ${some('segment.identifier', 'identifier_id', 4)}`,
    `delete from segment.profile where tenant_id = $t and ${some('segment.profile', 'profile_id', 4)}`,
    `delete from segment.profile_value where tenant_id = $t`,
    `delete from segment.trait_observation where tenant_id = $t`,
    `delete from segment.consent where tenant_id = $t`,
    `delete from segment.list_entry where tenant_id = $t`,
    `delete from segment.batch_member where tenant_id = $t`,
    `update segment.definition set name = 'Lost ' || segment_id, kind = 'REALTIME', version = 9 where tenant_id = $t`,
    `update segment.version set rule = '{"has_identifier":"email"}' where tenant_id = $t`,
    `delete from segment.activity where tenant_id = $t and sequence % 3 = 0`,
    `update segment.activity set cause = 'x' where tenant_id = $t and sequence % 3 = 1`,
    `delete from segment.outgoing_command where tenant_id = $t`,
  ]);
  await story.ask(tenantId, 'repair');
  const { folded } = await memberships(story.database, tenantId);
  const rebuild = await runRebuild(story, tenantId);
  expect(rebuild).toMatchObject({ phase: 'DONE', error: null, toldChanges: 0 });
  expect(rebuild.changedRows).toBeGreaterThan(100);
  expect((await memberships(story.database, tenantId)).folded).toEqual(folded);
  await expectRight(story, tenantId);
});

test('a table of which nothing is left comes back', async () => {
  const tenantId = await livedTenant(story, { seed: 13 });
  await story.ask(tenantId, 'repair');
  const before = await rowsOf(story.database, tenantId);
  const tables = [
    'event',
    'identifier',
    'profile',
    'state',
    'membership',
    'definition',
    'version',
    'activity',
  ];
  await damage(
    tenantId,
    tables.map((table) => `delete from segment.${table} where tenant_id = $t`),
  );
  await runRebuild(story, tenantId);
  expect(await rowsOf(story.database, tenantId)).toEqual(before);
});

test('what only the log of another tenant says is nobody else’s', async () => {
  const [mended, other] = [await livedTenant(story, { seed: 14 }), await livedTenant(story, { seed: 14 })];
  const before = await rowsOf(story.database, other);
  await damage(mended, ['delete from segment.membership where tenant_id = $t']);
  await story.ask(mended, 'repair');
  await runRebuild(story, mended);
  expect(await rowsOf(story.database, other)).toEqual(before);
});
