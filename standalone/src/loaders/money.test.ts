import { expect, test } from 'vitest';
import { formatCents, fromCents, toCents } from './money.ts';

test.each([
  ['3.86', 386],
  ['1', 100],
  ['0.1', 10],
  ['4.440892e-16', 0],
  ['1.15', 115],
  ['33.3', 3_330],
])('%s is %i cents', (text, cents) => {
  expect(toCents(text)).toBe(cents);
});

test.each(['', '1.005', 'free', 'NaN', '1e400'])('%j is no amount in cents', (text) => {
  expect(() => toCents(text)).toThrow('not an amount in cents');
});

test('a sum of many cents prints exactly', () => {
  expect(JSON.stringify(fromCents(23_393_524))).toBe('233935.24');
  expect(formatCents(23_393_524)).toBe('233,935.24');
});
