import { describe, expect, test } from 'vitest';
import { calibrationReport } from './calibration-report.ts';

describe('the report', () => {
  test('is perfect where what was said happened', () => {
    const forecasts = Array.from({ length: 20 }, (_, index) => ({
      probability: index % 2,
      happened: index % 2 === 1,
    }));
    expect(calibrationReport(forecasts, 2)).toEqual({
      brier: 0,
      brierOfBaseRate: 0.25,
      expectedCalibrationError: 0,
      bins: [
        { forecasts: 10, said: 0, happened: 0 },
        { forecasts: 10, said: 1, happened: 1 },
      ],
    });
  });

  test('measures how far a forecast was off', () => {
    const forecasts = Array.from({ length: 10 }, (_, index) => ({ probability: 0.5, happened: index < 8 }));
    expect(calibrationReport(forecasts, 1).expectedCalibrationError).toBeCloseTo(0.3, 12);
  });

  test('refuses fewer forecasts than bins', () => {
    expect(() => calibrationReport([{ probability: 0.5, happened: true }])).toThrow(
      'forecasts must be at least one a bin (10), got 1',
    );
  });
});
