export interface Minimum {
  readonly point: readonly number[];
  readonly value: number;
  readonly evaluations: number;
  /** False when the limit of evaluations came first. */
  readonly converged: boolean;
}

export interface NelderMeadOptions {
  /** Length of the first simplex's edges; default 0.5. */
  readonly step?: number;
  /** Largest spread of values and of coordinates over the simplex at the end; default 1e-10 and its root. */
  readonly tolerance?: number;
  readonly maxEvaluations?: number;
}

interface Vertex {
  readonly point: readonly number[];
  readonly value: number;
}

/**
 * A local minimum of `f` near `start` by the simplex method of Nelder and Mead (1965), started anew from what it found
 * until that gains nothing more, which frees a simplex that collapsed too early. Deterministic; a value that is not a
 * number counts as infinite. Own code because the npm packages of this method say nothing of convergence.
 */
export function nelderMead(
  f: (point: readonly number[]) => number,
  start: readonly number[],
  { step = 0.5, tolerance = 1e-10, maxEvaluations = 20_000 }: NelderMeadOptions = {},
): Minimum {
  let evaluations = 0;
  const measure = (point: readonly number[]): Vertex => {
    evaluations += 1;
    const value = f(point);
    return { point, value: Number.isNaN(value) ? Infinity : value };
  };
  let best = measure(start);
  for (;;) {
    const before = best.value;
    let simplex = firstSimplex(best, step, measure);
    while (!hasCollapsed(simplex, tolerance)) {
      if (evaluations >= maxEvaluations) return { ...first(simplex), evaluations, converged: false };
      simplex = moved(simplex, measure);
    }
    best = first(simplex);
    if (!(before - best.value > tolerance * (1 + Math.abs(best.value)))) {
      return { ...best, evaluations, converged: Number.isFinite(best.value) };
    }
  }
}

type Measure = (point: readonly number[]) => Vertex;

function firstSimplex(origin: Vertex, step: number, measure: Measure): readonly Vertex[] {
  const others = origin.point.map((_, axis) =>
    measure(origin.point.map((coordinate, index) => (index === axis ? coordinate + step : coordinate))),
  );
  return sorted([origin, ...others]);
}

function moved(simplex: readonly Vertex[], measure: Measure): readonly Vertex[] {
  const worst = last(simplex);
  const kept = simplex.slice(0, -1);
  const centre = worst.point.map(
    (_, axis) => kept.reduce((sum, vertex) => sum + at(vertex, axis), 0) / kept.length,
  );
  const along = (factor: number): Vertex =>
    measure(centre.map((coordinate, axis) => coordinate + factor * (at(worst, axis) - coordinate)));
  const reflected = along(-1);
  if (reflected.value < first(kept).value) {
    const expanded = along(-2);
    return sorted([...kept, expanded.value < reflected.value ? expanded : reflected]);
  }
  if (reflected.value < last(kept).value) return sorted([...kept, reflected]);
  const contracted = along(reflected.value < worst.value ? -0.5 : 0.5);
  if (contracted.value < Math.min(reflected.value, worst.value)) return sorted([...kept, contracted]);
  return shrunk(simplex, measure);
}

function shrunk(simplex: readonly Vertex[], measure: Measure): readonly Vertex[] {
  const best = first(simplex);
  const others = simplex
    .slice(1)
    .map((vertex) => measure(vertex.point.map((coordinate, axis) => (coordinate + at(best, axis)) / 2)));
  return sorted([best, ...others]);
}

function hasCollapsed(simplex: readonly Vertex[], tolerance: number): boolean {
  const best = first(simplex);
  if (!(last(simplex).value - best.value <= tolerance * (1 + Math.abs(best.value)))) return false;
  const reach = Math.sqrt(tolerance);
  return simplex.every((vertex) =>
    vertex.point.every(
      (coordinate, axis) => Math.abs(coordinate - at(best, axis)) <= reach * (1 + Math.abs(coordinate)),
    ),
  );
}

const sorted = (simplex: readonly Vertex[]): readonly Vertex[] =>
  simplex.toSorted((a, b) => a.value - b.value);

function at(vertex: Vertex, axis: number): number {
  return vertex.point[axis] ?? NaN;
}

function first(simplex: readonly Vertex[]): Vertex {
  const [vertex] = simplex;
  if (vertex === undefined) throw new Error('a simplex has at least one vertex');
  return vertex;
}

function last(simplex: readonly Vertex[]): Vertex {
  return first(simplex.slice(-1));
}
