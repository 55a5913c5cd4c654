import { selectEverything } from '@customer360/testing';
import { getNamedType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openGraphFixture, type Answer, type GraphFixture, type ProfileMessage } from '../graph-fixture.ts';
import { friend, person, secretHistory } from '../secret-person.ts';
import { askPlace, placesOf, type Given, type Place } from './places.ts';
import { buildSubgraph } from './subgraph-sdl.ts';

const schema = buildSubgraph();
const places = placesOf(schema);
const telling = {
  'Profile.nextBestSteps':
    '(step: "Product Viewed", minSupport: 1, from: "2026-03-01T00:00:00Z", to: "2026-04-01T00:00:00Z")',
  'Profile.similarJourneys': '(minSimilarity: 0.01)',
};
/** Only the tenant `rival` has these steps, channels, campaigns and names. */
const RIVAL = /rival/i;

let fixture: GraphFixture;
let eventIds: Readonly<Record<string, readonly string[]>>;

/** The same people, messages, times and names of events, and one more event that only this tenant has. */
function historyOf(tenant: string): readonly ProfileMessage[] {
  const context = { campaign: { medium: `${tenant}-channel`, name: `${tenant}-campaign` } };
  const more = [person, friend].map((profileId, place) => ({
    profileId,
    event: `Only ${tenant}`,
    timestamp: `2026-03-0${place + 1}T12:10:00.000Z`,
    userId: place === 0 ? 'zebulon-1' : 'friend-of-zebulon',
    properties: { note: tenant },
    traits: { name: `Quistenberg of ${tenant}` },
    context,
  }));
  return [...secretHistory, ...more].map((message, place) => ({ ...message, messageId: `message-${place}` }));
}

beforeAll(async () => {
  fixture = await openGraphFixture();
  eventIds = {
    shop: await fixture.send('shop', ...historyOf('shop')),
    rival: await fixture.send('rival', ...historyOf('rival')),
  };
});
afterAll(() => fixture.close());

const march = { from: '2026-03-01T00:00:00.000Z', to: '2026-04-01T00:00:00.000Z' };

/** The same arguments for both tenants, where there is something to find. */
function given({ field }: Place): Given {
  if (field === 'findProfilesByName') return { name: 'quistenberg' };
  if (field === 'churnDropOff') return { from: march.from, asOf: '2026-06-01T00:00:00.000Z' };
  if (field === 'nextBestSteps') return { ...march, step: 'Product Viewed', minSupport: 1 };
  return {};
}

function selectionOf({ type, field }: Place): string {
  const owner = schema.getType(type);
  const found = owner !== undefined && 'getFields' in owner ? owner.getFields()[field] : undefined;
  if (found === undefined) throw new Error('the schema names its own fields');
  return selectEverything(schema, getNamedType(found.type).name, telling);
}

const ask = (tenant: string, place: Place, more: Given = {}): Promise<Answer> =>
  askPlace(fixture, place, { ...given(place), ...more }, { tenant, selection: selectionOf(place) });

const byId = new Set(['event', 'whyLinked']);
const named = places
  .filter(({ field }) => !byId.has(field))
  .map((place) => [`${place.type}.${place.field}`, place] as const);

describe('two tenants with the same people, times and names', () => {
  it.each(named)('%s of one shows nothing of the other', async (_name, place) => {
    const [shop, rival] = [await ask('shop', place), await ask('rival', place)];
    expect([shop.errors, rival.errors]).toEqual([undefined, undefined]);
    expect(JSON.stringify(shop)).not.toMatch(RIVAL);
    const ids = eventIds['rival'] ?? [];
    expect(ids.filter((id) => JSON.stringify(shop).includes(id))).toEqual([]);
    expect(JSON.stringify(rival)).not.toMatch(/shop/i);
  });

  it('counts each tenant alone', async () => {
    const answers = [];
    for (const tenant of ['shop', 'rival']) {
      const { data } = await fixture.ask(
        `{ topPaths(from: "${march.from}", to: "${march.to}", unit: PROFILE) { units paths { steps units } }
          journeyStatus { position } }`,
        { tenant },
      );
      answers.push(data.topPaths.units, data.topPaths.paths[0].units, data.journeyStatus.position);
    }
    const entries = historyOf('shop').length;
    expect(answers).toEqual([2, 1, entries, 2, 1, entries]);
  });
});

describe('an id of another tenant', () => {
  it('of an event is unknown', async () => {
    const id = String(eventIds['rival']?.[1]);
    const query = `{ event(id: "${id}") { id } }`;
    expect((await fixture.ask(query, { tenant: 'rival' })).data).toEqual({ event: { id } });
    expect((await fixture.ask(query)).data).toEqual({ event: null });
    const reference = `{ _entities(representations: [{ __typename: "Event", id: "${id}" }]) { __typename } }`;
    expect((await fixture.ask(reference)).data?.['_entities']).toEqual([null]);
  });

  it('of an identifier is unknown', async () => {
    const graph = `{ _entities(representations: [{ __typename: "Profile", id: "${person}" }]) {
      ... on Profile { identityGraph { nodes { id } } } } }`;
    const { data } = await fixture.ask(graph, { tenant: 'rival' });
    const [a, b] = data['_entities'][0].identityGraph.nodes.map(({ id }: { id: string }) => id);
    const query = `{ whyLinked(a: "${a}", b: "${b}") { linked } }`;
    expect((await fixture.ask(query, { tenant: 'rival' })).data).toEqual({ whyLinked: { linked: true } });
    expect((await fixture.ask(query)).data).toEqual({ whyLinked: null });
  });
});

describe('a cursor of another tenant', () => {
  const paged = named.filter(([, { args }]) => args.some(({ name }) => name === 'after'));

  it.each(paged)('is refused by %s', async (_name, place) => {
    const theirs = await ask('rival', place);
    const after = /"endCursor":"([^"]+)"/.exec(JSON.stringify(innermost(place, theirs)))?.[1];
    expect(after).toBeDefined();
    expect((await ask('rival', place, { after })).errors).toBeUndefined();
    const { errors = [] } = await ask('shop', place, { after });
    expect(errors.length).toBeGreaterThan(0);
    for (const { message, extensions } of errors) {
      expect(extensions?.['code']).toBe('BAD_USER_INPUT');
      expect(message).toBe('The cursor is not one of this list.');
    }
  });
});

/** The page of the field itself; below it there may be others. */
function innermost({ type, field }: Place, { data }: Answer): unknown {
  if (type === 'Query') return { page: data[field].pageInfo };
  const [profile] = data['_entities'];
  return { page: type === 'Profile' ? profile[field].pageInfo : profile.timeline.nodes[0][field].pageInfo };
}
