import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readsOf } from '../../test/explain.ts';
import { openStore, type TestStore } from '../../test/open-store.ts';
import { seedIdentities } from '../../test/seed-identities.ts';
import { analyst } from '../../test/viewers.ts';
import { idOf, keyOf } from '../store/keys.ts';
import { createIdentityGraphService, identifiersById } from './identity-graph-service.ts';
import { toLinkPath, type FoundPath } from './link-path.ts';

let store: TestStore;

beforeAll(async () => {
  store = await openStore();
  await seedIdentities(store.db, 'acme', {
    profileId: 'jane',
    identifiers: ['a', 'b', 'c', 'd', 'e', 'alone'],
    links: ['a-b', 'b-d', 'a-c', 'd=c', 'd-e', 'e-d', 'a-a'],
  });
  await seedIdentities(store.db, 'acme', { profileId: 'john', identifiers: ['x'], links: [] });
  await seedIdentities(store.db, 'globex', { profileId: 'jane', identifiers: ['a', 'd'], links: ['a-d'] });
  const wide = Array.from({ length: 12 }, (_, place) => `m${String(place).padStart(2, '0')}`);
  await seedIdentities(store.db, 'wide', {
    profileId: 'jane',
    identifiers: ['s', ...wide, 't'],
    links: wide.flatMap((middle) => [`s-${middle}`, `${middle}-t`]),
  });
  const leaves = Array.from({ length: 100_000 }, (_, place) => `leaf${place}`);
  await seedIdentities(store.db, 'star', {
    profileId: 'jane',
    identifiers: ['hub', ...leaves],
    links: leaves.map((leaf) => `${leaf}-hub`),
  });
});
afterAll(() => store.close());

function serviceFor(tenantId: string) {
  const values = { load: async () => null };
  return createIdentityGraphService({ queries: store.queries(tenantId), viewer: analyst(tenantId), values });
}

async function chains(a: string, b: string, tenantId = 'acme') {
  const found = await serviceFor(tenantId).whyLinked(a, b);
  return found?.paths.map(({ nodes, edges }) => ({
    way: nodes.map(({ id }) => id).join(' '),
    evidence: edges.map(({ evidenceId }) => evidenceId.replace('evidence-', '')).join(' '),
  }));
}

describe('why two identifiers are linked', () => {
  it('is told by all shortest chains, over observed links and merges in either direction', async () => {
    expect(await chains('a', 'd')).toEqual([
      { way: 'a b d', evidence: '0 1' },
      { way: 'a c d', evidence: '2 3' },
    ]);
    const explained = await serviceFor('acme').whyLinked('d', 'c');
    expect(explained).toMatchObject({
      linked: true,
      paths: [{ hops: 1, edges: [{ kind: 'MERGE_COMMAND' }] }],
    });
  });

  it('counts parallel links as chains of their own, each with its evidence', async () => {
    expect(await chains('d', 'e')).toEqual([
      { way: 'd e', evidence: '4' },
      { way: 'd e', evidence: '5' },
    ]);
  });

  it('shows five chains at most, in order', async () => {
    expect((await chains('s', 't', 'wide'))?.map(({ way }) => way)).toEqual([
      's m00 t',
      's m01 t',
      's m02 t',
      's m03 t',
      's m04 t',
    ]);
  });

  it('is one chain without links from an identifier to itself', async () => {
    expect(await serviceFor('acme').whyLinked('a', 'a')).toMatchObject({
      linked: true,
      paths: [{ hops: 0, nodes: [{ id: 'a' }], edges: [] }],
    });
  });

  it('is told by nothing where no link joins them', async () => {
    expect(await serviceFor('acme').whyLinked('a', 'alone')).toEqual({ linked: true, paths: [] });
    expect(await serviceFor('acme').whyLinked('a', 'x')).toEqual({ linked: false, paths: [] });
  });

  it.each(['unknown', 'a`b', '@@x', "' OR 1", 'two\nlines', '', 'acme:a'])(
    'is unknown for %j, which is no identifier',
    async (id) => {
      expect(await serviceFor('acme').whyLinked('a', id)).toBeNull();
      expect(await serviceFor('acme').whyLinked(id, 'a')).toBeNull();
    },
  );

  it('is that of the tenant', async () => {
    expect(await chains('a', 'd', 'globex')).toEqual([{ way: 'a d', evidence: '0' }]);
    expect(await serviceFor('globex').whyLinked('a', 'b')).toBeNull();
  });

  it('is found in bounded time beside 100,000 links', async () => {
    const started = performance.now();
    expect(await chains('leaf1', 'leaf2', 'star')).toHaveLength(1);
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it('leaves out chains over a link that hangs in the air', async () => {
    await store.db.collection('links').save({
      _key: keyOf('acme', 'dangling'),
      _from: idOf('identifiers', keyOf('acme', 'alone')),
      _to: idOf('identifiers', keyOf('acme', 'none')),
      tenantId: 'acme',
    });
    expect(await serviceFor('acme').whyLinked('alone', 'x')).toEqual({ linked: false, paths: [] });
    expect(await serviceFor('acme').whyLinked('alone', 'none')).toBeNull();
  });

  it('reads its ends by their keys', async () => {
    expect(await readsOf(store.db, identifiersById, { keys: ['acme:a'] })).toMatchObject({
      scans: [],
      indexes: ['identifiers/primary'],
    });
  });
});

describe('a chain', () => {
  const vertex = (identifierId: string, tenantId = 'acme') =>
    ({ identifierId, tenantId, type: 'email', firstSeenAt: 0, lastSeenAt: 0, degree: 1 }) as const;
  const link = (from: string, to: string) => ({
    _from: `identifiers/acme:${from}`,
    _to: `identifiers/acme:${to}`,
    tenantId: 'acme',
    merged: false,
  });
  // As a store with dangling edges may answer.
  const read = (vertices: readonly unknown[], edges: readonly unknown[]) =>
    toLinkPath({ vertices, edges } as FoundPath, { tenantId: 'acme', a: 'a', b: 'c' });

  it('is whole from one end to the other', () => {
    const edges = [link('a', 'b'), link('c', 'b')];
    expect(read([vertex('a'), vertex('b'), vertex('c')], edges)).toMatchObject({ hops: 2 });
  });

  it.each([
    ['begins elsewhere', [vertex('x'), vertex('b'), vertex('c')], [link('x', 'b'), link('b', 'c')]],
    ['ends elsewhere', [vertex('a'), vertex('b')], [link('a', 'b')]],
    [
      'has an edge that joins others',
      [vertex('a'), vertex('b'), vertex('c')],
      [link('a', 'b'), link('a', 'c')],
    ],
    ['lacks an edge', [vertex('a'), vertex('b'), vertex('c')], [link('a', 'b')]],
    ['lacks a vertex', [vertex('a'), null, vertex('c')], [link('a', 'b'), link('b', 'c')]],
    [
      'leaves the tenant',
      [vertex('a'), vertex('b', 'globex'), vertex('c')],
      [link('a', 'b'), link('b', 'c')],
    ],
  ])('is none when it %s', (_reason, vertices, edges) => {
    expect(read(vertices, edges)).toBeNull();
  });
});
