import { afterAll, beforeAll, expect, test } from 'vitest';
import { beginStory, openStories, type Story, type StoryDatabase } from '../../test/identity-story.ts';

let database: StoryDatabase;
beforeAll(async () => {
  database = await openStories();
});
afterAll(() => database.close());

const mailbox = { email: 'info@example.com' };

async function strangersOnOneMailbox(story: Story): Promise<void> {
  await story.event({ ...mailbox, anonymous_id: 'laptop' });
  await story.event({ ...mailbox, anonymous_id: 'phone' });
}

test('blocking a value equals its having been blocked from the start', async () => {
  const late = await beginStory(database);
  await strangersOnOneMailbox(late);
  expect(await late.people()).toEqual([['info@example.com', 'laptop', 'phone']]);
  await late.command({ command: 'blockIdentifier' }, mailbox);

  const early = await beginStory(database);
  await early.command({ command: 'blockIdentifier' }, mailbox);
  await strangersOnOneMailbox(early);

  expect(await late.people()).toEqual([['info@example.com'], ['laptop'], ['phone']]);
  expect(await late.people()).toEqual(await early.people());
  expect(await late.attributions()).toEqual(['laptop', 'phone']);
  expect(await early.attributions()).toEqual(['laptop', 'phone']);
});

test('a blocked value is a quarantined profile of its own', async () => {
  const story = await beginStory(database);
  await strangersOnOneMailbox(story);
  await story.command({ command: 'blockIdentifier' }, mailbox);

  expect(await story.profile('info@example.com')).toMatchObject({
    members: ['info@example.com'],
    quarantined: true,
  });
  expect((await story.profile('laptop')).quarantined).toBe(false);
});

test('the stream says when a profile begins and ceases to be quarantined', async () => {
  const story = await beginStory(database);
  await story.event({ anonymous_id: 'null' });
  await strangersOnOneMailbox(story);
  const founder = await story.ownProfileId('info@example.com');
  await story.command({ command: 'blockIdentifier' }, mailbox);
  await story.command({ command: 'unblockIdentifier' }, { anonymous_id: 'null' });
  await story.command({ command: 'unblockIdentifier' }, mailbox);

  const nobody = await story.ownProfileId('null');
  expect(await story.quarantineChanges()).toEqual([
    [{ profileId: nobody, quarantined: true }],
    [{ profileId: founder, quarantined: true }],
    [{ profileId: nobody, quarantined: false }],
    [{ profileId: founder, quarantined: false }],
  ]);
});

test('an event of which all values are blocked rests on the first', async () => {
  const story = await beginStory(database);
  await story.event({ ...mailbox, anonymous_id: 'kiosk' });
  await story.command({ command: 'blockIdentifier' }, mailbox);
  expect(await story.attributions()).toEqual(['kiosk']);

  await story.command({ command: 'blockIdentifier' }, { anonymous_id: 'kiosk' });
  expect(await story.attributions()).toEqual(['info@example.com']);
});

test('unblocking restores what was linked', async () => {
  const story = await beginStory(database);
  await strangersOnOneMailbox(story);
  await story.command({ command: 'blockIdentifier' }, mailbox);
  await story.command({ command: 'unblockIdentifier' }, mailbox);

  expect(await story.people()).toEqual([['info@example.com', 'laptop', 'phone']]);
  expect(await story.attributions()).toEqual(['info@example.com', 'info@example.com']);
});

test('a value is blocked once, and unblocked only when it is blocked', async () => {
  const story = await beginStory(database);
  await story.event(mailbox);

  expect(await story.command({ command: 'unblockIdentifier' }, mailbox)).toMatchObject({
    reason: 'NOT_BLOCKED',
  });
  expect(await story.command({ command: 'blockIdentifier' }, mailbox)).toMatchObject({ operator: 'BLOCKED' });
  expect(await story.command({ command: 'blockIdentifier' }, mailbox)).toMatchObject({
    reason: 'ALREADY_BLOCKED',
  });
});

