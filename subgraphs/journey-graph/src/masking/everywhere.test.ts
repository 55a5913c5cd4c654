import { selectEverything } from '@customer360/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openGraphFixture, readScopes, type GraphFixture } from '../../test/graph-fixture.ts';
import { friend, MARK, person, secretHistory } from '../../test/secret-person.ts';

const march = 'from: "2026-03-01T00:00:00Z", to: "2026-04-01T00:00:00Z"';
const withPii = [...readScopes, 'profile:pii'];

/** Makes fields below a profile find something in a history as short as this one. */
const telling = {
  'Profile.nextBestSteps': `(step: "Product Viewed", minSupport: 1, ${march})`,
  'Profile.similarJourneys': '(minSimilarity: 0.01)',
};

let fixture: GraphFixture;
let eventIds: readonly string[];
let identifierIds: readonly string[];

beforeAll(async () => {
  fixture = await openGraphFixture();
  eventIds = await fixture.send('shop', ...secretHistory);
  const { data } = await fixture.ask(ofProfile('identityGraph { nodes { id } }'));
  identifierIds = data['_entities'][0].identityGraph.nodes.map(({ id }: { id: string }) => id);
});
afterAll(() => fixture.close());

const ofProfile = (selection: string) =>
  `{ _entities(representations: [{ __typename: "Profile", id: "${person}" }]) { ... on Profile { ${selection} } } }`;

/** Each root field by name, with arguments that make it answer. */
const questions: Readonly<Record<string, () => string>> = {
  event: () => `(id: "${eventIds[3]}")`,
  topPaths: () => `(${march})`,
  sankey: () => `(${march})`,
  pathsToConversion: () => `(${march})`,
  funnel: () => `(steps: ["Product Viewed", "Order Completed"], ${march})`,
  attribution: () => `(model: MARKOV, by: CAMPAIGN, ${march})`,
  cohortRetention: () => `(${march})`,
  churnDropOff: () => '(from: "2026-03-01T00:00:00Z", asOf: "2026-06-01T00:00:00Z")',
  engagement: () => `(profileId: "${person}", ${march})`,
  whyLinked: () => `(a: "${identifierIds[0]}", b: "${identifierIds[1]}")`,
  journeyStatus: () => '',
};
const needsPii = 'findProfilesByName';

/** Everything that the schema can say in answer to one root field. */
function everything(field: string, given: string): string {
  const { type } = fixture.subgraph.schema.getQueryType()?.getFields()[field] ?? {};
  if (type === undefined) throw new Error(`there is no field ${field}`);
  const name = String(type).replaceAll(/[[\]!]/g, '');
  return `{ ${field}${given} ${selectEverything(fixture.subgraph.schema, name, telling)} }`;
}

const everythingOfProfile = () =>
  ofProfile(selectEverything(fixture.subgraph.schema, 'Profile', telling).slice(1, -1));

/** All text of an answer, with its cursors opened as far as a client can open them. */
function textOf(answer: unknown): string {
  const text = JSON.stringify(answer);
  const cursors = [...text.matchAll(/"(?:cursor|startCursor|endCursor)":"([^"]+)"/g)].map(([, cursor]) =>
    Buffer.from(String(cursor), 'base64url').toString('latin1'),
  );
  return [text, ...cursors].join('\n');
}

it('every root field is asked', () => {
  const fields = Object.keys(fixture.subgraph.schema.getQueryType()?.getFields() ?? {});
  expect(fields.filter((name) => !name.startsWith('_')).toSorted()).toEqual(
    [...Object.keys(questions), needsPii].toSorted(),
  );
});

describe('an answer that selects everything', () => {
  it.each(Object.keys(questions))('shows no personal value without profile:pii: %s', async (field) => {
    const answer = await fixture.ask(everything(field, questions[field]?.() ?? ''));
    expect(answer.errors).toBeUndefined();
    expect(answer.data[field]).not.toBeNull();
    expect(textOf(answer).match(MARK)).toBeNull();
  });

  it('shows none of a profile', async () => {
    const answer = await fixture.ask(everythingOfProfile());
    expect(answer.errors).toBeUndefined();
    expect(textOf(answer).match(MARK)).toBeNull();
    const [profile] = answer.data['_entities'];
    expect(profile.identityGraph.nodes.map(({ value }: { value: string }) => value).toSorted()).toEqual([
      '***',
      '***',
      '***',
      '***98',
      'z***@example.com',
    ]);
    expect(profile.influence.profiles).toBe(1);
    expect(profile.similarJourneys).toHaveLength(1);
    expect(profile.nextBestSteps.steps).not.toEqual([]);
  });

  it.each(['event', 'pathsToConversion', 'engagement', 'whyLinked'])(
    'shows them with profile:pii: %s',
    async (field) => {
      const answer = await fixture.ask(everything(field, questions[field]?.() ?? ''), { scopes: withPii });
      expect(answer.errors).toBeUndefined();
      expect(textOf(answer)).toMatch(MARK);
    },
  );

  it('shows those of a profile with profile:pii', async () => {
    const answer = await fixture.ask(everythingOfProfile(), { scopes: withPii });
    expect(answer.errors).toBeUndefined();
    const text = textOf(answer);
    for (const value of ['zebulon@example.com', '+4917070012398', 'zebulon-1', 'card-zebulon']) {
      expect(text).toContain(value);
    }
  });
});

describe('names', () => {
  const query = '{ findProfilesByName(name: "quistenberg zeb") { name profile { id } } }';

  it('are found with both scopes', async () => {
    const { data, errors } = await fixture.ask(query, { scopes: withPii });
    expect(errors).toBeUndefined();
    expect(data.findProfilesByName).toEqual(
      [person, friend].map((id) => ({ name: 'Zebulon Quistenberg', profile: { id } })),
    );
  });

  it.each([[readScopes], [['profile:read', 'profile:pii']]])('are refused to %j', async (scopes) => {
    const { data, errors } = await fixture.ask(query, { scopes });
    expect(data.findProfilesByName).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } }]);
    expect(textOf(errors)).not.toMatch(MARK);
  });
});

describe('without journey:read', () => {
  const scopes = ['profile:read', 'profile:pii', 'segment:read'];

  it.each(Object.keys(questions))('%s answers nothing', async (field) => {
    const { data, errors } = await fixture.ask(`{ ${field}${questions[field]?.() ?? ''} { __typename } }`, {
      scopes,
    });
    expect(data).toEqual({ [field]: null });
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } }]);
  });

  it('no field of a profile answers but its id', async () => {
    const fields = Object.keys(
      // The schema has the type: it is selected above.
      (fixture.subgraph.schema.getType('Profile') as { getFields(): object } | undefined)?.getFields() ?? {},
    ).filter((name) => name !== 'id');
    const selection = fields.map((name) => `${name} { __typename }`).join(' ');
    const { data, errors } = await fixture.ask(ofProfile(`id ${selection}`), { scopes });
    expect(data['_entities']).toEqual([
      { id: person, ...Object.fromEntries(fields.map((name) => [name, null])) },
    ]);
    expect(errors).toHaveLength(fields.length);
  });
});
