import { ScoringInputError } from '../errors.ts';
import { requireFinite } from '../require.ts';

export type Scalar = string | number | boolean;

/** When an event happened; its id orders events of the same time. */
export interface Moment {
  /** Milliseconds since the epoch. */
  readonly t: number;
  readonly eventId: string;
}

/** What one event says about a trait. */
export interface Observation extends Moment {
  /** The event's value; null where it has none, so that only a counter notices it. */
  readonly value: Scalar | null;
}

/** An observation that has a value. */
export interface ValuedObservation extends Observation {
  readonly value: Scalar;
}

/** Negative when `one` comes first: by time, then by event id in code units. */
export function compareMoments(one: Moment, other: Moment): number {
  if (one.t !== other.t) return one.t - other.t;
  if (one.eventId === other.eventId) return 0;
  return one.eventId < other.eventId ? -1 : 1;
}

export function hasValue(observation: Observation): observation is ValuedObservation {
  return observation.value !== null;
}

/** A text that is equal exactly for equal values: the number 1 is not the string "1". */
export function valueKey(value: Scalar): string {
  return JSON.stringify(value);
}

/** The observation with -0 as 0, which equals it. Throws `ScoringInputError` for numbers that are none and empty ids. */
export function canonicalObservation(observation: Observation): Observation {
  const { t, eventId, value } = observation;
  requireFinite('t', t);
  if (eventId === '') throw new ScoringInputError('eventId', 'not empty', '""');
  if (typeof value !== 'number') return observation;
  requireFinite('value', value);
  return Object.is(value, -0) ? { ...observation, value: 0 } : observation;
}
