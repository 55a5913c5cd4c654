import type { ResolvedEvent } from '@customer360/event-log';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generateHistory, HOUR } from '../../test/history.ts';
import { memberships, openedTables, rowsOf, runRebuild } from '../../test/rebuild-outcome.ts';
import { openToldStory, type ToldStory } from '../../test/told-story.ts';
import { rebuiltTables } from './rebuilt-tables.ts';

let story: ToldStory;

beforeAll(async () => {
  story = await openToldStory();
});
afterAll(() => story.close());

const endOf = (history: readonly ResolvedEvent[]) => (history.at(-1)?.loggedAt ?? 0) + 30 * HOUR;

/** A tenant whose history is told and whose windows have ended. */
async function lived(seed: number, options: { readonly batch?: number; readonly size?: number } = {}) {
  const tenantId = await story.newTenant();
  const history = generateHistory(seed, options.size ?? 160);
  await story.tell(tenantId, history, options);
  await story.wait(tenantId, endOf(history));
  return { tenantId, history };
}

test('every table of the schema has a fate', async () => {
  expect((await openedTables(story.database)).toSorted()).toEqual(Object.keys(rebuiltTables).toSorted());
});

/** A lane of CI sets more. */
const histories = Number(process.env['SEGMENT_HISTORIES'] ?? 2);

test.each(Array.from({ length: histories }, (_, index) => index + 1))(
  'history %i, made again, is row by row what it was, and the log is told nothing',
  async (seed) => {
    for (const batch of [7, 500]) {
      const { tenantId } = await lived(seed, { batch });
      await story.ask(tenantId, 'again');
      const before = await rowsOf(story.database, tenantId);
      const head = await story.head(tenantId);
      expect(before.get('segment.membership')?.length).toBeGreaterThan(0);
      expect(await runRebuild(story, tenantId)).toMatchObject({
        phase: 'DONE',
        error: null,
        changedRows: 0,
        toldChanges: 0,
      });
      expect(await rowsOf(story.database, tenantId)).toEqual(before);
      expect(await story.head(tenantId)).toBe(head);
      const { stored, folded } = await memberships(story.database, tenantId);
      expect(folded).toEqual(stored);
    }
  },
);
