import type { IdentifierValue } from '@customer360/event-log';
import type { Database } from '@customer360/postgres';
import {
  CacheUnavailable,
  createCachedSpace,
  createMemoryCache,
  type Cache,
  type CachedSpace,
} from '@customer360/redis';
import { createMetrics } from '@customer360/service';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { beginStory, openStories, type Story, type StoryDatabase } from '../../test/identity-story.ts';
import { createProfileHandler } from '../consumer/profile-consumer.ts';
import type { ProfileDatabase } from '../database.ts';
import { createLookUp, PROFILE_SPACE, type LookUpProfileId } from './look-up-cache.ts';

const registry = createMetrics('test');
const tenants: string[] = [];
let database: StoryDatabase;
let space: CachedSpace;
let lookUp: LookUpProfileId;
/** The same without a cache: what the tables say. */
let truth: LookUpProfileId;
let loads = 0;
let holds = 0;
let isAway = false;
const seen: string[] = [];

beforeAll(async () => {
  database = await openStories();
  const memory = createMemoryCache({ clock: Date.now });
  const cache: Cache = {
    ...memory,
    getMany: (...given) => (isAway ? Promise.reject(new CacheUnavailable('away')) : memory.getMany(...given)),
    setMany: (where, fence, entries) => {
      seen.push(JSON.stringify(entries));
      return memory.setMany(where, fence, entries);
    },
    hold: (where, hold) => {
      holds += 1;
      seen.push(JSON.stringify(hold));
      return memory.hold(where, hold);
    },
  };
  const onError = (error: unknown) => {
    throw error;
  };
  const open = (given: Cache | null) =>
    createCachedSpace({
      cache: given,
      database,
      name: PROFILE_SPACE,
      registry,
      listTenants: async () => tenants,
      onError,
    });
  space = open(cache);
  const tables: Database<ProfileDatabase> = database.as<ProfileDatabase>();
  const counted: Database<ProfileDatabase> = {
    ...tables,
    inTenant: (tenant, work) => {
      loads += 1;
      return tables.inTenant(tenant, work);
    },
  };
  lookUp = createLookUp(space, counted);
  truth = createLookUp(open(null), tables);
});
afterAll(async () => {
  await space.stop();
  await database.close();
});

/** A tenant whose batches hold what they change. */
async function begin(isHeld = true): Promise<Story> {
  const story = await beginStory(
    database,
    createProfileHandler(isHeld ? { hold: (trx, tenantId, tags) => space.hold(trx, tenantId, tags) } : {}),
  );
  tenants.push(story.tenantId);
  await space.stop();
  await space.start();
  return story;
}

const user = (value: string): IdentifierValue => ({ type: 'user_id', value });

test('what was looked up once is looked up again without PostgreSQL', async () => {
  const story = await begin();
  await story.event({ user_id: 'ann' });
  const { id } = await story.profile('ann');
  expect(await lookUp(story.tenantId, user('ann'))).toBe(id);
  expect(await lookUp(story.tenantId, user('nobody'))).toBeNull();
  const before = loads;
  expect(await lookUp(story.tenantId, user('ann'))).toBe(id);
  expect(await lookUp(story.tenantId, user('nobody'))).toBeNull();
  expect(loads).toBe(before);
});

test('an unknown identifier is found with its first event', async () => {
  const story = await begin();
  expect(await lookUp(story.tenantId, user('ann'))).toBeNull();
  await story.event({ user_id: 'ann' });
  expect(await lookUp(story.tenantId, user('ann'))).toBe((await story.profile('ann')).id);
});

test('an identifier of the log that is not consumed yet is found once it is', async () => {
  const story = await begin();
  await story.configure('blockedValues', null, [user('ann')]);
  expect(await lookUp(story.tenantId, user('ann'))).toBeNull();
  await story.event({ user_id: 'ann' });
  expect(await lookUp(story.tenantId, user('ann'))).not.toBeNull();
});

test('a value that is blocked by itself answers with a profile of its own at once', async () => {
  const story = await begin();
  const kiosk = { type: 'anonymous_id', value: 'kiosk' };
  await story.configure('limits', { autoBlockUsers: 1 });
  await story.event({ user_id: 'ann', anonymous_id: 'kiosk' });
  expect(await lookUp(story.tenantId, kiosk)).toBe((await story.profile('ann')).id);
  await story.event({ user_id: 'bob', anonymous_id: 'kiosk' });
  const after = await lookUp(story.tenantId, kiosk);
  expect(after).toBe(await truth(story.tenantId, kiosk));
  expect(after).not.toBe((await story.profile('ann')).id);
});

test('events of known visitors hold nothing', async () => {
  const story = await begin();
  await story.event({ user_id: 'ann', anonymous_id: 'laptop' });
  const before = holds;
  for (let day = 1; day < 4; day += 1) {
    await story.event({ user_id: 'ann', anonymous_id: 'laptop' });
    await story.event({ anonymous_id: 'laptop' });
  }
  expect(holds).toBe(before);
});

