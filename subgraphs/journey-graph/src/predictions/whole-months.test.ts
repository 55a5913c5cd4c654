import { expect, it } from 'vitest';
import { monthsBefore, startOfMonth, wholeMonths } from './whole-months.ts';

const at = (text: string) => Date.parse(text);

it.each([
  ['2026-05-01T00:00:00Z', '2026-03-01T00:00:00Z'],
  ['2026-01-01T00:00:00Z', '2025-11-01T00:00:00Z'],
  ['2026-04-30T10:00:00Z', '2026-02-28T10:00:00Z'],
  ['2024-04-30T10:00:00.001Z', '2024-02-29T10:00:00.001Z'],
  ['2026-03-15T23:59:59.999Z', '2026-01-15T23:59:59.999Z'],
])('two months before %s is %s', (later, earlier) => {
  expect(new Date(monthsBefore(at(later), 2)).toISOString()).toBe(new Date(earlier).toISOString());
});

it('the month after December is January', () => {
  expect(startOfMonth(at('2026-12-31T23:00:00Z'), 1)).toBe(at('2027-01-01T00:00:00Z'));
});

it('a range of whole months names them, another has none', () => {
  const months = (from: string, to: string) => wholeMonths({ from: at(from), to: at(to) });
  expect(months('2025-11-01T00:00:00Z', '2026-02-01T00:00:00Z')).toEqual(['2025-11', '2025-12', '2026-01']);
  expect(months('2025-11-01T00:00:00Z', '2025-11-30T23:59:59.999Z')).toBeNull();
  expect(months('2025-11-01T00:00:00.001Z', '2025-12-01T00:00:00Z')).toBeNull();
});
