import type { Standard } from './standardise.ts';

/** A kind of customer: the group that a persona stands for. */
export type Archetype = CentroidArchetype | RuleArchetype;

/** An archetype that was found: who is near its centre is like it. */
export interface CentroidArchetype {
  readonly kind: 'centroid';
  readonly code: string;
  readonly name: string;
  readonly centre: readonly CentreFeature[];
}

export interface CentreFeature extends Standard {
  /** Where the centre lies, in standard deviations from the population's mean. */
  readonly z: number;
  /** The same in the feature's own unit. */
  readonly typical: number;
}

/** An archetype that people wrote: who keeps its conditions is like it. */
export interface RuleArchetype {
  readonly kind: 'rule';
  readonly code: string;
  readonly name: string;
  readonly conditions: readonly ArchetypeCondition[];
}

export interface ArchetypeCondition {
  readonly feature: string;
  /** Bounds in the feature's unit, both included; null is no bound. */
  readonly atLeast: number | null;
  readonly atMost: number | null;
  /** How far outside still counts as near, in the feature's unit; 0 makes the bound hard. */
  readonly tolerance: number;
  /** Above 0. */
  readonly weight: number;
}
