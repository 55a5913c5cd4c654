import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSegmentFixture, type SegmentTenant, type WholeAnswer } from '../segment-fixture.ts';
import { askInput } from './ask-input.ts';
import { buildSubgraph } from './build-subgraph.ts';
import { inputsOf, isList, kindOf, lastOf, nameOf, type Input } from './inputs.ts';
import { openPlainShop, withPii, type SecretShop } from './secret-shop.ts';
import { readLimit, type StatedLimit } from './stated-limits.ts';

let fixture: Awaited<ReturnType<typeof openSegmentFixture>>;
let tenant: SegmentTenant;
let shop: SecretShop;

beforeAll(async () => {
  fixture = await openSegmentFixture();
  tenant = await fixture.tenant('shop');
  shop = await openPlainShop(tenant);
}, 120_000);
afterAll(() => fixture.close());

/** What the rule language limits: names and values of conditions, by faults with their place in the rule. */
const isOfRule = ({ path }: Input): boolean => path.some(({ name }) => name === 'filter' || name === 'rule');
const isCursor = ({ path }: Input): boolean => ['after', 'since'].includes(lastOf(path).name);

const limitOf = (input: Input): StatedLimit | null => {
  const kind = isList(input) ? 'list' : kindOf(input) === 'Int' ? 'Int' : 'String';
  return readLimit(kind, lastOf(input.path).description ?? '');
};

const inputs = inputsOf(buildSubgraph());
const numbers = inputs.filter(
  (input) => kindOf(input) === 'Int' && lastOf(input.path).name !== 'expectedVersion',
);
const lists = inputs.filter((input) => isList(input) && kindOf(input) === 'ID');
const texts = inputs.filter(
  (input) =>
    kindOf(input) === 'String' &&
    !isList(input) &&
    !isCursor(input) &&
    lastOf(input.path).name !== 'timeZone' &&
    !(isOfRule(input) && input.field !== 'segments'),
);
const limited = [...numbers, ...lists, ...texts].map((input) => [nameOf(input), input] as const);

/** What is wrong with what was given: errors, invalid input and faults of the rule, thousands without commas. */
function refusalsOf({ data, errors = [] }: WholeAnswer): readonly string[] {
  const answer = JSON.stringify(Object.values(data ?? {})[0] ?? null);
  const isInvalid = /"__typename":"Invalid(?:Input|Rule)"/.test(answer);
  const told = [...errors.map(({ message }) => message), ...(isInvalid ? [answer] : [])];
  return told.map((text) => text.replaceAll(/(\d),(\d)/g, '$1$2'));
}

/** A refusal names the argument, or its place in the rule, and the bound that was passed. */
const saysWhy = (input: Input, { bounds }: StatedLimit) => {
  const name = isOfRule(input) && input.root === 'Query' ? '' : lastOf(input.path).name;
  const place = input.path.some((one) => one.name === 'rule') ? 'event_count' : name;
  return expect.stringMatching(new RegExp(`${place}.*(?:${bounds.join('|')})`, 's'));
};

describe.each(limited)('%s', (_name, input) => {
  it('says its limit, is refused beyond it with its name and the limit, and is taken at it', async () => {
    const limit = limitOf(input);
    if (limit === null) throw new Error(`no limit is stated: ${lastOf(input.path).description}`);
    const ask = (value: unknown) => {
      const { source, variables } = askInput(fixture.segment.schema, shop, { input, value });
      return tenant.answer(source, { variables, scope: withPii });
    };
    for (const value of limit.beyond) {
      expect({ value, refusals: refusalsOf(await ask(value)) }).toEqual({
        value,
        refusals: [saysWhy(input, limit)],
      });
    }
    for (const value of limit.within) {
      const why = saysWhy(input, { ...limit, bounds: limit.bounds.slice(-1) });
      expect({ value, refusals: refusalsOf(await ask(value)) }).not.toEqual({ value, refusals: [why] });
    }
  });
});
