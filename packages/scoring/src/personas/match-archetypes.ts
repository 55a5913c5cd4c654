import { ScoringInputError } from '../errors.ts';
import { requireAtLeast, requireFinite, requirePositive } from '../require.ts';
import type { Archetype, ArchetypeCondition, CentreFeature } from './archetype.ts';
import type { Features } from './feature.ts';
import { standardised } from './standardise.ts';

export interface ComponentScore {
  readonly feature: string;
  /** The customer's value; null when it is not known. */
  readonly value: number | null;
  /** How well it fits, 0 to 1; null when it is not known. */
  readonly score: number | null;
}

export interface ArchetypeMatch {
  readonly code: string;
  readonly name: string;
  /** How alike the customer is, 0 to 1: the geometric mean of the known components, times the coverage. */
  readonly score: number;
  /** Weight of the features that are known, 0 to 1. */
  readonly coverage: number;
  readonly components: readonly ComponentScore[];
}

interface Component extends ComponentScore {
  readonly weight: number;
  /** Logarithm of how near the customer is, without a limit; 0 when it is not known. */
  readonly nearness: number;
}

/** How far somebody is from an archetype in one feature; `capped` takes the most extreme values for less extreme ones. */
interface Gap {
  readonly full: number;
  readonly capped: number;
}

const MOST_DEVIATIONS = 3;

/**
 * How well a customer fits each archetype, nearest first, of equally near ones by code.
 *
 * A component is exp(-d^2 / 2): d is the distance to the centre in standard deviations, or to the bound of a condition in
 * tolerances (0 inside). In a score, more than three deviations from the population's mean count as three: the most extreme
 * customers are like the extreme ones of their kind, not like nobody. With all features known, the first centroid is the
 * nearest one.
 */
export function matchArchetypes(
  features: Features,
  archetypes: readonly Archetype[],
): readonly ArchetypeMatch[] {
  return archetypes
    .map((archetype) => matchOf(archetype, componentsOf(archetype, features)))
    .toSorted((one, other) => other.nearness - one.nearness || (one.match.code < other.match.code ? -1 : 1))
    .map(({ match }) => match);
}

function componentsOf(archetype: Archetype, features: Features): readonly Component[] {
  switch (archetype.kind) {
    case 'centroid':
      return archetype.centre.map((centre) =>
        component(centre.feature, 1, features, (value) => zGap(centre, value)),
      );
    case 'rule':
      return archetype.conditions.map((condition) => {
        checkCondition(condition);
        return component(condition.feature, condition.weight, features, (value) =>
          uncapped(boundGap(condition, value)),
        );
      });
    default:
      return archetype satisfies never;
  }
}

function component(
  feature: string,
  weight: number,
  features: Features,
  gapOf: (value: number) => Gap,
): Component {
  const value = features[feature] ?? null;
  if (value === null) return { feature, weight, value, score: null, nearness: 0 };
  requireFinite(`features.${feature}`, value);
  const { full, capped } = gapOf(value);
  return { feature, weight, value, score: Math.exp(-(capped ** 2) / 2), nearness: -(full ** 2) / 2 };
}

function zGap(centre: CentreFeature, value: number): Gap {
  const z = standardised(centre, value);
  return { full: z - centre.z, capped: withinReach(z) - withinReach(centre.z) };
}

function withinReach(z: number): number {
  return Math.max(-MOST_DEVIATIONS, Math.min(MOST_DEVIATIONS, z));
}

function uncapped(gap: number): Gap {
  return { full: gap, capped: gap };
}

function boundGap({ atLeast, atMost, tolerance }: ArchetypeCondition, value: number): number {
  const outside = Math.max(0, (atLeast ?? -Infinity) - value, value - (atMost ?? Infinity));
  return outside === 0 ? 0 : outside / tolerance;
}

function matchOf(
  { code, name }: Archetype,
  components: readonly Component[],
): { readonly match: ArchetypeMatch; readonly nearness: number } {
  let known = 0;
  let all = 0;
  let logs = 0;
  let near = 0;
  for (const { weight, score, nearness } of components) {
    all += weight;
    if (score === null) continue;
    known += weight;
    logs += weight * Math.log(score);
    near += weight * nearness;
  }
  const coverage = all === 0 ? 0 : known / all;
  const match = {
    code,
    name,
    score: known === 0 ? 0 : coverage * Math.exp(logs / known),
    coverage,
    components: components.map(({ feature, value, score }) => ({ feature, value, score })),
  };
  return { match, nearness: known === 0 ? -Infinity : Math.log(coverage) + near / known };
}

function checkCondition({ feature, atLeast, atMost, tolerance, weight }: ArchetypeCondition): void {
  requireAtLeast(`conditions.${feature}.tolerance`, tolerance, 0);
  requirePositive(`conditions.${feature}.weight`, weight);
  if (atLeast !== null && atMost !== null && atLeast > atMost) {
    throw new ScoringInputError(`conditions.${feature}.atLeast`, `no more than atMost (${atMost})`, atLeast);
  }
}
