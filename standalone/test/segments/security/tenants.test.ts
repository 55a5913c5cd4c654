import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSegmentFixture, type SegmentTenant, type WholeAnswer } from '../segment-fixture.ts';
import { buildSubgraph } from './build-subgraph.ts';
import { inputsOf, lastOf, nameOf } from './inputs.ts';
import { argumentsOf, askEntity, askRoot, fieldsOf, type Question } from './questions.ts';
import { openPlainShop, withPii, type SecretShop } from './secret-shop.ts';

let fixture: Awaited<ReturnType<typeof openSegmentFixture>>;
let tenants: Readonly<Record<'shop' | 'rival', SegmentTenant>>;
let shops: Readonly<Record<'shop' | 'rival', SecretShop>>;

beforeAll(async () => {
  fixture = await openSegmentFixture();
  tenants = { shop: await fixture.tenant('shop'), rival: await fixture.tenant('rival') };
  // The same people, events, segments and names.
  shops = { shop: await openPlainShop(tenants.shop), rival: await openPlainShop(tenants.rival) };
}, 120_000);
afterAll(() => fixture.close());

const ask = (tenant: SegmentTenant, { source, variables }: Question, scope = withPii) =>
  tenant.answer(source, { variables, scope });

const idsOf = ({ person, list, batch, run, ruled }: SecretShop) => [
  person,
  list,
  batch,
  run,
  ...Object.values(ruled),
];

/** A root field asked with the ids of a tenant. */
const root = (kind: 'Query' | 'Mutation', field: string, of: SecretShop) =>
  askRoot(fixture.segment.schema, kind, field, {
    given: argumentsOf(of, { rule: { has_identifier: 'user_id' } })[field] ?? {},
  });

const codesOf = ({ errors = [] }: WholeAnswer) => errors.map(({ extensions }) => extensions?.code);
const schema = buildSubgraph();
const [queries, mutations] = [fieldsOf(schema, 'Query'), fieldsOf(schema, 'Mutation')];
const byId = ['segment', 'scoringRun', 'segmentOverlap'];
const changingById = mutations.filter((field) => !/^(create|save|retire|start)/.test(field));

describe('two tenants with the same people, events and names', () => {
  it.each(queries)('%s of one shows nothing of the other', async (field) => {
    for (const [own, other] of [
      ['shop', 'rival'],
      ['rival', 'shop'],
    ] as const) {
      const answer = await ask(tenants[own], root('Query', field, shops[own]));
      expect(answer.errors).toBeUndefined();
      const text = JSON.stringify(answer);
      expect(idsOf(shops[other]).filter((id) => text.includes(id))).toEqual([]);
    }
  });

  it.each(byId)('%s does not know an id of the other', async (field) => {
    const { data } = await ask(tenants.shop, root('Query', field, shops.rival));
    expect(data).toEqual({ [field]: null });
  });

  it.each(['Profile', 'Segment'] as const)(
    'an entity of the other is nobody and nothing: %s',
    async (type) => {
      const id = type === 'Profile' ? shops.rival.person : shops.rival.list;
      const text = JSON.stringify(await ask(tenants.shop, askEntity(fixture.segment.schema, type, id)));
      expect(idsOf(shops.rival).filter((other) => other !== id && text.includes(other))).toEqual([]);
      expect(text).not.toMatch(/"reasons":\[\{|"value":|"name":"(?:user_id|A list)"/);
    },
  );

  it.each(changingById)('%s does not change what the other has', async (field) => {
    const before = await fixture.log.head(tenants.rival.id);
    const answer = await ask(tenants.shop, root('Mutation', field, shops.rival));
    expect(JSON.stringify(answer)).toContain('UNKNOWN_SEGMENT');
    await tenants.shop.settled();
    expect(await fixture.log.head(tenants.rival.id)).toMatchObject({ through: before.through });
  });
});

describe('a cursor of another tenant', () => {
  const paged = inputsOf(schema).filter(({ path }) => ['after', 'since'].includes(lastOf(path).name));

  it.each(paged.map((input) => [nameOf(input), input] as const))('is refused by %s', async (_name, input) => {
    const selection = (given: string) => `{ ${input.field}(first: 1 ${given}) { pageInfo { endCursor } } }`;
    const question = (of: SecretShop, given = ''): Question => {
      if (input.root === 'Query') return { source: selection(given), variables: {} };
      const type = input.root === 'Profile' ? 'Profile' : 'Segment';
      return askEntity(
        fixture.segment.schema,
        type,
        type === 'Profile' ? of.person : of.list,
        selection(given),
      );
    };
    const theirs = JSON.stringify(await ask(tenants.rival, question(shops.rival)));
    const cursor = /"endCursor":"([^"]+)"/.exec(theirs)?.[1];
    expect(cursor).toBeDefined();
    const given = `${lastOf(input.path).name}: "${cursor}"`;
    expect(codesOf(await ask(tenants.rival, question(shops.rival, given)))).toEqual([]);
    expect(codesOf(await ask(tenants.shop, question(shops.shop, given)))).toEqual(['BAD_USER_INPUT']);
  });
});

describe('a token without the scope', () => {
  const strangers = [
    'recommendation:read',
    'profile:read profile:pii journey:read profile:write ingestion:read',
  ];

  it.each(strangers.flatMap((scope) => queries.map((field) => ['Query', field, scope] as const)))(
    '%s.%s answers nothing to %s',
    async (kind, field, scope) => {
      const { data, errors = [] } = await ask(tenants.shop, root(kind, field, shops.shop), scope);
      expect(data).toEqual({ [field]: null });
      expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } }]);
    },
  );

  it.each(mutations)('%s does nothing for who may read only', async (field) => {
    const before = await fixture.log.head(tenants.shop.id);
    for (const scope of [...strangers, 'segment:read profile:read profile:pii']) {
      const answer = await ask(tenants.shop, root('Mutation', field, shops.shop), scope);
      expect(answer.data).toEqual({ [field]: null });
      expect(codesOf(answer)).toEqual(['UNAUTHORIZED_FIELD_OR_TYPE']);
    }
    expect(await fixture.log.head(tenants.shop.id)).toMatchObject({ through: before.through });
  });

  it.each(strangers)('no field of a profile answers but its id to %s', async (scope) => {
    const fields = fieldsOf(schema, 'Profile').filter((name) => name !== 'id');
    const whole = askEntity(fixture.segment.schema, 'Profile', shops.shop.person);
    const { data, errors = [] } = await ask(tenants.shop, whole, scope);
    expect(data?.['_entities']).toEqual([
      {
        __typename: 'Profile',
        id: shops.shop.person,
        ...Object.fromEntries(fields.map((name) => [name, null])),
      },
    ]);
    expect(errors).toHaveLength(fields.length);
  });
});
