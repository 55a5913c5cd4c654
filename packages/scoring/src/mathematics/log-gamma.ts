const HALF_LOG_TWO_PI = 0.918_938_533_204_672_7;
const SHIFT_TO = 10;

/** Bernoulli numbers over 2k(2k - 1): the coefficients of Stirling's series. */
const STIRLING = [
  1 / 12,
  -1 / 360,
  1 / 1260,
  -1 / 1680,
  1 / 1188,
  -691 / 360_360,
  1 / 156,
  -3617 / 122_400,
] as const;

/**
 * Natural logarithm of the gamma function for `x` > 0.
 *
 * Stirling's series (Abramowitz and Stegun 6.1.40) from 10 on, below it the recurrence 6.1.15. Own code because the kept
 * library for it brings a native build.
 */
export function logGamma(x: number): number {
  let shifted = x;
  let product = 1;
  while (shifted < SHIFT_TO) {
    product *= shifted;
    shifted += 1;
  }
  const inverse = 1 / shifted;
  const square = inverse * inverse;
  let series = 0;
  for (const coefficient of STIRLING.toReversed()) series = series * square + coefficient;
  return (
    (shifted - 0.5) * Math.log(shifted) - shifted + HALF_LOG_TWO_PI + series * inverse - Math.log(product)
  );
}
