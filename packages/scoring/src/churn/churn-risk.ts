import { calibratedLogit, uncalibrated, type ChurnCalibration } from './churn-calibration.ts';
import type { ChurnInputs } from './churn-inputs.ts';

export interface ChurnRisk {
  /** Probability, 0 to 1, that the customer buys nothing within the horizon. */
  readonly risk: number;
  readonly inputs: ChurnInputs;
  /** How the inputs became the risk; null is the purchase model's own probability. */
  readonly calibration: ChurnCalibration | null;
}

/** The risk that a customer buys nothing within the horizon of `inputs`; `calibration` null leaves it as modelled. */
export function churnRisk(inputs: ChurnInputs, calibration: ChurnCalibration | null): ChurnRisk {
  const risk = 1 / (1 + Math.exp(-calibratedLogit(calibration ?? uncalibrated, inputs)));
  return { risk, inputs, calibration };
}
