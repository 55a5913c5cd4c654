import { ScoringInputError } from '../errors.ts';
import { requireAtLeast, requireDistinct, requireFinite } from '../require.ts';

export interface FeatureDefinition {
  readonly name: string;
  /** What it is, for people: `orders in a year`. */
  readonly label: string;
  /** Adjective of somebody with a high value: `frequent`. */
  readonly high: string;
  /** Adjective of somebody with a low value: `occasional`. */
  readonly low: string;
  /** `log` compares ln(1 + value), for amounts and counts with a long tail; they must not be below 0. */
  readonly scale: FeatureScale;
}

export type FeatureScale = 'linear' | 'log';

export type Features = Readonly<Record<string, number>>;

export interface FeatureRow {
  readonly id: string;
  readonly features: Features;
}

export function scaled(scale: FeatureScale, value: number): number {
  return scale === 'log' ? Math.log1p(value) : value;
}

export function unscaled(scale: FeatureScale, value: number): number {
  return scale === 'log' ? Math.expm1(value) : value;
}

/** Throws `ScoringInputError` unless each row has a number for each feature and ids and names are given once. */
export function checkFeatureRows(
  rows: readonly FeatureRow[],
  definitions: readonly FeatureDefinition[],
): void {
  if (definitions.length === 0) throw new ScoringInputError('definitions', 'at least one feature', 0);
  requireDistinct(
    'definitions.name',
    definitions.map(({ name }) => name),
  );
  requireDistinct(
    'id',
    rows.map(({ id }) => id),
  );
  for (const { features } of rows) {
    for (const { name, scale } of definitions) checkValue(name, scale, features[name]);
  }
}

export function checkValue(name: string, scale: FeatureScale, value: number | undefined): void {
  if (value === undefined) throw new ScoringInputError(`features.${name}`, 'given', value);
  if (scale === 'log') requireAtLeast(`features.${name}`, value, 0);
  else requireFinite(`features.${name}`, value);
}
