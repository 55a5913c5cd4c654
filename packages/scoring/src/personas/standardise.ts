import { checkValue, scaled, type FeatureDefinition, type FeatureRow, type FeatureScale } from './feature.ts';

/** How a feature is measured against a population. */
export interface Standard {
  readonly feature: string;
  readonly scale: FeatureScale;
  /** Mean and standard deviation of the scaled values; a deviation of 0 tells nobody apart. */
  readonly mean: number;
  readonly deviation: number;
}

/** Deviations below this share of the mean are what rounding left of none. */
const ROUNDING = 1e-12;

export function fitStandards(
  rows: readonly FeatureRow[],
  definitions: readonly FeatureDefinition[],
): readonly Standard[] {
  return definitions.map(({ name, scale }) => {
    const values = rows.map(({ features }) => scaled(scale, features[name] ?? NaN));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    const deviation = Math.sqrt(variance);
    return { feature: name, scale, mean, deviation: deviation <= ROUNDING * Math.abs(mean) ? 0 : deviation };
  });
}

/** The value in standard deviations from the mean. */
export function standardised({ feature, scale, mean, deviation }: Standard, value: number): number {
  checkValue(feature, scale, value);
  return (scaled(scale, value) - mean) / deviation;
}
