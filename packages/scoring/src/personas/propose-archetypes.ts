import { NotConvergedError, ScoringInputError } from '../errors.ts';
import { requireWhole } from '../require.ts';
import type { CentroidArchetype } from './archetype.ts';
import { bestClustering, type Clustering } from './cluster.ts';
import { describeGroups } from './describe-groups.ts';
import { checkFeatureRows, type FeatureDefinition, type FeatureRow } from './feature.ts';
import { nameArchetypes, type Distinction } from './name-archetypes.ts';
import { silhouette } from './silhouette.ts';
import { fitStandards, standardised } from './standardise.ts';

export interface ProposeOptions {
  readonly definitions: readonly FeatureDefinition[];
  readonly seed: number;
  /** Fewest and most archetypes, 2 to 20; with a choice the best silhouette decides, of equal ones the fewest. */
  readonly kMin: number;
  readonly kMax: number;
  /** Runs of k-means for each number; default 50: fewer miss the best one now and then. */
  readonly restarts?: number;
  /** What the members are called in names; default `customers`. */
  readonly noun?: string;
}

export interface ProposedArchetype extends CentroidArchetype {
  readonly size: number;
  /** Size over the number of rows, 0 to 1. */
  readonly share: number;
  /** What sets it apart, strongest first; empty for an average group. */
  readonly distinctions: readonly Distinction[];
}

export interface TriedNumber {
  readonly k: number;
  /** Mean silhouette, -1 to 1; below 0.25 the groups shade into each other. */
  readonly silhouette: number;
}

export interface ArchetypeProposal {
  /** Largest first. */
  readonly archetypes: readonly ProposedArchetype[];
  /** Code of the archetype of each row, by id. */
  readonly members: ReadonlyMap<string, string>;
  readonly tried: readonly TriedNumber[];
  /** Features that are the same for all and so told nobody apart. */
  readonly ignoredFeatures: readonly string[];
}

const MOST_ARCHETYPES = 20;

/**
 * Groups customers by standardised features with k-means and describes each group. A proposal for people to judge. It
 * depends on the set of rows, not on their order, and on the seed.
 *
 * Throws `ScoringInputError` for missing values, limits, or fewer distinct rows than `kMax`; `NotConvergedError` when no run
 * of a number settled without an empty group.
 */
export function proposeArchetypes(rows: readonly FeatureRow[], options: ProposeOptions): ArchetypeProposal {
  const { definitions, noun = 'customers' } = options;
  checkOptions(options);
  checkFeatureRows(rows, definitions);
  const sorted = rows.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const standards = fitStandards(sorted, definitions);
  const telling = standards.filter(({ deviation }) => deviation > 0);
  const points = sorted.map(({ features }) =>
    telling.map((standard) => standardised(standard, features[standard.feature] ?? NaN)),
  );
  const { clustering, tried } = bestNumber(points, options);
  const groups = describeGroups(clustering, telling, definitions);
  const names = nameArchetypes(groups, noun);
  const archetypes = groups.map(({ centre, size, share, distinctions }, index): ProposedArchetype => {
    const { code = '', name = '' } = names[index] ?? {};
    return { kind: 'centroid', code, name, size, share, centre, distinctions };
  });
  const codes = new Map(groups.map(({ cluster }, index) => [cluster, archetypes[index]?.code ?? '']));
  return {
    archetypes,
    members: new Map(sorted.map(({ id }, row) => [id, codes.get(clustering.assignments[row] ?? NaN) ?? ''])),
    tried,
    ignoredFeatures: standards.filter(({ deviation }) => deviation === 0).map(({ feature }) => feature),
  };
}

function bestNumber(
  points: readonly (readonly number[])[],
  { seed, kMin, kMax, restarts = 50 }: ProposeOptions,
): { readonly clustering: Clustering; readonly tried: readonly TriedNumber[] } {
  const distinct = new Set(points.map((point) => point.join('/'))).size;
  if (distinct < kMax)
    throw new ScoringInputError('kMax', `at most the number of distinct rows (${distinct})`, kMax);
  const tried = Array.from({ length: kMax - kMin + 1 }, (_, index) => {
    const k = kMin + index;
    const clustering = bestClustering(points, { k, seed, restarts });
    if (clustering === null) throw new NotConvergedError('k-means', `no run with k = ${k} settled`);
    return { k, clustering, silhouette: silhouette(points, clustering) };
  });
  const best = tried.reduce((one, other) => (other.silhouette > one.silhouette ? other : one));
  return {
    clustering: best.clustering,
    tried: tried.map(({ k, silhouette: mean }) => ({ k, silhouette: mean })),
  };
}

function checkOptions({ seed, kMin, kMax, restarts }: ProposeOptions): void {
  requireWhole('seed', seed, 0);
  requireWhole('kMin', kMin, 2);
  requireWhole('kMax', kMax, kMin);
  if (kMax > MOST_ARCHETYPES) throw new ScoringInputError('kMax', `at most ${MOST_ARCHETYPES}`, kMax);
  if (restarts !== undefined) requireWhole('restarts', restarts, 1);
}
