import { afterAll, beforeAll, expect, test } from 'vitest';
import { beginStory, openStories, type Story, type StoryDatabase } from '../../test/identity-story.ts';

let database: StoryDatabase;
beforeAll(async () => {
  database = await openStories();
});
afterAll(() => database.close());

async function pair(story: Story, one: string, other: string): Promise<{ a: string; b: string }> {
  return { a: await story.ownProfileId(one), b: await story.ownProfileId(other) };
}

async function merge(story: Story, one: string, other: string) {
  return story.command({ command: 'mergeProfiles', ...(await pair(story, one, other)) });
}

async function keepApart(story: Story, one: string, other: string) {
  return story.command({ command: 'keepApart', ...(await pair(story, one, other)) });
}

async function unmerge(story: Story, record: string) {
  return story.command({ command: 'unmergeProfiles', recordId: await story.recordId(record) });
}

test('a merge joins two profiles under the id of the known customer', async () => {
  const story = await beginStory(database);
  await story.event({ anonymous_id: 'laptop' });
  await story.event({ user_id: 'ann' });
  const { id } = await story.profile('ann');

  expect(await merge(story, 'laptop', 'ann')).toMatchObject({ accepted: true, does: 'merge', lifts: false });
  expect(await story.profile('laptop')).toMatchObject({
    id,
    members: ['ann', 'laptop'],
    aliases: ['laptop'],
  });
  expect(await story.records()).toEqual(['MERGED MERGE_COMMAND ann laptop']);
});

test('a merge is refused when the ids are unknown, one profile, or two users', async () => {
  const story = await beginStory(database);
  await story.event({ user_id: 'ann', anonymous_id: 'laptop' });
  await story.event({ user_id: 'bob' });
  const a = await story.ownProfileId('ann');

  expect(await story.command({ command: 'mergeProfiles', a, b: 'nobody' })).toMatchObject({
    reason: 'UNKNOWN_PROFILE',
  });
  expect(await merge(story, 'ann', 'laptop')).toMatchObject({ reason: 'SAME_PROFILE' });
  expect(await merge(story, 'ann', 'bob')).toMatchObject({ reason: 'TWO_USERS' });
});

test('what is left of a shared value and a blocked value cannot be merged', async () => {
  const story = await beginStory(database);
  await story.event({ user_id: 'ann', anonymous_id: 'tablet' });
  await story.event({ user_id: 'bob', anonymous_id: 'tablet' });
  await story.event({ email: 'info@example.com' });
  await story.command({ command: 'blockIdentifier' }, { email: 'info@example.com' });
  const remainder = (await story.profile('tablet')).id;

  const a = await story.ownProfileId('ann');
  expect(await story.command({ command: 'mergeProfiles', a, b: remainder })).toMatchObject({
    reason: 'REMAINDER',
  });
  expect(await merge(story, 'ann', 'info@example.com')).toMatchObject({ reason: 'BLOCKED' });
});

test('a refused merge is never evidence later', async () => {
  const story = await beginStory(database);
  await story.event({ user_id: 'ann' });
  await story.event({ user_id: 'bob' });
  await merge(story, 'ann', 'bob');
  await story.command({ command: 'blockIdentifier' }, { user_id: 'bob' });
  await story.command({ command: 'unblockIdentifier' }, { user_id: 'bob' });

  expect(await story.people()).toEqual([['ann'], ['bob']]);
});

test('an accepted merge goes dormant with a block and is in force again without it', async () => {
  const story = await beginStory(database);
  await story.event({ anonymous_id: 'laptop' });
  await story.event({ email: 'ann@example.com' });
  await merge(story, 'laptop', 'ann@example.com');
  await story.command({ command: 'blockIdentifier' }, { email: 'ann@example.com' });
  expect(await story.people()).toEqual([['ann@example.com'], ['laptop']]);

  await story.command({ command: 'unblockIdentifier' }, { email: 'ann@example.com' });
  expect(await story.people()).toEqual([['ann@example.com', 'laptop']]);
});

test('unmerge is exact: the state is that of the history without the merge', async () => {
  const story = await beginStory(database);
  await story.event({ anonymous_id: 'laptop' });
  await story.event({ user_id: 'ann' });
  const separate = [await story.profile('ann'), await story.profile('laptop')];
  await merge(story, 'laptop', 'ann');
  await story.event({ anonymous_id: 'phone' });
  await merge(story, 'phone', 'laptop');

  await unmerge(story, 'MERGED MERGE_COMMAND ann laptop');
  expect(await story.people()).toEqual([['ann'], ['laptop', 'phone']]);
  expect(await story.profile('ann')).toEqual(separate[0]);
  expect((await story.profile('laptop')).id).toBe(separate[1]?.id);
  expect(await story.records()).toEqual([
    'MERGED MERGE_COMMAND ann laptop',
    'MERGED MERGE_COMMAND ann phone',
    'UNMERGED MERGE_COMMAND ann laptop',
    'UNMERGED MERGE_COMMAND ann phone',
    'MERGED MERGE_COMMAND laptop phone',
  ]);
});

test('unmerging what an event joined keeps the two sides apart, whatever later events say', async () => {
  const story = await beginStory(database);
  await story.event({ anonymous_id: 'laptop' });
  await story.event({ user_id: 'ann', anonymous_id: 'laptop' });
  await unmerge(story, 'MERGED SHARED_EVENT ann laptop');
  await story.event({ user_id: 'ann', anonymous_id: 'laptop' });

  expect(await story.people()).toEqual([['ann'], ['laptop']]);
  expect(await story.records()).toEqual([
    'MERGED SHARED_EVENT ann laptop',
    'UNMERGED SHARED_EVENT ann laptop',
    'REFUSED KEEP_APART ann laptop',
    'REFUSED KEEP_APART ann laptop',
  ]);
});

test('a merge is taken back once', async () => {
  const story = await beginStory(database);
  await story.event({ anonymous_id: 'laptop' });
  await story.event({ user_id: 'ann', anonymous_id: 'laptop' });
  await unmerge(story, 'MERGED SHARED_EVENT ann laptop');

  expect(await unmerge(story, 'MERGED SHARED_EVENT ann laptop')).toEqual({
    accepted: false,
    reason: 'NOT_ACTIVE',
  });
  expect(
    await story.command({ command: 'unmergeProfiles', recordId: '00000000-0000-8000-8000-000000000000' }),
  ).toEqual({ accepted: false, reason: 'UNKNOWN_RECORD' });
});

test('kept-apart profiles do not merge through a third, and merging the very pair lifts it', async () => {
  const story = await beginStory(database);
  for (const device of ['laptop', 'phone', 'tablet']) await story.event({ anonymous_id: device });
  await keepApart(story, 'laptop', 'phone');
  await merge(story, 'phone', 'tablet');

  expect(await merge(story, 'laptop', 'tablet')).toMatchObject({ reason: 'KEEP_APART' });
  expect(await keepApart(story, 'phone', 'laptop')).toMatchObject({ reason: 'ALREADY_APART' });
  expect(await merge(story, 'laptop', 'phone')).toMatchObject({ accepted: true, lifts: true });
  expect(await story.people()).toEqual([['laptop', 'phone', 'tablet']]);
});

test('keeping apart splits what was one, and a profile is not kept apart from itself', async () => {
  const story = await beginStory(database);
  await story.event({ user_id: 'ann', anonymous_id: 'laptop' });

  expect(await keepApart(story, 'ann', 'ann')).toMatchObject({ reason: 'SAME_IDENTIFIER' });
  await keepApart(story, 'ann', 'laptop');
  expect(await story.people()).toEqual([['ann'], ['laptop']]);
});
