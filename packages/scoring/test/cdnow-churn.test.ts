import { expect, test } from 'vitest';
import { churnInputs, churnRisk, fitBgNbd, fitChurnCalibration, summariseOrders } from '../src/index.ts';
import { calibrationReport } from './calibration-report.ts';
import { calibrationEnd, hasCdnow, ordersThrough, readCdnow } from './cdnow.ts';

const HORIZON = 26;
const WEEK = 7 * 86_400_000;

function examples() {
  const all = ordersThrough(readCdnow(), calibrationEnd + HORIZON * WEEK);
  const histories = all.map((orders) => {
    const before = orders.filter(({ at }) => at <= calibrationEnd);
    const history = summariseOrders(before, { asOf: calibrationEnd });
    if (history === null) throw new Error('every customer of CDNOW bought in the first weeks');
    return { history, churned: before.length === orders.length };
  });
  const model = fitBgNbd(histories.map(({ history }) => history));
  return histories.map(({ history, churned }) => ({ inputs: churnInputs(model, history, HORIZON), churned }));
}

test.skipIf(!hasCdnow)(
  'on CDNOW the calibrated risk is right for customers it was not fitted on (without the data: skipped)',
  ({ annotate }) => {
    const all = examples();
    const calibration = fitChurnCalibration(all.filter((_, index) => index % 2 === 0));
    const unseen = all.filter((_, index) => index % 2 === 1);
    const report = calibrationReport(
      unseen.map(({ inputs, churned }) => ({
        probability: churnRisk(inputs, calibration).risk,
        happened: churned,
      })),
    );
    // bins of 118 customers miss by 0.025 on average even where every probability is right
    expect(report.expectedCalibrationError).toBeLessThan(0.05);
    expect(report.brier).toBeLessThan(0.85 * report.brierOfBaseRate);
    const raw = calibrationReport(
      unseen.map(({ inputs, churned }) => ({ probability: churnRisk(inputs, null).risk, happened: churned })),
    );
    expect(report.brier).toBeLessThan(raw.brier);
    expect(report.expectedCalibrationError).toBeLessThan(raw.expectedCalibrationError);
    return annotate(JSON.stringify({ calibration, report, raw: { ...raw, bins: undefined } }));
  },
);
