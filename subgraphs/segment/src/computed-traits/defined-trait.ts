import { traitWindowMs, type ComputedTraitDefinition } from '@customer360/event-log';
import {
  computedTrait,
  type Scalar,
  type Trait,
  type TraitDefinition,
  type TraitState,
} from '@customer360/scoring';

/** The value of a computed trait as rules and readers see it; null is none. */
export type ComputedValue = Scalar | readonly Scalar[] | null;

/** A computed trait of one tenant: its states are kept by identifier and merge. */
export interface DefinedTrait extends Pick<Trait<TraitState, unknown>, 'empty' | 'merge'> {
  readonly definition: ComputedTraitDefinition;
  readonly trait: Trait<TraitState, unknown>;
  /** True when its value may change as time goes by: rules have windows of their own for that. */
  readonly isSliding: boolean;
  /** `asOf` in milliseconds, no earlier than the last event. */
  readonly valueAt: (state: TraitState, asOf: number) => ComputedValue;
}

const DEFAULT_LIMIT = 100;

export function defineTrait(definition: ComputedTraitDefinition): DefinedTrait {
  const { kind, limit = DEFAULT_LIMIT } = definition;
  const days = traitWindowMs(definition);
  const window: TraitDefinition['window'] =
    days === null ? { kind: 'all' } : { kind: 'sliding', length: days };
  switch (kind) {
    case 'counter':
    case 'min':
    case 'max':
    case 'first':
    case 'last':
      return withValue(definition, computedTrait({ kind, window }), (value) => value);
    case 'sum':
      return withValue(definition, computedTrait({ kind, window }), Number);
    case 'average':
      return withValue(definition, computedTrait({ kind, window }), (value) =>
        value === null ? null : Number(value.average),
      );
    case 'most_frequent':
      return withValue(definition, computedTrait({ kind, window }), (value) => value?.value ?? null);
    case 'unique_list':
      return withValue(definition, computedTrait({ kind, window, limit }), ({ values }) => values);
    case 'distinct_count':
      return withValue(
        definition,
        computedTrait({ kind: 'unique_list', window, limit }),
        ({ values }) => values.length,
      );
    default:
      return kind satisfies never;
  }
}

function withValue<Value>(
  definition: ComputedTraitDefinition,
  trait: Trait<TraitState, Value>,
  read: (value: Value) => ComputedValue,
): DefinedTrait {
  const { empty, merge, value } = trait;
  return {
    definition,
    trait,
    empty,
    merge,
    isSliding: definition.days !== null,
    valueAt: (state, asOf) => read(value(state, asOf)),
  };
}
