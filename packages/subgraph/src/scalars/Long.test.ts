import { parseValue } from 'graphql';
import { expect, it } from 'vitest';
import { Long } from './Long.ts';

const LIMIT = Number.MAX_SAFE_INTEGER;

it.each([
  ['0', 0],
  ['-7', -7],
  ['3000000000', 3_000_000_000],
  [String(LIMIT), LIMIT],
  [`-${LIMIT}`, -LIMIT],
  ['2.0', 2],
  ['3e9', 3_000_000_000],
])('reads the literal %s', (literal, value) => {
  expect(Long.parseLiteral(parseValue(literal))).toBe(value);
});

it.each(['1.5', '1e-1', '9007199254740992', '-9007199254740992', '1e400', '"7"', 'true', 'null'])(
  'refuses the literal %s',
  (literal) => {
    expect(() => Long.parseLiteral(parseValue(literal))).toThrow(
      expect.objectContaining({
        message: 'A number must be whole and from -(2^53 - 1) to 2^53 - 1.',
        extensions: { code: 'BAD_USER_INPUT' },
      }),
    );
  },
);

it('reads variables and writes values by the same limits', () => {
  expect([Long.parseValue(LIMIT), Long.serialize(LIMIT)]).toEqual([LIMIT, LIMIT]);
  for (const value of [1.5, LIMIT + 1, '7', null, Number.NaN]) {
    expect(() => Long.parseValue(value)).toThrow(/whole/);
    expect(() => Long.serialize(value)).toThrow(/whole/);
  }
});
