import { NotConvergedError, ScoringInputError } from '../errors.ts';
import { nelderMead } from '../mathematics/nelder-mead.ts';
import { calibratedLogit, uncalibrated, type ChurnCalibration } from './churn-calibration.ts';
import type { ChurnInputs } from './churn-inputs.ts';

export interface ChurnExample {
  /** As of a moment in the past. */
  readonly inputs: ChurnInputs;
  /** Whether the customer bought nothing within the horizon after that moment. */
  readonly churned: boolean;
}

/**
 * Calibrates the risk against what customers did: logistic regression (Platt 1999) on a past moment's inputs and what came
 * after it. A normal prior of variance 1 around "as the purchase model says" makes the estimate unique and keeps a
 * handful of examples from turning it over.
 *
 * Throws `ScoringInputError` without examples or when their horizons differ.
 */
export function fitChurnCalibration(examples: readonly ChurnExample[]): ChurnCalibration {
  const [first] = examples;
  if (first === undefined) throw new ScoringInputError('examples', 'at least one', 0);
  const { horizon } = first.inputs;
  const other = examples.find(({ inputs }) => inputs.horizon !== horizon);
  if (other !== undefined)
    throw new ScoringInputError('horizon', `the same for all (${horizon})`, other.inputs.horizon);
  const start = pointOf(uncalibrated);
  const loss = (point: readonly number[]): number => {
    const calibration = calibrationAt(point);
    let sum = 0;
    for (const { inputs, churned } of examples) {
      const logit = calibratedLogit(calibration, inputs);
      sum += softplus(churned ? -logit : logit);
    }
    const prior =
      point.reduce((squares, value, axis) => squares + (value - (start[axis] ?? NaN)) ** 2, 0) / 2;
    return (sum + prior) / examples.length;
  };
  const { point, converged, evaluations } = nelderMead(loss, start);
  if (!converged)
    throw new NotConvergedError('churn calibration', `no minimum after ${evaluations} evaluations`);
  return calibrationAt(point);
}

const pointOf = ({ intercept, noPurchase, overdue }: ChurnCalibration): readonly number[] => [
  intercept,
  noPurchase,
  overdue,
];

/** No weight is below 0: longer silence must not lower a risk, however a sample happened to fall. */
const calibrationAt = ([
  intercept = NaN,
  noPurchase = NaN,
  overdue = NaN,
]: readonly number[]): ChurnCalibration => ({
  intercept,
  noPurchase: Math.max(0, noPurchase),
  overdue: Math.max(0, overdue),
});

/** ln(1 + e^x) without overflow. */
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