test('the cache never sees a value', async () => {
  const story = await begin();
  const email = { type: 'email', value: 'ada.lindqvist@example.com' };
  await lookUp(story.tenantId, email);
  await story.event({ user_id: 'customer-4711', email: email.value });
  await lookUp(story.tenantId, email);
  await lookUp(story.tenantId, user('customer-4711'));
  const all = seen.join();
  expect(all).toContain('identifier:v1:');
  expect([all.includes('lindqvist'), all.includes('4711')]).toEqual([false, false]);
});

test('while the cache is away the tables answer and it is counted', async () => {
  const story = await begin();
  await story.event({ user_id: 'ann' });
  await lookUp(story.tenantId, user('ann'));
  isAway = true;
  const before = loads;
  expect(await lookUp(story.tenantId, user('ann'))).toBe((await story.profile('ann')).id);
  isAway = false;
  expect(loads).toBe(before + 1);
  expect(await registry.metrics()).toMatch(
    /cache_reads_total\{[^}]*name="identifier"[^}]*outcome="unavailable"[^}]*\} 1/,
  );
});

const values = {
  user_id: ['ann', 'bob'],
  email: ['ann@example.com', 'shared@example.com'],
  anonymous_id: ['laptop', 'tablet', 'kiosk'],
} as const;
const all = Object.entries(values).flatMap(([type, of]) => of.map((value) => ({ type, value })));
const one = fc.constantFrom(...all);
const carried = fc
  .uniqueArray(one, { selector: ({ type }) => type, minLength: 1, maxLength: 3 })
  .map((list) => Object.fromEntries(list.map(({ type, value }) => [type, value])));
type Told =
  | { readonly kind: 'event'; readonly carried: Readonly<Record<string, string>> }
  | { readonly kind: 'block' | 'unblock'; readonly of: IdentifierValue }
  | { readonly kind: 'merge' | 'keepApart'; readonly of: readonly [IdentifierValue, IdentifierValue] }
  | { readonly kind: 'unmerge' }
  | { readonly kind: 'limit'; readonly users: number };
const told: fc.Arbitrary<Told> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('event' as const), carried }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constantFrom('block' as const, 'unblock' as const), of: one }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom('merge' as const, 'keepApart' as const),
      of: fc.tuple(one, one),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('unmerge' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('limit' as const), users: fc.integer({ min: 1, max: 3 }) }),
  },
);

/** Tells one step to the story; a command that names who is not there yet is not told. */
async function tell(story: Story, step: Told): Promise<void> {
  switch (step.kind) {
    case 'event':
      await story.event(step.carried);
      return;
    case 'block':
    case 'unblock':
      await story.command({ command: `${step.kind}Identifier` }, { [step.of.type]: step.of.value });
      return;
    case 'merge':
    case 'keepApart': {
      const [a, b] = [await truth(story.tenantId, step.of[0]), await truth(story.tenantId, step.of[1])];
      const command = step.kind === 'merge' ? 'mergeProfiles' : 'keepApart';
      if (a !== null && b !== null) await story.command({ command, a, b });
      return;
    }
    case 'unmerge': {
      const record = (await story.records()).findLast((text) => text.startsWith('MERGED'));
      if (record !== undefined)
        await story.command({ command: 'unmergeProfiles', recordId: await story.recordId(record) });
      return;
    }
    case 'limit':
      await story.configure('limits', { autoBlockUsers: step.users });
      return;
    default:
      step satisfies never;
  }
}

/** Whatever is read while profiles merge, part, are blocked or born, a read after it says what the tables say. */
function everyHistory(isHeld: boolean, changes: Set<string>) {
  const steps = fc.array(fc.tuple(told, fc.array(one, { maxLength: 4 })), { minLength: 8, maxLength: 16 });
  return fc.asyncProperty(steps, async (history) => {
    const story = await begin(isHeld);
    const answers = (from: LookUpProfileId) =>
      Promise.all(all.map((identifier) => from(story.tenantId, identifier)));
    for (const [step, reads] of history) {
      const before = await answers(truth);
      const telling = tell(story, step);
      const meanwhile = reads.map((identifier) => lookUp(story.tenantId, identifier));
      await telling;
      const after = await answers(truth);
      if (JSON.stringify(before) !== JSON.stringify(after)) changes.add(step.kind);
      expect(await answers(lookUp)).toEqual(after);
      await Promise.all(meanwhile);
      expect(await answers(lookUp)).toEqual(after);
    }
  });
}

test('no look-up after a merge, an unmerge, a block or a birth gets what was there before', async () => {
  const changes = new Set<string>();
  await fc.assert(everyHistory(true, changes), {
    numRuns: Number(process.env['LOOK_UP_HISTORIES'] ?? 12),
    seed: 360,
  });
  // Steps that never changed an answer would prove nothing.
  expect([...changes]).toEqual(expect.arrayContaining(['block', 'event', 'merge', 'unblock', 'unmerge']));
}, 300_000);

test('without holds stale look-ups are found', async () => {
  const found = await fc.check(everyHistory(false, new Set()), { numRuns: 5, endOnFailure: true, seed: 360 });
  expect(found.failed).toBe(true);
}, 60_000);
