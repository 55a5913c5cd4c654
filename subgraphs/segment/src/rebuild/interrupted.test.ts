import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '@customer360/postgres';
import { createRandom } from '../../test/history.ts';
import { livedTenant, moreOf } from '../../test/lived-tenant.ts';
import { expectRight, memberships, rowsOf, runRebuild, toldBy } from '../../test/rebuild-outcome.ts';
import { openToldStory, type ToldStory } from '../../test/told-story.ts';
import type { SegmentDatabase } from '../store/tables.ts';
import { findLatestRebuild, findOpenRebuild } from './rebuild-repository.ts';
import { stepRebuild, type RebuildDependencies } from './step-rebuild.ts';

let story: ToldStory;

beforeAll(async () => {
  story = await openToldStory();
});
afterAll(() => story.close());

class Killed extends Error {}

/** A process that dies again and again: before a commit, or after it and before it can know. */
function dying(seed: number): RebuildDependencies {
  const random = createRandom(seed);
  const { database, flush, ...others } = story.dependencies;
  const deadly = async <Result>(run: (die: () => void) => Promise<Result>): Promise<Result> => {
    const isBefore = random.chance(0.15);
    const result = await run(() => {
      if (isBefore) throw new Killed();
    });
    if (random.chance(0.15)) throw new Killed();
    return result;
  };
  const killed: Database<SegmentDatabase> = {
    ...database,
    inTenant: (tenantId, work) =>
      deadly((die) =>
        database.inTenant(tenantId, async (trx) => {
          const result = await work(trx);
          die();
          return result;
        }),
      ),
    asSystem: (work) =>
      deadly((die) =>
        database.asSystem(async (trx) => {
          const result = await work(trx);
          die();
          return result;
        }),
      ),
  };
  return { ...others, database: killed, flush: (tenantId) => deadly(() => flush(tenantId)) };
}

async function damageAndGoOn(tenantId: string, seed: number): Promise<void> {
  await story.database.asSystem(async (trx) => {
    const half = trx.selectFrom('segment.state').select('profile_id').where('tenant_id', '=', tenantId);
    await trx
      .deleteFrom('segment.state')
      .where('tenant_id', '=', tenantId)
      .where('profile_id', 'in', half.orderBy('profile_id').limit(3))
      .execute();
    await trx.deleteFrom('segment.trait_state').where('tenant_id', '=', tenantId).execute();
  });
  await story.tell(tenantId, moreOf(seed));
}

test.each([1, 2, 3])(
  'killed again and again it goes on, and tells the log everything once (%i)',
  async (seed) => {
    const tenantId = await livedTenant(story, { seed: 20 + seed });
    await damageAndGoOn(tenantId, 20 + seed);
    await story.ask(tenantId, 'killed');
    const dependencies = dying(seed);
    let deaths = 0;
    for (let goesOn = true; goesOn;) {
      try {
        goesOn = await stepRebuild(dependencies, tenantId, 40);
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
        deaths += 1;
      }
    }
    expect(deaths).toBeGreaterThan(4);
    const rebuild = await story.dependencies.database.inTenant(tenantId, (trx) =>
      findLatestRebuild(trx, tenantId),
    );
    expect(rebuild).toMatchObject({ phase: 'DONE', error: null });
    const told = await toldBy(story.database, tenantId, rebuild?.id ?? '');
    expect(told.length).toBe(rebuild?.toldChanges);
    expect(new Set(told.map(({ eventId }) => eventId)).size).toBe(told.length);
    await expectRight(story, tenantId);
  },
);

test('while events come in members are those of before until they are those of after', async () => {
  const tenantId = await livedTenant(story, { seed: 31 });
  await story.database.asSystem((trx) =>
    trx.deleteFrom('segment.membership').where('tenant_id', '=', tenantId).execute(),
  );
  await story.ask(tenantId, 'busy');
  const coming = moreOf(31, { count: 60 });
  const isOpen = () =>
    story.dependencies.database.inTenant(tenantId, async (trx) => {
      const rebuild = await findOpenRebuild(trx, tenantId);
      return rebuild !== null && rebuild.phase !== 'SWEEP';
    });
  let told = 0;
  for (; await isOpen(); told += 6) {
    const { stored } = await memberships(story.database, tenantId);
    await stepRebuild(story.dependencies, tenantId, 25);
    if (!(await isOpen())) break;
    expect((await memberships(story.database, tenantId)).stored).toEqual(stored);
    await story.tell(tenantId, coming.slice(told, told + 6));
  }
  expect(told).toBeGreaterThan(12);
  const rest = await runRebuild(story, tenantId);
  expect(rest).toMatchObject({ error: null });
  await story.tell(tenantId, coming.slice(told));
  await expectRight(story, tenantId);
});

test('what evaluation had set aside is set aside again, and anything else that fails leaves all as it was', async () => {
  const tenantId = await livedTenant(story, { seed: 41, broken: true });
  await story.ask(tenantId, 'parked');
  const before = await rowsOf(story.database, tenantId);
  expect(before.get('segment.parked')).toHaveLength(1);
  expect(await runRebuild(story, tenantId)).toMatchObject({ error: null, changedRows: 0, toldChanges: 0 });
  expect(await rowsOf(story.database, tenantId)).toEqual(before);

  const parked = await story.database.asSystem((trx) =>
    trx
      .deleteFrom('segment.parked')
      .where('tenant_id', '=', tenantId)
      .returning('position')
      .executeTakeFirst(),
  );
  await story.ask(tenantId, 'failing');
  const damaged = await rowsOf(story.database, tenantId);
  expect(await runRebuild(story, tenantId)).toMatchObject({
    phase: 'DONE',
    error: `The entry at position ${parked?.position} could not be worked; the log of the service says why. Segments are as they were.`,
    changedRows: null,
  });
  expect(await rowsOf(story.database, tenantId)).toEqual(damaged);
});
