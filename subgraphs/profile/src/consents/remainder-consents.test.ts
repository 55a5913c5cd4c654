import { afterAll, beforeAll, expect, test } from 'vitest';
import { beginStory, openStories, type StoryDatabase } from '../../test/identity-story.ts';
import { findDecisions } from './consent-repository.ts';

let database: StoryDatabase;
beforeAll(async () => {
  database = await openStories();
});
afterAll(() => database.close());

test('a refusal made on what is left of a shared value holds when the value is shared anew', async () => {
  const story = await beginStory(database);
  await story.event({ user_id: 'ann', phone: '+351210000001' });
  await story.event({ user_id: 'bob', phone: '+351210000001' });
  const { id } = await story.profile('+351210000001');
  await story.command({ command: 'setConsent', profileId: id, purpose: 'ANALYTICS', status: 'DENIED' });
  await story.command({ command: 'blockIdentifier' }, { user_id: 'bob' });
  await story.event({ user_id: 'cid', phone: '+351210000001' });

  expect((await story.profile('+351210000001')).id).toBe(id);
  const decisions = await database.inTenant(story.tenantId, (trx) =>
    findDecisions(trx, story.tenantId, [id]),
  );
  expect(decisions.get(id)?.get('ANALYTICS')?.status).toBe('DENIED');
});
