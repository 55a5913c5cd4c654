import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSegmentFixture, type SegmentTenant, type WholeAnswer } from '../segment-fixture.ts';
import { activityOf, membersOf } from '../segment-requests.ts';
import { askInput } from './ask-input.ts';
import { buildSubgraph } from './build-subgraph.ts';
import { inputsOf, isList, kindOf, nameOf } from './inputs.ts';
import { openPlainShop, withPii, type SecretShop } from './secret-shop.ts';

const MEBIBYTE = 1_048_576;
const hostile: Readonly<Record<string, string>> = {
  backticks: '`segments`',
  'a parameter': '$1 :name @tenantId',
  quotes: `"'´" || true || "`,
  'a quote of SQL': "' or '1'='1",
  'a comment': '/* x */ -- y',
  'a statement': "'); drop table segment.membership; --",
  'a line break': 'two\r\nlines',
  NUL: 'a\u0000b',
  'a template': '${7*7} {{7*7}} %s',
  wildcards: '% _ * ? .*',
  'a name of an object': '__proto__',
  'a path': '../segments/x',
  'a lone surrogate': 'a\uD800b',
  '10 MiB': 'x'.repeat(10 * MEBIBYTE),
};

/** Rules are read by one reader, which a preview is asked with everything. */
const someHostile = ['quotes', 'a statement', 'NUL', 'a lone surrogate'];

/** Words of the store and its language, which no client is told. */
const INSIDE = /postgres|pglite|\bsql\b|relation|column|syntax|kysely|zod|undefined|\[object|at line|stack/i;
/** Longest text that a client is told of its own mistake. */
const MAX_MESSAGE = 300;

const texts = inputsOf(buildSubgraph()).filter((input) => ['String', 'ID', 'JSON'].includes(kindOf(input)));

let fixture: Awaited<ReturnType<typeof openSegmentFixture>>;
let tenant: SegmentTenant;
let rival: SegmentTenant;
let shop: SecretShop;

beforeAll(async () => {
  fixture = await openSegmentFixture();
  [tenant, rival] = [await fixture.tenant('shop'), await fixture.tenant('rival')];
  shop = await openPlainShop(tenant);
  await openPlainShop(rival);
}, 120_000);
afterAll(() => fixture.close());

/** What a client is told is wrong: errors and members of answers that say so. */
function toldOf({ data, errors = [] }: WholeAnswer): readonly string[] {
  const faults = JSON.stringify(data ?? null).matchAll(/"message":"((?:[^"\\]|\\.)*)"/g);
  return [...errors.map(({ message }) => message), ...[...faults].map(([, message]) => String(message))];
}

describe.each(texts.map((input) => [nameOf(input), input] as const))('%s', (_name, input) => {
  const isRule = input.root === 'Mutation' && input.path.length > 2;
  it.each(isRule ? someHostile : Object.keys(hostile))(
    'takes %s as a text and nothing else',
    async (what) => {
      const text = hostile[what] ?? '';
      const value = isList(input) ? [text] : text;
      const { source, variables } = askInput(fixture.segment.schema, shop, { input, value });
      const answer = await tenant.answer(source, { variables, scope: withPii });
      for (const { extensions } of answer.errors ?? []) expect(extensions?.code).toBe('BAD_USER_INPUT');
      for (const message of toldOf(answer)) {
        expect(message.length).toBeLessThan(MAX_MESSAGE);
        expect(message.replaceAll(text, '')).not.toMatch(INSIDE);
      }
      expect(
        answer.errors !== undefined || answer.data?.[Object.keys(answer.data)[0] ?? ''] !== undefined,
      ).toBe(true);
    },
  );
});

it('afterwards everything is as it was, in both tenants', async () => {
  await tenant.settled();
  expect(await membersOf(tenant, shop.list)).toEqual([shop.person]);
  expect((await activityOf(rival)).length).toBeGreaterThan(0);
  expect((await activityOf(tenant)).length).toBeGreaterThan(0);
});
