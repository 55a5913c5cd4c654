import { requireDistinct } from '../require.ts';
import type { Observation, Scalar } from './observation.ts';

/** An event of one profile or identifier, as traits see it. */
export interface TraitEvent {
  readonly eventId: string;
  /** Milliseconds since the epoch. */
  readonly t: number;
  readonly name: string;
  /** Where it came from: events that the system made itself (`internal:...`) never count. */
  readonly source: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface ObservedProperty {
  /** Name of the event; null takes every event. */
  readonly event: string | null;
  /** Path of the property; null observes that the event happened and no value. */
  readonly property: readonly string[] | null;
}

/**
 * What the events say about a trait. A property that is missing, null, an object or a list is an observation without a
 * value. Throws `ScoringInputError` when an event comes twice.
 */
export function observationsOf(
  events: readonly TraitEvent[],
  { event, property }: ObservedProperty,
): readonly Observation[] {
  requireDistinct(
    'eventId',
    events.map(({ eventId }) => eventId),
  );
  return events
    .filter(({ name, source }) => (event === null || name === event) && !source.startsWith('internal:'))
    .map(({ eventId, t, properties }) => ({
      eventId,
      t,
      value: property === null ? null : scalarAt(properties, property),
    }));
}

function scalarAt(properties: Readonly<Record<string, unknown>>, path: readonly string[]): Scalar | null {
  let value: unknown = properties;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return null;
    value = Reflect.get(value, step);
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
