import { expect, test } from 'vitest';
import { matchesBlockPattern } from './block-patterns.ts';

test.each([
  '',
  '0',
  '000',
  '00000000-0000-0000-0000-000000000000',
  '-',
  '-1',
  'null',
  'NULL',
  'none',
  'None',
  'undefined',
  'NaN',
  '[object Object]',
  'anonymous',
  'guest',
  'not_authenticated',
  'true',
  'false',
  'id',
  'distinct_id',
  'email',
  'invalid',
])('%j names nobody', (value) => {
  expect(matchesBlockPattern('user_id', value)).toBe(true);
  expect(matchesBlockPattern('anonymous_id', value)).toBe(true);
});

test.each(['1', '10', '-2', 'guest1', 'nullable', 'anna', '0a'])('%j names somebody', (value) => {
  expect(matchesBlockPattern('user_id', value)).toBe(false);
});
