import { afterAll, beforeAll, expect, test } from 'vitest';
import { beginStory, openStories, type StoryDatabase } from '../../test/identity-story.ts';

let database: StoryDatabase;
beforeAll(async () => {
  database = await openStories();
});
afterAll(() => database.close());

const devices = ['d1', 'd2', 'd3', 'd4', 'd5', 'd6'];

test('six devices within one week are one too many, and the refusal is recorded', async () => {
  const story = await beginStory(database);
  for (const device of devices) await story.event({ user_id: 'ann', anonymous_id: device }, { at: 1 });

  expect(await story.people()).toEqual([['ann', 'd1', 'd2', 'd3', 'd4', 'd5'], ['d6']]);
  expect(await story.records()).toEqual(['REFUSED TYPE_LIMIT ann d6']);
});

test('six devices of ten months, imported within the hour, all link: windows follow the events’ own times', async () => {
  const story = await beginStory(database);
  for (const [index, device] of devices.entries()) {
    await story.event({ user_id: 'ann', anonymous_id: device }, { at: index * 50 });
  }

  expect(await story.people()).toEqual([['ann', ...devices]]);
});

test('a device that was refused in the morning links in the evening of a later week', async () => {
  const story = await beginStory(database);
  for (const device of devices) await story.event({ user_id: 'ann', anonymous_id: device }, { at: 1 });
  await story.event({ user_id: 'ann', anonymous_id: 'd6' }, { at: 8 });

  expect(await story.people()).toEqual([['ann', ...devices]]);
});

test('one refused identifier does not keep the others of its event from linking', async () => {
  const story = await beginStory(database);
  for (const device of devices.slice(0, 5)) {
    await story.event({ user_id: 'ann', anonymous_id: device }, { at: 1 });
  }
  await story.event({ user_id: 'ann', email: 'ann@example.com', anonymous_id: 'd6' }, { at: 1 });

  expect(await story.people()).toEqual([['ann', 'ann@example.com', 'd1', 'd2', 'd3', 'd4', 'd5'], ['d6']]);
});

test('a profile that is above a limit already still takes identifiers of other types', async () => {
  const story = await beginStory(database);
  for (const device of devices) await story.event({ user_id: 'ann', anonymous_id: device }, { at: 1 });
  await story.configure('limits', { types: { anonymous_id: { limit: 2, windowMs: null } } });
  await story.event({ user_id: 'ann', phone: '+33123456789' }, { at: 1 });

  expect((await story.profile('ann')).members).toContain('+33123456789');
});

test('limits are timeless: a lower one takes links back, and lifting it restores them', async () => {
  const story = await beginStory(database);
  for (const device of devices.slice(0, 3)) {
    await story.event({ user_id: 'ann', anonymous_id: device }, { at: 1 });
  }
  await story.configure('limits', { types: { anonymous_id: { limit: 2, windowMs: null } } });
  expect(await story.people()).toEqual([['ann', 'd1', 'd2'], ['d3']]);

  await story.configure('limits', {});
  expect(await story.people()).toEqual([['ann', 'd1', 'd2', 'd3']]);
});

test('caps on identifiers and merges refuse by their names', async () => {
  const story = await beginStory(database);
  await story.configure('limits', { maxIdentifiers: 3, maxMerges: 1 });
  for (const device of ['d1', 'd2', 'd3']) await story.event({ anonymous_id: device });
  await story.event({ user_id: 'ann', anonymous_id: 'd1' });
  await story.event({ user_id: 'ann', anonymous_id: 'd2' });
  await story.event({ user_id: 'ann', email: 'new@example.com' });
  await story.event({ user_id: 'ann', phone: '+33123456789' });

  expect(await story.people()).toEqual([['+33123456789'], ['ann', 'd1', 'new@example.com'], ['d2'], ['d3']]);
  expect(await story.records()).toEqual([
    'MERGED SHARED_EVENT ann d1',
    'REFUSED MERGE_CAP ann d2',
    'REFUSED IDENTIFIER_CAP ann +33123456789',
  ]);
});
