import { afterAll, beforeAll, expect, test } from 'vitest';
import { beginStory, openStories, type StoryDatabase } from '../../test/identity-story.ts';

let database: StoryDatabase;
beforeAll(async () => {
  database = await openStories();
});
afterAll(() => database.close());

test('a known customer keeps the id when an older device joins', async () => {
  const story = await beginStory(database);
  await story.event({ anonymous_id: 'old-laptop' });
  await story.event({ user_id: 'ann', anonymous_id: 'phone' });
  const { id } = await story.profile('ann');
  await story.event({ user_id: 'ann', anonymous_id: 'old-laptop' });

  expect((await story.profile('old-laptop')).id).toBe(id);
});

test('an anonymous history gets an alias at its first login', async () => {
  const story = await beginStory(database);
  const { profileId } = await story.event({ anonymous_id: 'laptop' });
  await story.event({ user_id: 'ann', anonymous_id: 'laptop' });

  const profile = await story.profile('ann');
  expect(profile.id).not.toBe(profileId);
  expect(profile.aliases).toEqual(['laptop']);
  expect(await story.ownProfileId('laptop')).toBe(profileId);
});

test('identifiers born in one event make no alias: nobody ever saw their profiles', async () => {
  const story = await beginStory(database);
  await story.event({ user_id: 'ann', email: 'ann@example.com', anonymous_id: 'laptop' });

  expect((await story.profile('ann')).aliases).toEqual([]);
  expect(await story.records()).toEqual([]);
});

test('of two anonymous histories the older one keeps its id', async () => {
  const story = await beginStory(database);
  const first = await story.event({ anonymous_id: 'laptop' });
  await story.event({ email: 'ann@example.com' });
  const { setChanges } = await story.event({ email: 'ann@example.com', anonymous_id: 'laptop' });

  const profile = await story.profile('laptop');
  expect(profile.id).toBe(first.profileId);
  expect(setChanges.map(({ to }) => to)).toEqual([first.profileId]);
  expect(profile.aliases).toEqual(['ann@example.com']);
});

test('an event of another source than the outside world is nobody’s and tells nothing', async () => {
  const story = await beginStory(database);
  await story.event({ anonymous_id: 'laptop' }, { at: 1 });
  const made = await story.event(
    { user_id: 'ann', anonymous_id: 'laptop' },
    { at: 9, source: 'internal:segment' },
  );

  expect(made).toMatchObject({ identifierId: null, profileId: null, setChanges: [] });
  expect(await story.people()).toEqual([['laptop']]);
});
