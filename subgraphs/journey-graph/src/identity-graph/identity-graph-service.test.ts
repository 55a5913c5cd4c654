import type { IdentifierValue } from '@customer360/event-log';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readsOf } from '../../test/explain.ts';
import { openStore, type TestStore } from '../../test/open-store.ts';
import { seedIdentities } from '../../test/seed-identities.ts';
import { agent, analyst, stranger } from '../../test/viewers.ts';
import { createIdentityGraphService, identifiersOfProfile, linksAmong } from './identity-graph-service.ts';

let store: TestStore;

beforeAll(async () => {
  store = await openStore();
  const jane = {
    profileId: 'jane',
    identifiers: ['email.1', 'user_id.1', 'anonymous_id.1', 'anonymous_id.2', 'rest.1'],
    links: ['email.1-user_id.1', 'anonymous_id.1-user_id.1', 'anonymous_id.2=email.1'],
  };
  await seedIdentities(store.db, 'acme', jane);
  await seedIdentities(store.db, 'globex', { ...jane, identifiers: ['email.1'], links: [] });
  const leaves = Array.from({ length: 5_000 }, (_, place) => `anonymous_id.${place + 100}`);
  await seedIdentities(store.db, 'acme', {
    profileId: 'star',
    identifiers: ['email.star', 'phone.hub', ...leaves],
    links: ['email.star-phone.hub', ...leaves.map((leaf) => `${leaf}-phone.hub`)],
  });
});
afterAll(() => store.close());

const values: Readonly<Record<string, IdentifierValue>> = {
  'email.1': { type: 'email', value: 'jane@example.com' },
  'user_id.1': { type: 'user_id', value: 'u-1' },
};

function serviceFor(tenantId: string, viewer = analyst(tenantId)) {
  const dictionary = { load: async (id: string) => values[id] ?? null };
  return createIdentityGraphService({ queries: store.queries(tenantId), viewer, values: dictionary });
}

const jane = { id: 'jane' };

describe('the identity graph of a profile', () => {
  it('has its identifiers, oldest first, and the links among them with their evidence', async () => {
    const { nodes, edges, truncated } = await serviceFor('acme').ofProfile(jane, {});
    expect(nodes.map(({ id, type, degree }) => [id, type, degree])).toEqual([
      ['email.1', 'email', 2],
      ['user_id.1', 'user_id', 2],
      ['anonymous_id.1', 'anonymous_id', 1],
      ['anonymous_id.2', 'anonymous_id', 1],
      ['rest.1', 'remainder', 0],
    ]);
    expect(edges[0]).toEqual({
      source: 'email.1',
      target: 'user_id.1',
      kind: 'OBSERVED',
      rule: 'same-event',
      at: 0,
      evidenceId: 'evidence-0',
    });
    expect(edges.map(({ kind, evidenceId }) => [kind, evidenceId])).toEqual([
      ['OBSERVED', 'evidence-0'],
      ['OBSERVED', 'evidence-1'],
      ['MERGE_COMMAND', 'evidence-2'],
    ]);
    expect(truncated).toBe(false);
  });

  it('says when identifiers were left out', async () => {
    const { nodes, edges, truncated } = await serviceFor('acme').ofProfile(jane, { first: 2 });
    expect([nodes.length, edges.length, truncated]).toEqual([2, 1, true]);
  });

  it('shows a hub, which nothing is reached through', async () => {
    const graph = await serviceFor('acme').ofProfile({ id: 'star' }, { first: 50 });
    expect(graph.nodes.map(({ id, degree, hub }) => [id, degree, hub])).toEqual([
      ['email.star', 1, false],
      ['phone.hub', 5_001, true],
    ]);
    expect(graph.edges).toHaveLength(1);
    expect(graph.truncated).toBe(true);
    const open = await serviceFor('acme').ofProfile({ id: 'star' }, { first: 50, hubDegree: 10_000 });
    expect([open.nodes.length, open.edges.length, open.truncated]).toEqual([50, 49, true]);
  });

  it('answers at once however many links a hub has', async () => {
    const service = serviceFor('acme');
    const times: number[] = [];
    for (let run = 0; run < 5; run += 1) {
      const started = performance.now();
      await service.ofProfile({ id: 'star' }, {});
      times.push(performance.now() - started);
    }
    expect(Math.min(...times)).toBeLessThan(60);
  });

  it('starts at the user id, also when that is a hub', async () => {
    const { nodes, truncated } = await serviceFor('acme').ofProfile(jane, { hubDegree: 1 });
    expect(nodes.map(({ id, hub }) => [id, hub])).toEqual([
      ['email.1', true],
      ['user_id.1', true],
      ['anonymous_id.1', false],
      ['rest.1', false],
    ]);
    expect(truncated).toBe(true);
  });

  it('is that of the tenant, empty for any other text', async () => {
    expect((await serviceFor('globex').ofProfile(jane, {})).nodes.map(({ id }) => id)).toEqual(['email.1']);
    for (const id of ['unknown', 'a`b', '@@x', "'", 'two\nlines']) {
      expect(await serviceFor('acme').ofProfile({ id }, {})).toEqual({
        nodes: [],
        edges: [],
        truncated: false,
      });
    }
  });

  it.each([
    [{ first: 0 }, 'first must be 1 to 200.'],
    [{ first: 201 }, 'first must be 1 to 200.'],
    [{ hubDegree: 0 }, 'hubDegree must be 1 to 10000.'],
    [{ hubDegree: 10_001 }, 'hubDegree must be 1 to 10000.'],
  ])('refuses %j: %s', async (question, message) => {
    await expect(serviceFor('acme').ofProfile(jane, question)).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      message,
    });
  });

  it('needs the scope', async () => {
    const service = serviceFor('acme', stranger('acme'));
    await expect(service.ofProfile(jane, {})).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(service.whyLinked('email.1', 'user_id.1')).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('the value of an identifier', () => {
  it('is masked without profile:pii and null when nothing is known of it', async () => {
    const { nodes } = await serviceFor('acme').ofProfile(jane, {});
    const shown = (service: ReturnType<typeof serviceFor>) =>
      Promise.all(nodes.map((node) => service.valueOf(node)));
    expect(await shown(serviceFor('acme'))).toEqual(['j***@example.com', '***', null, null, null]);
    const trusted = serviceFor('acme', agent('acme'));
    expect(await shown(trusted)).toEqual(['jane@example.com', 'u-1', null, null, null]);
  });
});

it('the graph is read by indexes', async () => {
  const { db } = store;
  expect(await readsOf(db, identifiersOfProfile, { profileId: 'jane', limit: 51 })).toEqual({
    scans: [],
    indexes: ['identifiers/by_profile'],
    sorts: false,
  });
  const [light, heavy] = [['identifiers/acme:x'], ['identifiers/acme:y']];
  const reads = await readsOf(db, linksAmong, { light, heavy, all: [...light, ...heavy], limit: 9 });
  expect(reads.scans).toEqual([]);
  expect(new Set(reads.indexes)).toEqual(
    new Set(['links/edge', 'links/by_ends', 'same_as/edge', 'same_as/by_ends']),
  );
});
