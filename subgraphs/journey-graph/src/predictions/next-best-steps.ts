import { compareCodePoints } from '../input/code-points.ts';
import type { MoveCount } from '../transitions/moves.ts';
import { createMoveModel, goalProbabilities } from './goal-probabilities.ts';

/** What may follow a step (JOURNEYS rule 31). */
export interface NextBestSteps {
  /** Null when the person has no step yet. */
  readonly step: string | null;
  /** How often the step was left, the end included. */
  readonly visits: number;
  /** Null when it never was. */
  readonly endProbability: number | null;
  /** By score, then step. */
  readonly steps: readonly NextBestStep[];
}

export interface NextBestStep {
  readonly step: string;
  readonly support: number;
  readonly probability: number;
  readonly goalProbability: number;
  readonly score: number;
}

export interface NextStepQuestion {
  readonly step: string;
  readonly goal: string;
  /** Moves within which the goal is to be reached after the proposed step. */
  readonly horizon: number;
  /** Rarer moves are not proposed; they still count in the probabilities. */
  readonly minSupport: number;
  readonly first: number;
}

export function nextBestSteps(
  moves: readonly MoveCount[],
  { step, goal, horizon, minSupport, first }: NextStepQuestion,
): NextBestSteps {
  const model = createMoveModel(moves);
  const visits = model.leaving(step);
  const out = model.from(step);
  const proposed = out.flatMap(({ to, count }) =>
    to === null || count < minSupport ? [] : [{ step: to, support: count }],
  );
  const chances = goalProbabilities(model, { steps: proposed.map((one) => one.step), goal, horizon });
  const steps = proposed.map((one): NextBestStep => {
    const probability = one.support / visits;
    const goalProbability = chances.get(one.step) ?? 0;
    return { ...one, probability, goalProbability, score: probability * goalProbability };
  });
  const ends = out.find(({ to }) => to === null)?.count ?? 0;
  return {
    step,
    visits,
    endProbability: visits === 0 ? null : ends / visits,
    steps: steps.toSorted((a, b) => b.score - a.score || compareCodePoints(a.step, b.step)).slice(0, first),
  };
}
