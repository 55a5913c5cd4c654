import type { MoveCount } from '../transitions/moves.ts';

/** How units go on from each step. */
export interface MoveModel {
  /** How often a step was left, the end of a unit included; 0 for one that never was. */
  leaving(step: string): number;
  /** Moves out of a step, the end (`to` null) included. */
  from(step: string): readonly MoveCount[];
}

/** From moves over some time; moves into the first step of a unit (`from` null) play no part. */
export function createMoveModel(moves: readonly MoveCount[]): MoveModel {
  const bySource = Map.groupBy(moves, ({ from }) => from);
  const totals = new Map(
    [...bySource].map(([step, out]) => [step, out.reduce((sum, { count }) => sum + count, 0)]),
  );
  return { leaving: (step) => totals.get(step) ?? 0, from: (step) => bySource.get(step) ?? [] };
}

/**
 * The chance to reach the goal within `horizon` moves from each of the steps, over all routes of a first-order Markov chain
 * (JOURNEYS rule 31); 1 for the goal itself, 0 for a step that was never left. By dynamic programming over the moves that
 * remain: P0 is 1 at the goal and 0 elsewhere, Pk(a) = sum over b of p(b|a) * Pk-1(b).
 */
export function goalProbabilities(
  model: MoveModel,
  question: { readonly steps: readonly string[]; readonly goal: string; readonly horizon: number },
): ReadonlyMap<string, number> {
  const { steps, goal, horizon } = question;
  const reach = reachableFrom(model, steps);
  let chances = new Map([[goal, 1]]);
  for (let move = 0; move < horizon; move += 1) {
    const before = chances;
    chances = new Map([...reach].map((step) => [step, chanceAt(step, before)]));
    chances.set(goal, 1);
  }
  return new Map(steps.map((step) => [step, chances.get(step) ?? 0]));

  function chanceAt(step: string, before: ReadonlyMap<string, number>): number {
    const total = model.leaving(step);
    const sum = model
      .from(step)
      .reduce((sofar, { to, count }) => sofar + (to === null ? 0 : count * (before.get(to) ?? 0)), 0);
    return total === 0 ? 0 : sum / total;
  }
}

/** Steps that some route from these passes, themselves included. */
function reachableFrom(model: MoveModel, steps: readonly string[]): ReadonlySet<string> {
  const seen = new Set(steps);
  // A set walks over what is added meanwhile.
  for (const step of seen) {
    for (const { to } of model.from(step)) if (to !== null) seen.add(to);
  }
  return seen;
}
