import { kmeans } from 'ml-kmeans';

export interface Clustering {
  /** Index of the centroid of each point. */
  readonly assignments: readonly number[];
  readonly centroids: readonly (readonly number[])[];
  /** Sum of squared distances to the own centroid. */
  readonly inertia: number;
}

export interface ClusterOptions {
  readonly k: number;
  readonly seed: number;
  readonly restarts: number;
}

const MAX_ITERATIONS = 300;
/** Squared distance that a centroid may still move at the end. */
const SETTLED = 1e-12;
const SEED_STEP = 0x9e_37_79_b1;

/**
 * The best of `restarts` runs of k-means from k-means++ beginnings (Arthur and Vassilvitskii 2007), by inertia; of equal
 * ones the first. Runs that left a cluster empty or did not settle do not count; null when none is left. There must be at
 * least k distinct points.
 */
export function bestClustering(
  points: readonly (readonly number[])[],
  { k, seed, restarts }: ClusterOptions,
): Clustering | null {
  const matrix = points.map((point) => [...point]);
  let best: Clustering | null = null;
  for (let restart = 0; restart < restarts; restart += 1) {
    const found = kmeans(matrix, k, {
      initialization: 'kmeans++',
      maxIterations: MAX_ITERATIONS,
      tolerance: SETTLED,
      seed: (seed + Math.imul(restart, SEED_STEP)) >>> 0,
    });
    if (!found.converged || new Set(found.clusters).size < k) continue;
    const clustering = { assignments: found.clusters, centroids: found.centroids, inertia: 0 };
    const inertia = inertiaOf(points, clustering);
    if (best === null || inertia < best.inertia) best = { ...clustering, inertia };
  }
  return best;
}

function inertiaOf(points: readonly (readonly number[])[], { assignments, centroids }: Clustering): number {
  return points.reduce((sum, point, index) => {
    const centroid = centroids[assignments[index] ?? NaN] ?? [];
    return sum + squaredDistance(point, centroid);
  }, 0);
}

export function squaredDistance(one: readonly number[], other: readonly number[]): number {
  let sum = 0;
  for (let axis = 0; axis < one.length; axis += 1) sum += ((one[axis] ?? NaN) - (other[axis] ?? NaN)) ** 2;
  return sum;
}
