import { ScoringInputError } from '../src/errors.ts';
import { requireShare, requireWhole } from '../src/require.ts';

export interface Forecast {
  /** Probability that was said, 0 to 1. */
  readonly probability: number;
  /** Whether it happened. */
  readonly happened: boolean;
}

export interface CalibrationBin {
  readonly forecasts: number;
  /** Mean probability that was said. */
  readonly said: number;
  /** Share that happened. */
  readonly happened: number;
}

export interface CalibrationReport {
  /** Mean squared error of the probabilities (Brier 1950): 0 is perfect. */
  readonly brier: number;
  /** The Brier score of always saying the share that happened: a useful forecast is below it. */
  readonly brierOfBaseRate: number;
  /** Mean distance between said and happened over the bins, weighted by size. */
  readonly expectedCalibrationError: number;
  /** Bins of equal size by probability, lowest first. */
  readonly bins: readonly CalibrationBin[];
}

/** How far probabilities can be trusted: compares what was said with what happened, in `bins` bins; default 10. */
export function calibrationReport(forecasts: readonly Forecast[], bins = 10): CalibrationReport {
  requireWhole('bins', bins, 1);
  if (forecasts.length < bins)
    throw new ScoringInputError('forecasts', `at least one a bin (${bins})`, forecasts.length);
  for (const { probability } of forecasts) requireShare('probability', probability);
  const sorted = forecasts.toSorted(
    (a, b) => a.probability - b.probability || Number(a.happened) - Number(b.happened),
  );
  const edge = (bin: number): number => Math.floor((bin * sorted.length) / bins);
  const filled = Array.from({ length: bins }, (_, bin) => binOf(sorted.slice(edge(bin), edge(bin + 1))));
  const rate = mean(sorted.map(({ happened }) => Number(happened)));
  return {
    brier: mean(sorted.map(({ probability, happened }) => (probability - Number(happened)) ** 2)),
    brierOfBaseRate: rate * (1 - rate),
    expectedCalibrationError:
      filled.reduce((sum, bin) => sum + bin.forecasts * Math.abs(bin.said - bin.happened), 0) / sorted.length,
    bins: filled,
  };
}

function binOf(forecasts: readonly Forecast[]): CalibrationBin {
  return {
    forecasts: forecasts.length,
    said: mean(forecasts.map(({ probability }) => probability)),
    happened: mean(forecasts.map(({ happened }) => Number(happened))),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
