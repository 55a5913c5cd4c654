import { accumulate, computedTrait } from '../src/traits/computed-trait.ts';
import type { Observation } from '../src/traits/observation.ts';
import type { TraitDefinition, TraitKind, TraitValues } from '../src/traits/trait-definition.ts';

/** The trait's value at `asOf` (milliseconds) from all observations; later ones do not count. */
export function computeTrait<Kind extends TraitKind>(
  definition: TraitDefinition<Kind>,
  observations: readonly Observation[],
  asOf: number,
): TraitValues[Kind] {
  const trait = computedTrait(definition);
  const known = observations.filter(({ t }) => !(t > asOf));
  return trait.value(accumulate(trait, trait.empty, known), asOf);
}
