import { readDuration } from './checks.ts';

/** Whether a touch may serve several conversions, or only the first one after it. */
export type PathMode = 'LOOKBACK' | 'SINCE_LAST_CONVERSION';

const DAY_MS = 86_400_000;

const limits = { default: 30 * DAY_MS, min: 1_000, max: 400 * DAY_MS, says: '1 second to 400 days' };

/** How far to look back from a conversion, in milliseconds; 30 days when left out. */
export function readLookback(lookback: number | null | undefined): number {
  return readDuration('lookback', lookback, limits);
}
