import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MoveCount } from '../transitions/moves.ts';
import { createMoveModel, goalProbabilities } from './goal-probabilities.ts';

const chain: readonly MoveCount[] = [
  { from: null, to: 'A', count: 10 },
  { from: 'A', to: 'B', count: 6 },
  { from: 'A', to: 'Goal', count: 2 },
  { from: 'A', to: null, count: 2 },
  { from: 'B', to: 'A', count: 3 },
  { from: 'B', to: null, count: 3 },
  { from: 'Goal', to: null, count: 2 },
];

const chanceAt = (step: string, horizon: number, goal = 'Goal') =>
  goalProbabilities(createMoveModel(chain), { steps: [step], goal, horizon }).get(step);

describe('the chance to reach a goal', () => {
  it('is 1 at the goal itself, whatever comes after it', () => {
    expect(chanceAt('Goal', 1)).toBe(1);
  });

  it('adds up all routes within the horizon, cycles too', () => {
    expect(chanceAt('A', 1)).toBeCloseTo(0.2, 12);
    expect(chanceAt('A', 2)).toBeCloseTo(0.2, 12);
    expect(chanceAt('A', 3)).toBeCloseTo(0.2 + 0.6 * 0.5 * 0.2, 12);
    expect(chanceAt('B', 1)).toBe(0);
    expect(chanceAt('B', 2)).toBeCloseTo(0.1, 12);
  });

  it('is 0 from a step that was never left and to a goal that nobody reached', () => {
    expect(chanceAt('nowhere', 20)).toBe(0);
    expect(chanceAt('A', 20, 'nowhere')).toBe(0);
  });

  it('grows with the horizon and stays a probability', () => {
    const step = fc.constantFrom('a', 'b', 'c', 'd', null);
    const moves = fc.array(fc.record({ from: step, to: step, count: fc.integer({ min: 1, max: 9 }) }));
    fc.assert(
      fc.property(moves, fc.integer({ min: 1, max: 19 }), (some, horizon) => {
        const model = createMoveModel(some);
        const at = (h: number) => goalProbabilities(model, { steps: ['a', 'b'], goal: 'd', horizon: h });
        for (const start of ['a', 'b']) {
          const [now = 0, later = 0] = [at(horizon).get(start), at(horizon + 1).get(start)];
          expect(later).toBeGreaterThanOrEqual(now - 1e-12);
          expect(later).toBeLessThanOrEqual(1 + 1e-12);
        }
      }),
    );
  });
});
