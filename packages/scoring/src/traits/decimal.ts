import { Big } from 'big.js';

/** A decimal number as plain digits without an exponent: `-12.5`. Equal numbers are equal texts. */
export type Decimal = string;

export const ZERO: Decimal = '0';

const AVERAGE_PLACES = 20;

/** The decimal that a double prints as, which is the one that its sender wrote. */
export function toDecimal(value: number): Decimal {
  return text(new Big(value));
}

/** The exact sum. */
export function addDecimals(one: Decimal, other: Decimal): Decimal {
  return text(new Big(one).plus(other));
}

/** `sum` / `count` to 20 places, a half rounded to even. */
export function averageOf(sum: Decimal, count: number): Decimal {
  const exact = Big();
  exact.DP = AVERAGE_PLACES;
  exact.RM = Big.roundHalfEven;
  return text(new exact(sum).div(count));
}

function text(value: Big): Decimal {
  return value.eq(0) ? ZERO : value.toFixed();
}
