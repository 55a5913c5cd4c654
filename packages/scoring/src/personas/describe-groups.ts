import type { CentreFeature } from './archetype.ts';
import type { Clustering } from './cluster.ts';
import { unscaled, type FeatureDefinition } from './feature.ts';
import { distinctions, type Distinction } from './name-archetypes.ts';
import type { Standard } from './standardise.ts';

export interface Group {
  /** Index of the cluster that the group is. */
  readonly cluster: number;
  readonly centre: readonly CentreFeature[];
  readonly size: number;
  /** Size over the number of rows, 0 to 1. */
  readonly share: number;
  /** What sets it apart, strongest first; empty for an average group. */
  readonly distinctions: readonly Distinction[];
}

/** The clusters in words and in the features' own units: largest first, of equal sizes the one with the lower centre. */
export function describeGroups(
  { assignments, centroids }: Clustering,
  standards: readonly Standard[],
  definitions: readonly FeatureDefinition[],
): readonly Group[] {
  const usual = new Map(standards.map(({ feature, scale, mean }) => [feature, unscaled(scale, mean)]));
  return centroids
    .map((centroid, cluster) => {
      const centre = standards.map((standard, axis) => centreFeature(standard, centroid[axis] ?? NaN));
      const size = assignments.filter((assigned) => assigned === cluster).length;
      const share = size / assignments.length;
      return { cluster, centre, size, share, distinctions: distinctions(centre, definitions, usual) };
    })
    .toSorted((one, other) => other.size - one.size || compareCentres(one.centre, other.centre));
}

function centreFeature(standard: Standard, z: number): CentreFeature {
  return { ...standard, z, typical: unscaled(standard.scale, standard.mean + z * standard.deviation) };
}

function compareCentres(one: readonly CentreFeature[], other: readonly CentreFeature[]): number {
  for (const [axis, { z }] of one.entries()) {
    const difference = z - (other[axis]?.z ?? NaN);
    if (difference !== 0) return difference;
  }
  return 0;
}
