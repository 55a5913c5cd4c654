import { afterAll, beforeAll, expect, test } from 'vitest';
import { beginStory, openStories, type StoryDatabase } from '../../test/identity-story.ts';
import { createProfileHandler } from '../consumer/index.ts';

let database: StoryDatabase;
beforeAll(async () => {
  database = await openStories();
});
afterAll(() => database.close());

/** Identifiers and observations of each closure that was folded again. */
function measured() {
  const closures: (readonly [number, number])[] = [];
  const handle = createProfileHandler({
    onClosure: ({ identifiers, observations }) => closures.push([identifiers, observations]),
  });
  return { closures, handle };
}

test('a closure does not go through a value that is blocked anyway', async () => {
  const { closures, handle } = measured();
  const story = await beginStory(database, handle);
  for (const device of ['d1', 'd2', 'd3', 'd4']) {
    await story.event({ email: 'info@example.com', anonymous_id: device });
  }
  await story.command({ command: 'blockIdentifier' }, { email: 'info@example.com' });
  await story.command({ command: 'blockIdentifier' }, { anonymous_id: 'd1' });

  expect(closures).toEqual([
    [5, 4],
    [2, 1],
  ]);
});

test('a closure goes through links that were refused, since they may hold without the refusal', async () => {
  const { closures, handle } = measured();
  const story = await beginStory(database, handle);
  await story.configure('limits', { types: { anonymous_id: { limit: 1, windowMs: null } } });
  await story.event({ user_id: 'ann', anonymous_id: 'laptop' });
  await story.event({ user_id: 'ann', anonymous_id: 'phone' });
  await story.event({ anonymous_id: 'phone', email: 'ann@example.com' });
  await story.command({ command: 'blockIdentifier' }, { anonymous_id: 'laptop' });

  expect(closures).toEqual([[4, 3]]);
  expect(await story.people()).toEqual([['ann', 'ann@example.com', 'phone'], ['laptop']]);
});

test('what concerns nobody but one person folds nobody else', async () => {
  const { closures, handle } = measured();
  const story = await beginStory(database, handle);
  await story.event({ user_id: 'ann', anonymous_id: 'laptop' });
  await story.event({ user_id: 'bob', anonymous_id: 'phone' });
  await story.event({ anonymous_id: 'laptop' });
  await story.command({ command: 'blockIdentifier' }, { anonymous_id: 'laptop' });

  expect(closures).toEqual([[2, 2]]);
});

test('an event that blocks a value says nothing new of the blocked user id that it carries', async () => {
  const story = await beginStory(database);
  const email = 'info@example.com';
  await story.configure('limits', { autoBlockUsers: 1 });
  await story.event({ user_id: 'ann', email });
  await story.event({ user_id: 'bob' });
  await story.command({ command: 'blockIdentifier' }, { user_id: 'bob' });
  const { setChanges } = await story.event({ user_id: 'bob', email });

  expect(setChanges).toMatchObject([{ from: await story.ownProfileId('ann') }]);
  expect(await story.people()).toEqual([['ann'], ['bob'], ['info@example.com']]);
});

test('a blocked value has the seen times of the events that come to rest on it, and loses them again', async () => {
  const story = await beginStory(database);
  const days = async (value: string) => {
    const { firstSeenAt, lastSeenAt } = await story.profile(value);
    return [firstSeenAt, lastSeenAt].map((time) => (time - Date.UTC(2026, 0, 1)) / 86_400_000);
  };
  await story.event({ email: 'info@example.com' }, { at: 2 });
  await story.event({ email: 'info@example.com', anonymous_id: 'kiosk' }, { at: 8 });
  await story.command({ command: 'blockIdentifier' }, { email: 'info@example.com' });
  expect(await days('info@example.com')).toEqual([2, 2]);

  await story.command({ command: 'blockIdentifier' }, { anonymous_id: 'kiosk' });
  expect(await days('info@example.com')).toEqual([2, 8]);

  await story.command({ command: 'unblockIdentifier' }, { anonymous_id: 'kiosk' });
  expect(await days('info@example.com')).toEqual([2, 2]);
});
