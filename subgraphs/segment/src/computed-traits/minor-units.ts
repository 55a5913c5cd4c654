import { Big } from 'big.js';

const DECIMAL = /^[+-]?\d{1,30}(\.\d{1,30})?$/;
const HALF_AWAY_FROM_ZERO = Big.roundHalfUp;

/**
 * An amount of currency, a number or plain decimal text, in hundredths; a third decimal of 5 or more rounds away from
 * zero. 0 for anything else, and for what a double cannot hold exactly.
 */
export function toMinorUnits(amount: unknown): number {
  const decimal = readDecimal(amount);
  if (decimal === null) return 0;
  const units = new Big(decimal).times(100).round(0, HALF_AWAY_FROM_ZERO).toNumber();
  // A negative zero is no other amount.
  return Number.isSafeInteger(units) ? units + 0 : 0;
}

function readDecimal(amount: unknown): string | number | null {
  if (typeof amount === 'number') return Number.isFinite(amount) ? amount : null;
  if (typeof amount !== 'string') return null;
  const text = amount.trim();
  return DECIMAL.test(text) ? text.replace(/^\+/, '') : null;
}
