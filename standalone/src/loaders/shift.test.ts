import { expect, test } from 'vitest';
import { daysToToday, shiftByDays } from './shift.ts';

const at = (iso: string): number => Date.parse(iso);

test('the last event comes to lie within the last 24 hours, at its own time of day', () => {
  const now = at('2026-05-10T08:00:00Z');
  for (const last of [
    '2018-01-01T03:47:38Z',
    '2018-01-01T09:00:00Z',
    '2026-05-10T08:00:00Z',
    '2027-01-01T00:00:00Z',
  ]) {
    const shifted = shiftByDays(at(last), daysToToday(at(last), now));
    expect(now - shifted).toBeGreaterThanOrEqual(0);
    expect(now - shifted).toBeLessThan(86_400_000);
    expect(new Date(shifted).toISOString().slice(11)).toBe(`${last.slice(11, 19)}.000Z`);
  }
});
