import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isObjectType, isUnionType, isRequiredArgument } from 'graphql';
import { openSegmentFixture, type SegmentTenant, type WholeAnswer } from '../segment-fixture.ts';
import { argumentsOf, askEntity, askRoot, fieldsOf, type Question } from './questions.ts';
import { MARK, openSecretShop, withPii, writeScopes, type SecretShop } from './secret-shop.ts';

let fixture: Awaited<ReturnType<typeof openSegmentFixture>>;
let tenant: SegmentTenant;
let shop: SecretShop;

beforeAll(async () => {
  fixture = await openSegmentFixture();
  tenant = await fixture.tenant('shop');
  shop = await openSecretShop(tenant);
}, 180_000);
afterAll(() => fixture.close());

/** All text of an answer, with its cursors opened as far as a client can open them. */
function textOf(answer: WholeAnswer): string {
  const text = JSON.stringify(answer);
  const cursors = [...text.matchAll(/"(?:cursor|startCursor|endCursor)":"([^"]+)"/g)].map(([, cursor]) =>
    Buffer.from(String(cursor), 'base64url').toString('latin1'),
  );
  return [text, ...cursors].join('\n');
}

/** Codes of errors, or whether there is an answer. */
function outcomeOf(field: string, { data, errors }: WholeAnswer): unknown {
  if (errors !== undefined) return errors.map(({ extensions }) => extensions?.code);
  return data?.[field] == null ? 'nothing' : 'answered';
}

const ask = ({ source, variables }: Question, scope: string) => tenant.answer(source, { variables, scope });
const root = (kind: 'Query' | 'Mutation', field: string) =>
  askRoot(fixture.segment.schema, kind, field, { given: argumentsOf(shop)[field] ?? {} });

/** Root fields whose answer carries a rule or a value. */
const telling = ['segment', 'segments', 'segmentPreview', 'segmentActivity', 'archetypes'];
/** Those that ask by a rule of the caller. */
const asking = new Set(['segmentPreview', 'createSegment', 'saveArchetype']);
const changing = ['createSegment', 'updateSegment', 'duplicateSegment', 'recomputeSegment', 'archiveSegment'];
const membersChanging = ['addSegmentMembers', 'removeSegmentMembers'];
const scoring = ['startScoring', 'saveArchetype', 'retireArchetype'];
const queries = [...telling, 'segmentOverlap', 'segmentStatus', 'scoringRun'];
const mutations = [...changing, ...membersChanging, ...scoring];

describe('what is asked here', () => {
  it('is every root field of the schema', () => {
    expect(queries.toSorted()).toEqual(fieldsOf(fixture.segment.schema, 'Query').toSorted());
    expect(mutations.toSorted()).toEqual(fieldsOf(fixture.segment.schema, 'Mutation').toSorted());
  });

  it('leaves out no field below, as none needs an argument', () => {
    const roots = new Set(['Query', 'Mutation']);
    const types = Object.values(fixture.segment.schema.getTypeMap()).filter(isObjectType);
    const needing = types
      .filter(({ name }) => !name.startsWith('__') && !roots.has(name))
      .flatMap((type) => Object.values(type.getFields()))
      .filter(({ args }) => args.some(isRequiredArgument));
    expect(needing).toEqual([]);
  });

  it('are both entities of the schema', () => {
    const entities = fixture.segment.schema.getType('_Entity');
    const names = isUnionType(entities) ? entities.getTypes().map(({ name }) => name) : [];
    expect(names.toSorted()).toEqual(['Profile', 'Segment']);
  });
});

describe('with profile:pii', () => {
  it.each(telling)('%s shows personal values', async (field) => {
    const answer = await ask(root('Query', field), withPii);
    expect(answer.errors).toBeUndefined();
    expect(textOf(answer)).toMatch(MARK);
  });

  it('a profile shows what is computed and why it is in segments', async () => {
    const answer = await ask(askEntity(fixture.segment.schema, 'Profile', shop.person), withPii);
    expect(answer.errors).toBeUndefined();
    const text = textOf(answer);
    for (const value of ['"from zebulon"', ':70012398', 'is \\"zebulon@example.com\\"']) {
      expect(text.includes(value)).toBe(true);
    }
  });
});

describe('without profile:pii', () => {
  it.each(queries)('%s shows no personal value', async (field) => {
    const answer = await ask(root('Query', field), writeScopes);
    expect(textOf(answer).match(MARK)).toBeNull();
    expect(outcomeOf(field, answer)).toEqual(asking.has(field) ? ['FORBIDDEN'] : 'answered');
  });

  it.each(['Profile', 'Segment'] as const)('an entity shows none: %s', async (type) => {
    for (const id of [shop.person, shop.list, shop.batch, ...Object.values(shop.ruled)]) {
      const answer = await ask(askEntity(fixture.segment.schema, type, id), writeScopes);
      expect(answer.errors).toBeUndefined();
      expect(textOf(answer).match(MARK)).toBeNull();
    }
  });

  it.each(mutations)('%s answers none', async (field) => {
    const answer = await ask(root('Mutation', field), writeScopes);
    expect(textOf(answer).match(MARK)).toBeNull();
    expect(outcomeOf(field, answer)).toEqual(asking.has(field) ? ['FORBIDDEN'] : 'answered');
  });

  it('a preview by a segment that others made shows none', async () => {
    const rule = { rule: { in_segment: shop.ruled['an e-mail address'] } };
    const given = { rule, sample: 20, exact: true };
    const answer = await ask(
      askRoot(fixture.segment.schema, 'Query', 'segmentPreview', { given }),
      writeScopes,
    );
    expect(answer.data).toMatchObject({ segmentPreview: { estimate: 1, members: [{ id: shop.person }] } });
    expect(textOf(answer).match(MARK)).toBeNull();
  });

  it('a masked rule says what it asks for, and what is not personal stays', async () => {
    const of = (id: string | undefined) =>
      ask(
        askEntity(fixture.segment.schema, 'Segment', id ?? '', '{ rule sentence queryBuilder }'),
        writeScopes,
      );
    expect((await of(shop.ruled['an order of numbers'])).data).toEqual({
      _entities: [
        {
          rule: { '>=': [{ var: 'traits.card' }, '***'] },
          sentence: 'The trait "card" is at least ***.',
          queryBuilder: {
            combinator: 'and',
            rules: [{ field: 'traits.card', operator: '>=', value: '***' }],
          },
        },
      ],
    });
    const profile = await ask(
      askEntity(fixture.segment.schema, 'Profile', shop.person, '{ computedTraits { name value } }'),
      writeScopes,
    );
    expect(profile.data).toEqual({
      _entities: [
        {
          computedTraits: expect.arrayContaining([
            { name: 'orders', value: 1 },
            { name: 'revenue', value: 12.5 },
            { name: 'favourite', value: 'tea' },
            { name: 'lastNote', value: '***' },
            { name: 'uniquelistNote', value: ['***'] },
            { name: 'maxCard', value: '***' },
          ]),
        },
      ],
    });
  });
});
