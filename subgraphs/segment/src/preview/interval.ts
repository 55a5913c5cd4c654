/** 97.5th percentile of the normal distribution. */
const Z = 1.959963985;

/** A count with the bounds that it lies between with 95 % confidence. */
export interface Estimate {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/**
 * How many of `total` have what `found` of `sampled` have: Wilson's score interval (Wilson 1927), never outside of what
 * the sample itself has shown. A sample of nobody says nothing.
 */
export function estimateCount({
  found,
  sampled,
  total,
}: {
  readonly found: number;
  readonly sampled: number;
  readonly total: number;
}): Estimate {
  if (sampled === 0) return { estimate: 0, low: 0, high: total };
  const share = found / sampled;
  const scale = 1 + Z ** 2 / sampled;
  const centre = (share + Z ** 2 / (2 * sampled)) / scale;
  const spread = (Z / scale) * Math.sqrt((share * (1 - share)) / sampled + Z ** 2 / (4 * sampled ** 2));
  return {
    estimate: Math.round(share * total),
    low: Math.max(found, Math.floor((centre - spread) * total)),
    high: Math.min(total - (sampled - found), Math.ceil((centre + spread) * total)),
  };
}
