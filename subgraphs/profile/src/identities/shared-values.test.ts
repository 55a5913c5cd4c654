import { afterAll, beforeAll, expect, test } from 'vitest';
import { beginStory, openStories, type StoryDatabase } from '../../test/identity-story.ts';

let database: StoryDatabase;
beforeAll(async () => {
  database = await openStories();
});
afterAll(() => database.close());

test('a tablet that a second person uses is closed, and later anonymous events go to nobody’s profile', async () => {
  const story = await beginStory(database);
  await story.event({ anonymous_id: 'tablet' });
  await story.event({ user_id: 'ann', anonymous_id: 'tablet' });
  await story.event({ user_id: 'bob', anonymous_id: 'tablet' });
  await story.event({ anonymous_id: 'tablet' });

  expect(await story.people()).toEqual([['ann', 'tablet'], ['bob'], ['tablet~']]);
  expect(await story.attributions()).toEqual(['tablet', 'ann', 'bob', 'tablet~']);
  expect(await story.records()).toEqual(['MERGED SHARED_EVENT ann tablet', 'REFUSED SHARED_VALUE bob ann']);
});

test('a closed value is looked up as what is left of it, never as a former owner', async () => {
  const story = await beginStory(database);
  await story.event({ user_id: 'ann', anonymous_id: 'tablet' });
  await story.event({ user_id: 'bob', anonymous_id: 'tablet' });

  expect((await story.profile('tablet')).members).toEqual(['tablet~']);
});

test('a closed value never links again, also not the people who log in on it', async () => {
  const story = await beginStory(database);
  await story.event({ user_id: 'ann', anonymous_id: 'tablet' });
  await story.event({ user_id: 'bob', anonymous_id: 'tablet' });
  await story.event({ email: 'carl@example.com', anonymous_id: 'tablet' });
  await story.event({ user_id: 'carl', anonymous_id: 'tablet' });

  expect(await story.people()).toEqual([
    ['ann', 'tablet'],
    ['bob'],
    ['carl'],
    ['carl@example.com'],
    ['tablet~'],
  ]);
});

test('what refused to link a device does not make the resolver forget who used it', async () => {
  const story = await beginStory(database);
  await story.configure('limits', { types: { anonymous_id: { limit: 1, windowMs: null } } });
  await story.event({ user_id: 'ann', anonymous_id: 'laptop' });
  await story.event({ user_id: 'ann', anonymous_id: 'tablet' });
  await story.event({ user_id: 'bob', anonymous_id: 'tablet' });

  expect(await story.people()).toEqual([['ann', 'laptop'], ['bob'], ['tablet'], ['tablet~']]);
  expect(await story.records()).toEqual(['REFUSED TYPE_LIMIT ann tablet', 'REFUSED SHARED_VALUE bob tablet']);
});

test('a device of a household follows the member whose event carried it first', async () => {
  const story = await beginStory(database);
  await story.event({ user_id: 'ann', email: 'home@example.com' });
  await story.event({ user_id: 'bob', email: 'home@example.com' });
  await story.event({ email: 'home@example.com', anonymous_id: 'tv' });

  expect(await story.people()).toEqual([['ann', 'home@example.com'], ['bob'], ['home@example.com~'], ['tv']]);
  expect((await story.attributions()).at(-1)).toBe('home@example.com~');
});

test('a profile has the seen times of the events attributed to it, a remainder its own', async () => {
  const story = await beginStory(database);
  await story.event({ user_id: 'ann', anonymous_id: 'tablet' }, { at: 5 });
  await story.event({ anonymous_id: 'tablet' }, { at: 2 });
  await story.event({ user_id: 'bob', anonymous_id: 'tablet' }, { at: 6 });
  await story.event({ anonymous_id: 'tablet' }, { at: 9 });

  const days = async (value: string) => {
    const { firstSeenAt, lastSeenAt } = await story.profile(value);
    return [firstSeenAt, lastSeenAt].map((time) => (time - Date.UTC(2026, 0, 1)) / 86_400_000);
  };
  expect(await days('ann')).toEqual([2, 5]);
  expect(await days('bob')).toEqual([6, 6]);
  expect(await days('tablet')).toEqual([9, 9]);
});
