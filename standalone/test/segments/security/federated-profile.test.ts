import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  openGraphFixture,
  type Answer,
  type GraphFixture,
  type TestTenant,
} from '../../journeys/graph-fixture.ts';

let fixture: GraphFixture;
let tenant: TestTenant;
let rival: TestTenant;
let id: string;

const byText = (one = '', other = ''): number => (one < other ? -1 : 1);

type Found = Readonly<Record<string, unknown>>;
interface Asked {
  readonly profile: Found | null;
}

/** A profile from three subgraphs; those of this one are read from segments, scores and computed traits. */
const query = `query Customer($id: ID!) { profile(id: $id) {
  id displayName traits { email }
  timeline(first: 1) { nodes { id } }
  segments(first: 5) { edges { enteredAt version reasons { text } node { name rule members(first: 5) { totalCount } } } }
  persona { score computedAt archetype { code name rule } components { feature score } }
  lifecycleStage
  scores { frequency lifecycleRule }
  computedTraits { name value }
} }`;

const all = ['profile:read', 'profile:pii', 'journey:read', 'segment:read'] as const;
const ofSegments = ['segments', 'persona', 'lifecycleStage', 'scores', 'computedTraits'];
const without = (scope: string) => all.filter((one) => one !== scope).join(' ');
const ask = (scope: string, who: TestTenant = tenant): Promise<Answer<Asked>> =>
  who.answer<Asked>(query, { id }, scope);

beforeAll(async () => {
  fixture = await openGraphFixture();
  tenant = await fixture.tenant('shop');
  rival = await fixture.tenant('rival');
  const day = (place: number) => new Date(Date.now() - (60 - place) * 86_400_000).toISOString();
  await tenant.send([
    {
      type: 'identify',
      messageId: 'who',
      timestamp: day(0),
      userId: 'zebulon-1',
      traits: { email: 'zebulon@example.com', name: 'Zebulon Quistenberg' },
    },
    ...[1, 20, 40].map((place) => ({
      type: 'track' as const,
      messageId: `order-${place}`,
      timestamp: day(place),
      userId: 'zebulon-1',
      event: 'Order Completed',
      properties: { revenue: 20, products: [{ product_id: 'p1', category: 'zebulon' }] },
    })),
  ]);
  await tenant.settled();
  await makeSegmentAndPersona();
}, 120_000);
afterAll(() => fixture.close());

async function makeSegmentAndPersona(): Promise<void> {
  const rule = { rule: { '==': [{ var: 'traits.email' }, 'zebulon@example.com'] } };
  await tenant.ask(
    `mutation ($segment: CreateSegmentInput!, $archetype: SaveArchetypeInput!) {
      createSegment(input: $segment) { __typename } saveArchetype(input: $archetype) { __typename } }`,
    {
      segment: { name: 'Her', kind: 'REALTIME', rule },
      archetype: { code: 'her', name: 'Her', summary: 'By a rule', rule },
    },
  );
  const { startScoring: run } = await tenant.ask<{ readonly startScoring: { readonly id: string } }>(
    'mutation { startScoring(input: { idempotencyKey: "run" }) { ... on ScoringRun { id } } }',
  );
  const look = 'query ($id: ID!) { scoringRun(id: $id) { status } }';
  const status = async () =>
    (await tenant.ask<{ readonly scoringRun: { readonly status: string } }>(look, run)).scoringRun.status;
  await vi.waitUntil(async () => (await status()) === 'SUCCEEDED', { timeout: 60_000, interval: 100 });
  await tenant.settled();
  const found = await tenant.ask<{ readonly profileByIdentifier: { readonly id: string } }>(
    '{ profileByIdentifier(type: "user_id", value: "zebulon-1") { id } }',
  );
  id = found.profileByIdentifier.id;
}

describe('one request for a profile of three subgraphs', () => {
  it('is answered whole with every scope', async () => {
    const { data, errors } = await ask(all.join(' '));
    expect(errors).toBeUndefined();
    const rule = { '==': [{ var: 'traits.email' }, 'zebulon@example.com'] };
    expect(data?.profile).toMatchObject({
      id,
      displayName: 'Zebulon Quistenberg',
      traits: { email: 'zebulon@example.com' },
      timeline: { nodes: [{ id: expect.any(String) }] },
      segments: {
        edges: [
          {
            version: 1,
            reasons: [{ text: 'the trait "email" is "zebulon@example.com"' }],
            node: { name: 'Her', rule, members: { totalCount: 1 } },
          },
        ],
      },
      persona: { score: 1, archetype: { code: 'her', rule }, components: [] },
      lifecycleStage: expect.any(String),
      scores: { lifecycleRule: expect.any(String) },
    });
    expect(data?.profile?.['computedTraits']).toContainEqual({ name: 'favouriteCategory', value: 'zebulon' });
  });

  it('is masked without profile:pii', async () => {
    const { data, errors } = await ask(without('profile:pii'));
    expect(errors).toBeUndefined();
    expect(JSON.stringify(data)).not.toMatch(/zebulon|quistenberg/i);
    const rule = { '==': [{ var: 'traits.email' }, '***'] };
    expect(data?.profile).toMatchObject({
      traits: { email: 'z***@example.com' },
      segments: { edges: [{ reasons: [{ text: 'the trait "email" is "***"' }], node: { rule } }] },
      persona: { archetype: { code: 'her', rule } },
    });
    const traits = data?.profile?.['computedTraits'];
    expect(traits).toContainEqual({ name: 'favouriteCategory', value: '***' });
    expect(traits).toContainEqual({ name: 'orders', value: 3 });
  });

  it.each([
    ['segment:read', ofSegments],
    ['journey:read', ['timeline']],
  ])('has all but the fields that need it without %s', async (scope, gone) => {
    const [{ data, errors = [] }, whole] = [await ask(without(scope)), await ask(all.join(' '))];
    const nulls = Object.fromEntries(gone.map((field) => [field, null]));
    expect(data?.profile).toEqual({ ...whole.data?.profile, ...nulls });
    expect(errors.map(({ path }) => path?.slice(0, 2).join('.')).toSorted(byText)).toEqual(
      gone.map((field) => `profile.${field}`).toSorted(byText),
    );
    for (const { extensions } of errors) expect(extensions?.['code']).toBe('UNAUTHORIZED_FIELD_OR_TYPE');
  });

  it.each([without('profile:read'), 'recommendation:read', 'segment:read journey:read', 'segment:write'])(
    'has nothing for a token with %s',
    async (scope) => {
      const { data, errors = [] } = await ask(scope);
      expect(data).toEqual({ profile: null });
      expect(errors).toMatchObject([{ path: ['profile'] }]);
      expect(JSON.stringify(errors)).not.toMatch(/zebulon|her/i);
    },
  );

  it('has nothing for another tenant', async () => {
    expect((await ask(all.join(' '), rival)).data).toEqual({ profile: null });
  });
});
