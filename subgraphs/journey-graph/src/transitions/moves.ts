import { collapse, type Session } from '../sessions/split-sessions.ts';

/** From one step to the next; null stands for the beginning, or the end, of the unit. */
export interface Move {
  readonly from: string | null;
  readonly to: string | null;
}

/** A move and how often it was made. */
export interface MoveCount extends Move {
  readonly count: number;
}

/** The moves of one unit: into its first step, between neighbours that differ, and out of its last step. */
export function movesOf(steps: readonly string[]): readonly Move[] {
  const path = collapse(steps);
  if (path.length === 0) return [];
  const places = [null, ...path, null];
  return places.slice(1).map((to, place) => ({ from: places[place] ?? null, to }));
}

/** How often each move was made in sessions of each month of their start: period to counts. */
export function countMoves(sessions: readonly Session[]): ReadonlyMap<string, readonly MoveCount[]> {
  const byPeriod = Map.groupBy(sessions, ({ touchpoints }) => periodOf(touchpoints[0]?.at ?? 0));
  return new Map(
    [...byPeriod].map(([period, some]) => [
      period,
      addUp(some.flatMap(({ touchpoints }) => movesOf(touchpoints.map(({ step }) => step)))),
    ]),
  );
}

/** Equal moves added up, in order of their first occurrence. */
export function addUp(moves: readonly Move[]): readonly MoveCount[] {
  const counts = new Map<string, MoveCount>();
  for (const { from, to } of moves) {
    const key = JSON.stringify([from, to]);
    counts.set(key, { from, to, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()];
}

/** By step before, then step after, in code-unit order; none first. */
export function compareMoves(a: Move, b: Move): number {
  return compareSteps(a.from, b.from) || compareSteps(a.to, b.to);
}

function compareSteps(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? -1 : 1;
  return a < b ? -1 : 1;
}

/** The UTC month of an instant, `YYYY-MM`. */
export function periodOf(at: number): string {
  return new Date(at).toISOString().slice(0, 7);
}
