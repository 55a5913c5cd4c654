import type { TimeRange } from '../input/checks.ts';
import { periodOf } from '../transitions/moves.ts';

/** First instant of the UTC month that lies `months` after the one of an instant. */
export function startOfMonth(at: number, months = 0): number {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months);
}

/** The same time of the same day some UTC months earlier; the last day of a month that is shorter. */
export function monthsBefore(at: number, months: number): number {
  const shifted = startOfMonth(at, -months);
  const days = (startOfMonth(shifted, 1) - shifted) / 86_400_000;
  const intoMonth = at - startOfMonth(at);
  const day = Math.floor(intoMonth / 86_400_000);
  return shifted + intoMonth - Math.max(0, day - days + 1) * 86_400_000;
}

/** The UTC months that a range is made of, `YYYY-MM`; null when it begins or ends within one. */
export function wholeMonths({ from, to }: TimeRange): readonly string[] | null {
  if (from !== startOfMonth(from) || to !== startOfMonth(to)) return null;
  const periods: string[] = [];
  for (let month = from; month < to; month = startOfMonth(month, 1)) periods.push(periodOf(month));
  return periods;
}
