import { exportQuery, requireRule } from '@customer360/segment-rules';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFileDoor } from '../member-files.ts';
import { openSegmentFixture, type SegmentTenant } from '../segment-fixture.ts';
import { bought, create, membersOf } from '../segment-requests.ts';
import { openRules, personalRules } from './personal-rules.ts';
import { withPii, writeScopes } from './secret-shop.ts';

let fixture: Awaited<ReturnType<typeof openSegmentFixture>>;
let tenant: SegmentTenant;
let segment: string;

beforeAll(async () => {
  fixture = await openSegmentFixture();
  tenant = await fixture.tenant('shop');
  await tenant.configure('nonPersonalTraits', ['plan', 'computed.favourite', 'properties.sku', 'email']);
  await tenant.tell({ who: { user_id: 'ann', email: 'ann@example.com' }, kind: 'identify' });
  segment = await create(tenant, { name: 'There is', kind: 'REALTIME', rule: bought(1) });
});
afterAll(() => fixture.close());

/** Everywhere that a rule is given. */
const doors: Readonly<Record<string, (rule: object) => { source: string; variables: object }>> = {
  segmentPreview: (rule) => ({
    source: 'query ($rule: SegmentRuleInput!) { segmentPreview(rule: $rule) { __typename } }',
    variables: { rule },
  }),
  createSegment: (rule) => ({
    source: 'mutation ($input: CreateSegmentInput!) { createSegment(input: $input) { __typename } }',
    variables: { input: { name: 'Asked', kind: 'BATCH', rule } },
  }),
  updateSegment: (rule) => ({
    source: 'mutation ($input: UpdateSegmentInput!) { updateSegment(input: $input) { __typename } }',
    variables: { input: { id: segment, rule } },
  }),
  saveArchetype: (rule) => ({
    source: 'mutation ($input: SaveArchetypeInput!) { saveArchetype(input: $input) { __typename } }',
    variables: { input: { code: 'asked', name: 'Asked', summary: 'Asked', rule } },
  }),
};

const ask = (door: string, rule: object, scope: string) => {
  const { source, variables } = doors[door]?.(rule) ?? { source: '', variables: {} };
  return tenant.answer(source, { variables: { ...variables }, scope });
};

/** Each rule alone, inside others, and as a query builder writes it. */
const forms = Object.entries(personalRules).flatMap(([what, rule]) => [
  [what, { rule }],
  [`not ${what}`, { rule: { not: rule } }],
  [`${what} inside`, { rule: { and: [openRules[0], { or: [openRules[1], { not: rule }] }] } }],
  [`${what} of a builder`, { queryBuilder: exportQuery(requireRule(rule)) }],
]) as readonly (readonly [string, object])[]; // pairs, as they are written

const email = { name: 'email' };
const note = { name: 'note' };
const filters: readonly object[] = [
  { trait: { ...email, equals: 'ann@example.com' } },
  { trait: { ...email, in: ['ann@example.com'] } },
  { trait: { ...email, contains: 'ann' } },
  { trait: { ...email, startsWith: 'a' } },
  { trait: { ...email, endsWith: 'm' } },
  { trait: { name: 'age', gt: 1 } },
  { trait: { name: 'age', gte: 1 } },
  { trait: { name: 'age', lt: 1 } },
  { trait: { name: 'age', lte: 1 } },
  { trait: { name: 'ann@example.com', exists: true } },
  { trait: { name: 'ann@example.com', exists: false } },
  { events: { where: [{ ...note, equals: 'x' }] } },
  {
    events: {
      event: 'A',
      where: [
        { name: 'sku', equals: 'x' },
        { ...note, contains: 'x' },
      ],
    },
  },
  { events: { and: [{ event: 'A' }, { where: [{ ...note, equals: 'x' }] }] } },
  { events: { or: [{ event: 'A' }, { where: [{ ...note, equals: 'x' }] }] } },
  { events: { not: { where: [{ ...note, equals: 'x' }] } } },
  { and: [{ trait: { ...email, contains: 'ann' } }] },
  { or: [{ consentGranted: 'MARKETING' }, { trait: { ...email, contains: 'ann' } }] },
  { not: { trait: { ...email, contains: 'ann' } } },
];

describe.each(Object.keys(doors))('%s without profile:pii', (door) => {
  it.each([...forms, ...filters.map((filter) => [JSON.stringify(filter), { filter }] as const)])(
    'refuses %s, and nothing is logged',
    async (_what, rule) => {
      const before = await fixture.log.head(tenant.id);
      const { data, errors } = await ask(door, rule, writeScopes);
      expect(data).toEqual({ [door]: null });
      expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
      expect(errors?.[0]?.message).toMatch(
        /^(input\.)?rule asks for personal values \(.+\): that needs the scope profile:pii\.$/,
      );
      expect(await fixture.log.head(tenant.id)).toMatchObject({ through: before.through });
    },
  );
});

describe('what is not personal', () => {
  it.each(openRules.map((rule) => [JSON.stringify(rule), rule] as const))(
    'may be asked without profile:pii: %s',
    async (_text, rule) => {
      const { data, errors } = await ask('segmentPreview', { rule }, writeScopes);
      expect(errors).toBeUndefined();
      expect(data).toEqual({ segmentPreview: { __typename: 'SegmentPreview' } });
    },
  );
});

describe('with profile:pii', () => {
  it.each(Object.keys(doors))('%s takes them', async (door) => {
    const rule = { rule: personalRules['an e-mail address'] };
    const { data, errors } = await ask(door, rule, withPii);
    expect(errors).toBeUndefined();
    expect(JSON.stringify(data)).toMatch(/SegmentPreview|SegmentChanged|ArchetypeChanged/);
  });
});

describe('a file of members', () => {
  it('names people by values of identifiers for who may see them only, and says so before it reads a row', async () => {
    await tenant.settled();
    const list = await create(tenant, { name: 'By hand', kind: 'STATIC' });
    const door = await openFileDoor(fixture);
    const before = await fixture.log.head(tenant.id);
    const files = [
      'email\nann@example.com\n',
      'user_id\nann\n',
      'identifier_type,identifier_value\nuser_id,ann\n',
      'identifier_type,identifier_value\nprofile_id,x\n',
    ];
    for (const file of files) {
      const { status, body } = await door.post(tenant, list, file, { scope: writeScopes });
      expect([status, JSON.stringify(body)]).toEqual([403, expect.stringContaining('profile:pii')]);
    }
    expect(await fixture.log.head(tenant.id)).toMatchObject({ through: before.through });
    const ann = await tenant.profileOf('user_id', 'ann');
    const byId = await door.post(tenant, list, `profile_id\n${ann}\n`, { scope: writeScopes });
    expect(byId).toMatchObject({ status: 200, body: { added: 1 } });
    await tenant.settled();
    expect(await membersOf(tenant, list)).toEqual([ann]);
    await door.close();
  });
});
