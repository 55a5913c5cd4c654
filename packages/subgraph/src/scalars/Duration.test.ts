import * as fc from 'fast-check';
import { parseValue } from 'graphql';
import { describe, expect, it } from 'vitest';
import { Duration } from './Duration.ts';

const DAY = 86_400_000;

describe('reading', () => {
  it.each([
    ['P7D', 7 * DAY],
    ['P1W', 7 * DAY],
    ['P1W1D', 8 * DAY],
    ['PT30M', 1_800_000],
    ['PT0.5S', 500],
    ['PT0.01S', 10],
    ['PT1.234S', 1_234],
    ['P1DT2H3M4S', DAY + 7_384_000],
    ['PT90M', 5_400_000],
    ['PT0S', 0],
    ['P0D', 0],
  ])('%s is %d milliseconds', (text, milliseconds) => {
    expect(Duration.parseValue(text)).toBe(milliseconds);
    expect(Duration.parseLiteral(parseValue(`"${text}"`))).toBe(milliseconds);
  });

  it.each(['P1Y', 'P1M', 'P2Y3DT1H', 'P1M2D', 'P1W2M'])(
    'refuses %s, because months and years differ in length',
    (text) => {
      expect(() => Duration.parseValue(text)).toThrow(
        expect.objectContaining({
          message: 'A duration has no years and months, because they differ in length: say it in days.',
          extensions: { code: 'BAD_USER_INPUT' },
        }),
      );
    },
  );

  it.each([
    '',
    'P',
    'PT',
    'P1DT',
    'P-1D',
    '-P1D',
    'P1.5D',
    'PT0.5M',
    'PT1,5S',
    'PT1.2345S',
    'PT.5S',
    'PT1S1M',
    'p7d',
    'P7D ',
    '7 days',
    '604800000',
    5,
    null,
  ])('refuses %j', (value) => {
    expect(() => Duration.parseValue(value)).toThrow(/^A duration must be ISO 8601/);
  });

  it('refuses what a number cannot carry', () => {
    expect(() => Duration.parseValue('P999999999999999W')).toThrow(/at most 2\^53 - 1 milliseconds/);
  });

  it('refuses a number literal', () => {
    expect(() => Duration.parseLiteral(parseValue('604800000'))).toThrow(/ISO 8601/);
  });
});

describe('writing', () => {
  it.each([
    [7 * DAY, 'P7D'],
    [1_800_000, 'PT30M'],
    [10, 'PT0.01S'],
    [DAY + 10, 'P1DT0.01S'],
    [DAY + 7_384_005, 'P1DT2H3M4.005S'],
    [0, 'PT0S'],
    [1_500.4, 'PT1.5S'],
  ])('%d milliseconds are %s', (milliseconds, text) => {
    expect(Duration.serialize(milliseconds)).toBe(text);
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY, 'P7D', null])('refuses %s', (value) => {
    expect(() => Duration.serialize(value)).toThrow(/not a number of milliseconds/);
  });

  it('gives back what was read', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), (milliseconds) => {
        expect(Duration.parseValue(Duration.serialize(milliseconds))).toBe(milliseconds);
      }),
    );
  });
});
