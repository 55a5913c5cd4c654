import {
  defaultComputedTraits,
  defaultJourneyMapping,
  defaultPersonaFeatures,
  type ComputedTraitDefinition,
  type JourneyMapping,
  type PersonaFeature,
} from '@customer360/event-log';
import type { TraitState } from '@customer360/scoring';
import { defineTrait, type ComputedValue, type DefinedTrait } from './defined-trait.ts';

/** What a tenant computes of its profiles, as it is configured. */
export interface TraitSet {
  readonly mapping: JourneyMapping;
  readonly traits: readonly DefinedTrait[];
  readonly features: readonly PersonaFeature[];
}

/** The parts that are configured; null is the default. */
export interface TraitConfiguration {
  readonly journeys: JourneyMapping | null;
  readonly computedTraits: readonly ComputedTraitDefinition[] | null;
  readonly personaFeatures: readonly PersonaFeature[] | null;
  /** Names that are shown without `profile:pii`. */
  readonly nonPersonalTraits: readonly string[] | null;
}

/** States of traits by their names; one that is missing is empty. */
export type TraitStates = Readonly<Record<string, TraitState>>;

export function traitSetOf(configuration: TraitConfiguration): TraitSet {
  return {
    mapping: configuration.journeys ?? defaultJourneyMapping,
    traits: (configuration.computedTraits ?? defaultComputedTraits).map(defineTrait),
    features: configuration.personaFeatures ?? defaultPersonaFeatures,
  };
}

/** The states of several identifiers together. */
export function mergeStates({ traits }: Pick<TraitSet, 'traits'>, all: readonly TraitStates[]): TraitStates {
  return Object.fromEntries(
    traits.map(({ definition: { name }, empty, merge }) => [
      name,
      all.reduce<TraitState>((merged, states) => {
        const own = states[name];
        return own === undefined ? merged : merge(merged, own);
      }, empty),
    ]),
  );
}

/** Values by trait, of all identifiers of a profile together. */
export function valuesOf(
  traits: readonly DefinedTrait[],
  states: TraitStates,
  asOf: number,
): ReadonlyMap<string, ComputedValue> {
  return new Map(
    traits.map(({ definition: { name }, empty, valueAt }) => [name, valueAt(states[name] ?? empty, asOf)]),
  );
}
