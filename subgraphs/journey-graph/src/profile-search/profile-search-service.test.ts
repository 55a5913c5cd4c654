import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore, type TestStore } from '../../test/open-store.ts';
import { agent, analyst, stranger } from '../../test/viewers.ts';
import { keyOf } from '../store/keys.ts';
import { createProfileSearchService } from './profile-search-service.ts';

let store: TestStore;

const names = [
  ['p1', 'Ann Smith'],
  ['p2', 'Anna Smith'],
  ['p3', 'Ann Mary Smith'],
  ['p4', 'Smithers Ann'],
  ['p5', 'Zoë Jones'],
  ['p6', 'Bob Jone'],
  ['p7', 'Ann Smith'],
  ['p8', null],
] as const;

beforeAll(async () => {
  store = await openStore();
  const people = names.map(([profileId, name]) => ({ tenantId: 'acme', profileId, name }));
  const all = [...people, { tenantId: 'globex', profileId: 'p1', name: 'Ann Foreign' }];
  const documents = all.map((one) => ({ ...one, _key: keyOf(one.tenantId, one.profileId) }));
  await store.db.query('FOR d IN @documents INSERT d INTO profiles', { documents });
  // A view follows its collection a moment later on a server.
  await store.db.query('FOR p IN profile_search OPTIONS { waitForSync: true } RETURN 1');
});
afterAll(() => store.close());

function serviceFor(tenantId: string, viewer = agent(tenantId)) {
  return createProfileSearchService({ queries: store.queries(tenantId), viewer });
}

const found = async (name: string, tenantId = 'acme') =>
  (await serviceFor(tenantId).byName({ name })).map(({ profile }) => profile.id);

describe('finding profiles by name', () => {
  it('all words must match, the last one may be a beginning; complete words first, then shorter names', async () => {
    expect(await found('ann smith')).toEqual(['p1', 'p7', 'p3', 'p4']);
    expect(await found('smith ann')).toEqual(['p1', 'p7', 'p3', 'p2']);
    expect(await found('ann mary sm')).toEqual(['p3']);
    expect(await found('an smith')).toEqual([]);
  });

  it('case and accents do not matter, endings do', async () => {
    expect(await found('ZOE jon')).toEqual(['p5']);
    expect(await found('jones zoë')).toEqual(['p5']);
    expect(await found('jone bob')).toEqual(['p6']);
  });

  it('does not find the quarantined, not even in place of others', async () => {
    const people = ['q1', 'q2', 'q3'].map((profileId) => ({
      _key: keyOf('hooli', profileId),
      tenantId: 'hooli',
      profileId,
      name: 'N A',
    }));
    await store.db.query('FOR d IN @people INSERT d INTO profiles', { people });
    await store.db.query('FOR p IN profile_search OPTIONS { waitForSync: true } RETURN 1');
    const { name: _name, ...quarantined } = { ...people[0] };
    await store.db.query('INSERT @quarantined INTO quarantines', { quarantined });
    const first = await serviceFor('hooli').byName({ name: 'n a', first: 1 });
    expect(first.map(({ profile }) => profile.id)).toEqual(['q2']);
    expect(await found('n a', 'hooli')).toEqual(['q2', 'q3']);
  });

  it('finds nobody of another tenant', async () => {
    expect(await serviceFor('globex').byName({ name: 'ann' })).toEqual([
      { profile: { id: 'p1' }, name: 'Ann Foreign' },
    ]);
    expect(await found('foreign')).toEqual([]);
  });

  it.each(['!!!', ' ', '`', '@@x', '"', "' OR true", '%', '_', '*', 'two\nlines'])(
    'takes %j as a text and nothing else',
    async (name) => {
      expect(await found(name)).toEqual([]);
    },
  );

  it('answers as many as were asked for', async () => {
    expect(await serviceFor('acme').byName({ name: 'a', first: 2 })).toHaveLength(2);
  });

  it.each([
    [{ name: '' }, 'name must have 1 to 100 characters.'],
    [{ name: 'x'.repeat(101) }, 'name must have 1 to 100 characters.'],
    [{ name: 'ann', first: 0 }, 'first must be 1 to 50.'],
    [{ name: 'ann', first: 51 }, 'first must be 1 to 50.'],
  ])('refuses %j: %s', async (question, message) => {
    await expect(serviceFor('acme').byName(question)).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      message,
    });
  });

  it('needs journey:read and profile:pii', async () => {
    for (const viewer of [analyst('acme'), stranger('acme')]) {
      const asking = serviceFor('acme', viewer).byName({ name: 'ann' });
      await expect(asking).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
  });
});
