import { afterAll, beforeAll, expect, test } from 'vitest';
import { livedTenant } from '../../test/lived-tenant.ts';
import { memberships, openedTables, rebuildsOf, rowsOf, runRebuild } from '../../test/rebuild-outcome.ts';
import { openToldStory, type ToldStory } from '../../test/told-story.ts';
import { rebuiltTables } from './rebuilt-tables.ts';

let story: ToldStory;

beforeAll(async () => {
  story = await openToldStory();
});
afterAll(() => story.close());

test('every table of the schema has a fate', async () => {
  expect((await openedTables(story.database)).toSorted()).toEqual(Object.keys(rebuiltTables).toSorted());
});

/** A lane of CI sets more. */
const histories = Number(process.env['SEGMENT_HISTORIES'] ?? 2);

const played = Array.from({ length: histories }, (_, index) => index + 1).flatMap((seed) =>
  (seed % 2 === 0 ? [1, 500] : [7]).map((batch) => ({ seed, batch })),
);

test.each(played)(
  'history $seed, evaluated by $batch and made again, is row by row what it was, and the log is told nothing',
  async ({ seed, batch }) => {
    const tenantId = await livedTenant(story, { seed, size: 100, batch });
    await story.ask(tenantId, 'again');
    const before = await rowsOf(story.database, tenantId);
    const head = await story.head(tenantId);
    expect(before.get('segment.membership')?.length).toBeGreaterThan(2);
    expect(before.get('segment.list_entry')?.length).toBeGreaterThan(0);
    const rebuild = await runRebuild(story, tenantId);
    expect(await rowsOf(story.database, tenantId)).toEqual(before);
    expect(rebuild).toMatchObject({ phase: 'DONE', error: null, changedRows: 0, toldChanges: 0 });
    expect(await story.head(tenantId)).toBe(head);
    const { stored, folded } = await memberships(story.database, tenantId);
    expect(folded).toEqual(stored);
  },
);

test('asked again with the same key nothing is made again; with another one it is', async () => {
  const tenantId = await livedTenant(story, { seed: 3, size: 40 });
  await story.ask(tenantId, 'once');
  await runRebuild(story, tenantId);
  await story.ask(tenantId, 'once');
  expect(await rebuildsOf(story.database, tenantId)).toEqual(['DONE null']);
  await story.ask(tenantId, 'twice');
  expect(await rebuildsOf(story.database, tenantId)).toEqual(['DONE null', 'CLEAR null']);
});

test('a rebuild that is under way gives way to the next', async () => {
  const tenantId = await livedTenant(story, { seed: 4, size: 40 });
  await story.ask(tenantId, 'first');
  await runRebuild(story, tenantId, { steps: 2 });
  await story.ask(tenantId, 'second');
  expect(await runRebuild(story, tenantId)).toMatchObject({ error: null, changedRows: 0, toldChanges: 0 });
  expect(await rebuildsOf(story.database, tenantId)).toEqual([
    expect.stringMatching(/^DONE Another rebuild was asked for at position [0-9]+ of the log\.$/),
    'DONE null',
  ]);
});

test('a store that is worked again from the first entry does not make a rebuild again that was made', async () => {
  const tenantId = await livedTenant(story, { seed: 5, size: 40 });
  await story.ask(tenantId, 'made');
  await runRebuild(story, tenantId);
  await story.replay(tenantId);
  expect(await rebuildsOf(story.database, tenantId)).toEqual([]);
});
