import { expect, test } from 'vitest';
import { nelderMead } from './nelder-mead.ts';

const at = (point: readonly number[], axis: number): number => point[axis] ?? NaN;

test('finds the bottom of a curved valley', () => {
  const rosenbrock = (p: readonly number[]): number =>
    (1 - at(p, 0)) ** 2 + 100 * (at(p, 1) - at(p, 0) ** 2) ** 2;
  const { point, value, converged } = nelderMead(rosenbrock, [-1.2, 1]);
  expect(converged).toBe(true);
  expect(value).toBeLessThan(1e-9);
  expect(at(point, 0)).toBeCloseTo(1, 4);
  expect(at(point, 1)).toBeCloseTo(1, 4);
});

test('finds the minimum of a bowl in four dimensions', () => {
  const bowl = (p: readonly number[]): number =>
    p.reduce((sum, x, axis) => sum + (axis + 1) * (x - axis) ** 2, 3);
  const { point, value, converged } = nelderMead(bowl, [5, 5, 5, 5]);
  expect(converged).toBe(true);
  expect(value).toBeCloseTo(3, 9);
  for (const [axis, x] of point.entries()) expect(x).toBeCloseTo(axis, 4);
});

test('says that it did not converge when its evaluations run out', () => {
  const { converged, evaluations } = nelderMead((p) => -at(p, 0), [0], { maxEvaluations: 200 });
  expect(converged).toBe(false);
  expect(evaluations).toBeLessThan(210);
});

test('takes a value that is not a number for infinite', () => {
  const { point } = nelderMead((p) => (at(p, 0) < 0 ? NaN : (at(p, 0) - 0.1) ** 2), [3]);
  expect(at(point, 0)).toBeCloseTo(0.1, 4);
});

test('does not call a function that is nowhere finite converged', () => {
  expect(nelderMead(() => NaN, [0, 0], { maxEvaluations: 500 }).converged).toBe(false);
});
