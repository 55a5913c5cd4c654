import { AppError } from '@customer360/service';
import { inverse, Matrix } from 'ml-matrix';

/** Keys that one chain may have: solving it takes time with their third power. */
const MAX_STATES = 500;

/** What a first-order Markov chain of paths says of its keys. */
export interface RemovalEffects {
  /** Chance that a path converts; null without paths. */
  readonly conversionProbability: number | null;
  /** Share of conversions that would be lost without the key, 0 to 1; every key of a path is there. */
  readonly effects: ReadonlyMap<string, number>;
}

/**
 * A chain over keys, with a start, a conversion and a null state, in which every path weighs 1 (JOURNEYS rule 25). Removing
 * a key sends all moves into it to the null state.
 */
export class MarkovChain {
  readonly #states = new Map<string, number>();
  /** Moves from each key to each other one. */
  readonly #moves: Map<number, number>[] = [];
  readonly #starts: number[] = [];
  readonly #conversions: number[] = [];
  /** Moves out of each key, into the two ends included. */
  readonly #leaving: number[] = [];
  #paths = 0;

  /** Adds a path that is not empty. Throws LIMIT_EXCEEDED for too many different keys. */
  add(keys: readonly string[], converts: boolean): void {
    this.#paths += 1;
    let before: number | null = null;
    for (const key of keys) {
      const state = this.#stateOf(key);
      if (before === null) increase(this.#starts, state);
      else {
        const moves = this.#moves[before];
        moves?.set(state, (moves.get(state) ?? 0) + 1);
        increase(this.#leaving, before);
      }
      before = state;
    }
    if (before === null) throw new Error('a path has a touch');
    increase(this.#leaving, before);
    if (converts) increase(this.#conversions, before);
  }

  /**
   * With Q the moves among keys, r those into conversion, s the starts: h = (I - Q)^-1 r is the chance to convert from each
   * key. Without key c exactly the paths that pass c are lost, so P - P(c) = f(c) h(c), where f(c) = (s (I - Q)^-1)(c) /
   * (I - Q)^-1(c, c) is the chance to reach c (Kemeny and Snell, Finite Markov Chains, chapter 3).
   */
  removalEffects(): RemovalEffects {
    const size = this.#states.size;
    if (size === 0) return { conversionProbability: null, effects: new Map() };
    const visits = inverse(this.#transient(size));
    const starts = Matrix.rowVector(this.#starts.map((count) => count / this.#paths));
    const ends = Matrix.columnVector(
      this.#conversions.map((count, state) => count / (this.#leaving[state] ?? 1)),
    );
    const converting = visits.mmul(ends);
    const visiting = starts.mmul(visits);
    const probability = starts.mmul(converting).get(0, 0);
    const effectOf = (state: number): number =>
      ((visiting.get(0, state) / visits.get(state, state)) * converting.get(state, 0)) / probability;
    const effects = [...this.#states].map(
      ([key, state]) => [key, probability === 0 ? 0 : effectOf(state)] as const,
    );
    return { conversionProbability: probability, effects: new Map(effects) };
  }

  /** I - Q. Never singular, as every key that was seen was left for an end some time. */
  #transient(size: number): Matrix {
    const matrix = Matrix.eye(size);
    for (const [from, moves] of this.#moves.entries()) {
      for (const [to, count] of moves) {
        matrix.set(from, to, matrix.get(from, to) - count / (this.#leaving[from] ?? 1));
      }
    }
    return matrix;
  }

  #stateOf(key: string): number {
    const known = this.#states.get(key);
    if (known !== undefined) return known;
    const state = this.#states.size;
    if (state === MAX_STATES) {
      const text = `MARKOV takes ${MAX_STATES} channels or campaigns at most: ask for a shorter range.`;
      throw new AppError('LIMIT_EXCEEDED', text);
    }
    this.#states.set(key, state);
    this.#moves.push(new Map());
    this.#starts.push(0);
    this.#conversions.push(0);
    this.#leaving.push(0);
    return state;
  }
}

function increase(counts: number[], place: number): void {
  counts[place] = (counts[place] ?? 0) + 1;
}
