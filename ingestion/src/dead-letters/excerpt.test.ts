import { limits } from '@customer360/tracking';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { excerpt } from './excerpt.ts';

test('an excerpt is text that the database keeps, no longer than an event', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue()), (content) => {
      const text = excerpt(content, 'secret');
      expect(text.isWellFormed()).toBe(true);
      expect(text).not.toContain('\0');
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limits.maxEventBytes);
    }),
  );
});

test('a long text is cut between characters', () => {
  const text = excerpt('x€'.repeat(20_000), 'secret');
  expect(Buffer.byteLength(text)).toBe(limits.maxEventBytes);
  expect(text.replaceAll('x€', '')).toBe('');
});

test('a value that is too deep to write is cut', () => {
  let deep: unknown = 1;
  for (let depth = 0; depth < 50_000; depth += 1) deep = [deep];
  expect(excerpt({ deep }, 'secret')).toBe(`{"deep":${'['.repeat(39)}"…"${']'.repeat(39)}}`);
});

test('a whole number that a double cannot hold keeps its digits', () => {
  expect(excerpt({ id: 12345678901234567891n }, 'secret')).toBe('{"id":"12345678901234567891"}');
});