test('a block names the keep-apart pairs that it voids', async () => {
  const story = await beginStory(database);
  await story.event({ user_id: 'ann', ...mailbox });
  const [a, b] = [await story.ownProfileId('ann'), await story.ownProfileId('info@example.com')];
  const apart = await story.command({ command: 'keepApart', a, b });
  const pins = 'pins' in apart ? apart.pins.toSorted() : [];

  expect(await story.command({ command: 'blockIdentifier' }, mailbox)).toMatchObject({ voided: [pins] });
});

test('values that name nobody link nobody until somebody allows them', async () => {
  const story = await beginStory(database);
  await story.event({ anonymous_id: 'null', email: 'ann@example.com' });
  await story.event({ anonymous_id: 'null', email: 'bob@example.com' });
  expect(await story.people()).toEqual([['ann@example.com'], ['bob@example.com'], ['null']]);

  await story.command({ command: 'unblockIdentifier' }, { anonymous_id: 'null' });
  expect(await story.people()).toEqual([['ann@example.com', 'bob@example.com', 'null']]);
});

test('the tenant’s own list blocks, and a value that leaves it links again', async () => {
  const story = await beginStory(database);
  await strangersOnOneMailbox(story);
  await story.configure('blockedValues', null, [{ type: 'email', value: 'info@example.com' }]);
  expect(await story.people()).toEqual([['info@example.com'], ['laptop'], ['phone']]);

  await story.configure('blockedValues', null);
  expect(await story.people()).toEqual([['info@example.com', 'laptop', 'phone']]);
});

const people = ['ann', 'bob', 'carl', 'dora', 'eve', 'fred'];

test('a mailbox of more than five users is blocked, and its former links are taken back', async () => {
  const story = await beginStory(database);
  await story.event({ ...mailbox, anonymous_id: 'laptop' });
  for (const user of people) await story.event({ user_id: user, ...mailbox });

  expect(await story.people()).toEqual([
    ['ann'],
    ['bob'],
    ['carl'],
    ['dora'],
    ['eve'],
    ['fred'],
    ['info@example.com'],
    ['laptop'],
  ]);
  expect((await story.profile('info@example.com')).quarantined).toBe(true);
  expect(await story.attributions()).toEqual(['laptop', ...people]);
});

test('the automatic block counts events, so it does not depend on their order', async () => {
  const story = await beginStory(database);
  for (const user of people) await story.event({ user_id: user, ...mailbox });
  await story.event({ ...mailbox, anonymous_id: 'laptop' });

  expect(await story.people()).toEqual([
    ['ann'],
    ['bob'],
    ['carl'],
    ['dora'],
    ['eve'],
    ['fred'],
    ['info@example.com'],
    ['laptop'],
  ]);
});

test('only an operator ends the automatic block', async () => {
  const story = await beginStory(database);
  for (const user of people) await story.event({ user_id: user, ...mailbox });

  expect(await story.command({ command: 'unblockIdentifier' }, mailbox)).toMatchObject({
    operator: 'ALLOWED',
  });
  await story.event({ user_id: 'gwen', ...mailbox });
  expect((await story.profile('ann')).members).toEqual(['ann', 'info@example.com']);
  expect((await story.profile('info@example.com')).members).toEqual(['info@example.com~']);
});

test('user ids that name nobody do not count as users of a value', async () => {
  const story = await beginStory(database);
  await story.configure('limits', { autoBlockUsers: 1 });
  await story.event({ user_id: 'guest', ...mailbox });
  await story.event({ user_id: 'ann', ...mailbox });
  expect(await story.people()).toEqual([['ann', 'info@example.com'], ['guest']]);

  await story.event({ user_id: 'bob', ...mailbox });
  expect(await story.people()).toEqual([['ann'], ['bob'], ['guest'], ['info@example.com']]);
});
