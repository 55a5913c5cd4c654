import type { ChurnInputs } from './churn-inputs.ts';

/**
 * How inputs become a risk: the logistic function of `intercept` + `noPurchase` x logit(noPurchase) + `overdue` x
 * ln(1 + overdue). With 0, 1, 0 the risk is the purchase model's own probability.
 */
export interface ChurnCalibration {
  readonly intercept: number;
  readonly noPurchase: number;
  readonly overdue: number;
}

export const uncalibrated: ChurnCalibration = { intercept: 0, noPurchase: 1, overdue: 0 };

/** Keeps the logit of a certain outcome finite. */
const LEAST_DOUBT = 1e-6;

/** The logit of the calibrated risk. */
export function calibratedLogit(
  { intercept, noPurchase, overdue }: ChurnCalibration,
  inputs: ChurnInputs,
): number {
  const probability = Math.min(1 - LEAST_DOUBT, Math.max(LEAST_DOUBT, inputs.noPurchase));
  const logit = Math.log(probability) - Math.log1p(-probability);
  return intercept + noPurchase * logit + overdue * Math.log1p(inputs.overdue);
}
