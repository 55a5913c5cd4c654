import { createCachedSpace, createMemoryCache, type CachedSpace, type HoldTags } from '@customer360/redis';
import { createMetrics } from '@customer360/service';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generateHistory, idOf } from '../../test/history.ts';
import { commandAt, livedTenant, type LivedOptions } from '../../test/lived-tenant.ts';
import { rowsOf, runRebuild } from '../../test/rebuild-outcome.ts';
import { openToldStory, type ToldStory } from '../../test/told-story.ts';
import { createScoringCache, SEGMENT_SPACE } from '../cache/scoring-cache.ts';
import { findProfileScorings } from '../scoring/find-profile-scorings.ts';
import { fitModel } from '../scoring/fit-model.ts';
import { stepScoring } from '../scoring/run-scoring.ts';

const everybody = [0, 1, 2, 3, 4, 5, 6, 7].map((n) => idOf('profile', n));
const archetype = {
  command: 'saveArchetype',
  code: 'buyer',
  name: 'Buyer',
  summary: 'buys',
  centre: null,
  rule: { event_count: [{ event: 'A' }, '>=', 1] },
  nextBestAction: null,
};

let story: ToldStory;
let space: CachedSpace;
let scorings: ReturnType<typeof createScoringCache>;
const tenants: string[] = [];
const holdTags: HoldTags = (tenantId, work) => space.holdTags(tenantId, work);

beforeAll(async () => {
  story = await openToldStory();
  const { database } = story.dependencies;
  space = createCachedSpace({
    cache: createMemoryCache({ clock: Date.now }),
    database,
    name: SEGMENT_SPACE,
    registry: createMetrics('test'),
    listTenants: async () => tenants,
    onError: (error) => {
      throw error;
    },
  });
  scorings = createScoringCache(space, database);
});
afterAll(async () => {
  await space.stop();
  await story.close();
});

/** A tenant of whose leases the cache knows. */
async function leasedTenant(options: LivedOptions): Promise<string> {
  const tenantId = await livedTenant(story, options);
  tenants.push(tenantId);
  await space.stop();
  await space.start();
  return tenantId;
}

async function say(tenantId: string, place: number, command: object): Promise<void> {
  const [event] = generateHistory(1, 1);
  if (event !== undefined)
    await story.tell(tenantId, [commandAt(event, idOf('event', 30_000 + place), command)]);
}

/** Scores everybody as of now. */
async function score(tenantId: string): Promise<void> {
  await say(tenantId, 1, archetype);
  await say(tenantId, 2, { command: 'startScoring', asOf: null, proposeArchetypes: false });
  const fit = async (input: Parameters<typeof fitModel>[0]) => fitModel(input);
  const scoring = { database: story.dependencies.database, holdTags, clock: () => 1, fit };
  while (await stepScoring(scoring, tenantId));
}

const storedScorings = (tenantId: string) =>
  story.dependencies.database.inTenant(tenantId, async (trx) => {
    const stored = await findProfileScorings(trx, tenantId, everybody);
    return new Map(everybody.map((id) => [id, stored.get(id) ?? null]));
  });

test('a rebuild keeps what runs have scored', async () => {
  const tenantId = await leasedTenant({ seed: 51 });
  await score(tenantId);
  await story.ask(tenantId, 'again');
  const before = await rowsOf(story.database, tenantId);
  expect(before.get('segment.profile_score')?.length).toBeGreaterThan(1);
  expect(before.get('segment.archetype')).toHaveLength(1);
  expect(await runRebuild(story, tenantId, { holdTags })).toMatchObject({ changedRows: 0, toldChanges: 0 });
  expect(await rowsOf(story.database, tenantId)).toEqual(before);
});

test('whoever gets identifiers back is scored anew at once, through the cache too', async () => {
  const tenantId = await leasedTenant({ seed: 52 });
  const whole = await rowsOf(story.database, tenantId);
  const { profile_id: loser } = await story.database.asSystem((trx) =>
    trx
      .selectFrom('segment.profile')
      .select('profile_id')
      .where('tenant_id', '=', tenantId)
      .where('quarantined', '=', false)
      .orderBy('profile_id')
      .executeTakeFirstOrThrow(),
  );
  await story.database.asSystem(async (trx) => {
    await trx
      .updateTable('segment.identifier')
      .set({ profile_id: idOf('profile', 50) })
      .where('tenant_id', '=', tenantId)
      .where('profile_id', '=', loser)
      .execute();
    await trx
      .deleteFrom('segment.profile')
      .where('tenant_id', '=', tenantId)
      .where('profile_id', '=', loser)
      .execute();
  });
  await score(tenantId);
  expect((await scorings.getMany(tenantId, everybody)).get(loser)).toBeNull();
  await story.ask(tenantId, 'repair');
  expect(await runRebuild(story, tenantId, { holdTags })).toMatchObject({ error: null });
  const read = await scorings.getMany(tenantId, everybody);
  expect(read).toEqual(await storedScorings(tenantId));
  expect(read.get(loser)?.stage).toBe('CUSTOMER');
  const identifiers = (await rowsOf(story.database, tenantId)).get('segment.identifier');
  expect(identifiers).toEqual(whole.get('segment.identifier'));
});

test('a run that the store has lost is shown as failed, an archetype that people saved comes back', async () => {
  const tenantId = await leasedTenant({ seed: 53, size: 40 });
  await score(tenantId);
  const before = await rowsOf(story.database, tenantId);
  for (const table of ['segment.scoring_run', 'segment.archetype'] as const) {
    await story.database.asSystem((trx) => trx.deleteFrom(table).where('tenant_id', '=', tenantId).execute());
  }
  await story.ask(tenantId, 'repair');
  expect(await runRebuild(story, tenantId, { holdTags })).toMatchObject({ error: null, changedRows: 2 });
  const after = await rowsOf(story.database, tenantId);
  expect(after.get('segment.archetype')).toEqual(before.get('segment.archetype'));
  expect(after.get('segment.scoring_run')).toEqual([
    expect.stringMatching(
      /"error": "What this run computed is lost. Start it again with the same key.".*"status": "FAILED"/,
    ),
  ]);
  expect(after.get('segment.profile_score')).toEqual(before.get('segment.profile_score'));
});
