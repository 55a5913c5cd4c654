import { compareCodePoints } from '../input/code-points.ts';

const MILLIONTHS = 1_000_000;

/**
 * Whole minor units that add up to `total`: each share is rounded to 6 decimals and down, and the units that are missing go to
 * the largest fractions, ties by name (JOURNEYS rule 5). The shares add up to `total` but for rounding.
 */
export function shareOut(shares: ReadonlyMap<string, number>, total: number): ReadonlyMap<string, number> {
  const floored = [...shares].map(([key, share]) => {
    const rounded = Math.round(share * MILLIONTHS) / MILLIONTHS;
    const whole = Math.floor(rounded);
    return { key, whole, fraction: Math.round((rounded - whole) * MILLIONTHS) };
  });
  const missing = total - floored.reduce((sum, { whole }) => sum + whole, 0);
  const ranked = floored.toSorted((a, b) => b.fraction - a.fraction || compareCodePoints(a.key, b.key));
  return new Map(ranked.map(({ key, whole }, rank) => [key, whole + (rank < missing ? 1 : 0)]));
}
