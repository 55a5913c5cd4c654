import {
  defaultJourneyMapping,
  defaultComputedTraits,
  journeyStep,
  type ComputedTraitDefinition,
  type JourneyMapping,
} from '@customer360/event-log';
import { maskedTraits, sightOf, type ValueSight } from '@customer360/masking';
import type { TraitConfiguration } from '../computed-traits/trait-set.ts';

/** What a caller without `profile:pii` is shown of values, by where they stand; paths have dots. */
export interface ValueSights {
  trait(path: string): ValueSight;
  computed(name: string): ValueSight;
  /** `number` when the caller sees it as the value of an order, which is one. `event` null is any event. */
  property(event: string | null, path: string): ValueSight | 'number';
}

/** Traits, computed traits and properties are personal unless the tenant says that they are not. */
export function valueSights(configuration: TraitConfiguration): ValueSights {
  const view = maskedTraits(new Set(configuration.nonPersonalTraits));
  const definitions = configuration.computedTraits ?? defaultComputedTraits;
  const impersonal = new Set(definitions.filter(saysNoProperty).map(({ name }) => name));
  const mapping = configuration.journeys ?? defaultJourneyMapping;
  return {
    trait: (path) => sightOf(view, 'traits', path),
    computed: (name) => (impersonal.has(name) ? 'open' : sightOf(view, 'computed', name)),
    property(event, path) {
      const sight = sightOf(view, 'properties', path);
      return sight === 'masked' && isOrderValue(mapping, event, path) ? 'number' : sight;
    },
  };
}

/** Counts, times and values of orders are shown as those of events are; everything else repeats what a property says. */
function saysNoProperty({ kind, value }: ComputedTraitDefinition): boolean {
  return kind === 'counter' || kind === 'distinct_count' || value === '@value' || value === '@time';
}

function isOrderValue(mapping: JourneyMapping, event: string | null, path: string): boolean {
  const step = event === null ? null : journeyStep(mapping, { kind: 'track', eventName: event });
  if (step === null || !Object.hasOwn(mapping.conversions, step)) return false;
  return mapping.conversions[step]?.value === `properties.${path}`;
}
