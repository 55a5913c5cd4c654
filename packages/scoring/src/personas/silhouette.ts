import { squaredDistance, type Clustering } from './cluster.ts';

/** Points whose silhouette is measured; more are thinned out evenly, as the cost grows with the square. */
const MOST_POINTS = 1500;

/**
 * Mean silhouette (Rousseeuw 1987), -1 to 1: how much nearer a point is to its own cluster than to the next one. A point
 * alone in its cluster counts 0.
 */
export function silhouette(points: readonly (readonly number[])[], { assignments }: Clustering): number {
  const stride = Math.ceil(points.length / MOST_POINTS);
  const sample = points.flatMap((point, index) =>
    index % stride === 0 ? [{ point, cluster: assignments[index] ?? NaN }] : [],
  );
  const sizes = new Map<number, number>();
  for (const { cluster } of sample) sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1);
  let total = 0;
  for (const { point, cluster } of sample) {
    const distances = new Map<number, number>();
    for (const other of sample) {
      const distance = Math.sqrt(squaredDistance(point, other.point));
      distances.set(other.cluster, (distances.get(other.cluster) ?? 0) + distance);
    }
    total += silhouetteOf(cluster, distances, sizes);
  }
  return total / sample.length;
}

function silhouetteOf(
  own: number,
  distances: ReadonlyMap<number, number>,
  sizes: ReadonlyMap<number, number>,
): number {
  const others = (sizes.get(own) ?? 0) - 1;
  if (others === 0) return 0;
  const within = (distances.get(own) ?? 0) / others;
  let nearest = Infinity;
  for (const [cluster, sum] of distances) {
    if (cluster !== own) nearest = Math.min(nearest, sum / (sizes.get(cluster) ?? NaN));
  }
  return nearest === Infinity ? 0 : (nearest - within) / Math.max(nearest, within, Number.MIN_VALUE);
}
