import { selectEverything } from '@customer360/testing';
import { getNamedType, getNullableType, isListType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openGraphFixture, type Answer, type GraphFixture } from '../graph-fixture.ts';
import { secretHistory } from '../secret-person.ts';
import { askPlace, givenAs, inputsOf, nameOf, type Input } from './places.ts';
import { buildSubgraph } from './subgraph-sdl.ts';

const MEBIBYTE = 1_048_576;
const hostile: Readonly<Record<string, string>> = {
  backticks: '`events`',
  'a bind parameter': '@@collection',
  'a value parameter': '@tenantId',
  quotes: `"'´" || true || "`,
  'a comment': '/* x */ // y',
  'a query': '"} RETURN 1 //\nFOR e IN events REMOVE e IN events',
  'a line break': 'two\r\nlines',
  NUL: 'a\u0000b',
  'a template': '${7*7} {{7*7}} %s',
  wildcards: '% _ * ? .*',
  'another tenant': 'rival:1',
  'a path': '../events/x',
  'a lone surrogate': 'a\uD800b',
  '10 MiB': 'x'.repeat(10 * MEBIBYTE),
};
/** A name that nothing has, with which a hostile text must have everything in common. */
const UNKNOWN = 'unknown';

/** Words of the store and its language, which no client is told. */
const INSIDE = /arango|aql\b|collection|@@|bind|_key|next_event|syntax|stack|at line/i;

const schema = buildSubgraph();
const texts = inputsOf(schema).filter(({ input }) =>
  ['String', 'ID'].includes(getNamedType(input.type).name),
);

let fixture: GraphFixture;

beforeAll(async () => {
  fixture = await openGraphFixture();
  await fixture.send('shop', ...secretHistory);
});
afterAll(() => fixture.close());

describe.each(texts.map((input) => [nameOf(input), input] as const))('%s', (_name, input) => {
  it.each(Object.keys(hostile))('takes %s as a text and nothing else', async (what) => {
    const text = hostile[what] ?? '';
    const [answer, expected] = [await ask(input, text), await ask(input, UNKNOWN)];
    const refused = answer.errors ?? [];
    for (const { message, extensions } of refused) {
      expect(extensions?.['code']).toBe('BAD_USER_INPUT');
      expect(message.length).toBeLessThan(200);
      expect(message.replaceAll(text, '')).not.toMatch(INSIDE);
    }
    const answered = refused.length === 0 ? named(answer, text) : null;
    expect(answered).toEqual(answered === null ? null : named(expected, UNKNOWN));
  });
});

function ask(input: Input, text: string): Promise<Answer> {
  const value = isListType(getNullableType(input.input.type)) ? [text] : text;
  const type = schema.getType(input.place.type);
  const field = type !== undefined && 'getFields' in type ? type.getFields()[input.place.field] : undefined;
  if (field === undefined) throw new Error('the schema names its own fields');
  const selection = selectEverything(schema, getNamedType(field.type).name);
  return askPlace(fixture, input.place, givenAs(input, value), { selection });
}

/** An answer with the text that was asked for, which some answers say again, under one name. */
function named({ data, errors }: Answer, text: string): unknown {
  const said = JSON.stringify({ data, errors }).replaceAll(JSON.stringify(text), '"asked for"');
  return JSON.parse(said);
}
