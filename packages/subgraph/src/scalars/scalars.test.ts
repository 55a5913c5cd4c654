import { parseValue } from 'graphql';
import { describe, expect, it } from 'vitest';
import { DateTime } from './DateTime.ts';
import { JSONValue } from './JSON.ts';

describe('DateTime', () => {
  it('reads an instant in any zone and writes it in UTC', () => {
    expect(DateTime.serialize(DateTime.parseValue('2026-03-01T10:30:00+01:00'))).toBe(
      '2026-03-01T09:30:00.000Z',
    );
    expect(DateTime.parseLiteral(parseValue('"2026-03-01T09:30:00.000Z"'))).toBe(Date.UTC(2026, 2, 1, 9, 30));
  });

  it.each([
    '2026-03-01',
    '2026-03-01T09:30:00',
    'yesterday',
    '2026-02-31T00:00:00Z',
    '2026-13-01T00:00:00Z',
    5,
    null,
  ])('refuses %s', (value) => {
    expect(() => DateTime.parseValue(value)).toThrow(/ISO 8601/);
  });
});

describe('JSON', () => {
  it('reads every literal', () => {
    const literal = parseValue('{ a: [1, 2.5, true, null, "x", ENUM], b: { c: $v } }');
    expect(JSONValue.parseLiteral(literal, { v: 'y' })).toEqual({
      a: [1, 2.5, true, null, 'x', 'ENUM'],
      b: { c: 'y' },
    });
  });
});
