import { Big } from 'big.js';

const DECIMAL = /^[+-]?\d{1,30}(\.\d{1,30})?$/;
const HALF_AWAY_FROM_ZERO = Big.roundHalfUp;

/**
 * A decimal amount in minor units (hundredths), without binary fractions in between; a third decimal of 5 or more rounds
 * away from zero. Takes numbers and plain decimal text, as many clients send prices as text. 0 for anything else, also
 * for what a double cannot hold exactly.
 */
export function toMinorUnits(amount: unknown): number {
  const text = typeof amount === 'number' ? amount : readDecimal(amount);
  if (text === null || (typeof text === 'number' && !Number.isFinite(text))) return 0;
  const units = new Big(text).times(100).round(0, HALF_AWAY_FROM_ZERO).toNumber();
  // A negative zero is no other amount.
  return Number.isSafeInteger(units) ? units + 0 : 0;
}

function readDecimal(amount: unknown): string | null {
  if (typeof amount !== 'string') return null;
  const text = amount.trim();
  return DECIMAL.test(text) ? text.replace(/^\+/, '') : null;
}
