import {
  compareMoments,
  hasValue,
  valueKey,
  type Moment,
  type Observation,
  type Scalar,
} from './observation.ts';

/** One value, how often it was seen, and when last. */
export interface SeenValue extends Moment {
  readonly value: Scalar;
  readonly count: number;
}

export function seenOnce(observation: Observation): readonly SeenValue[] {
  if (!hasValue(observation)) return [];
  const { value, t, eventId } = observation;
  return [{ value, count: 1, t, eventId }];
}

/** The values of both sides, counts added, the latest moment kept; those seen latest first. */
export function mergeSeen(one: readonly SeenValue[], other: readonly SeenValue[]): readonly SeenValue[] {
  const byKey = new Map(one.map((seen) => [valueKey(seen.value), seen]));
  for (const seen of other) {
    const key = valueKey(seen.value);
    const known = byKey.get(key);
    byKey.set(key, known === undefined ? seen : together(known, seen));
  }
  return [...byKey.values()].toSorted((a, b) => compareMoments(b, a));
}

function together(one: SeenValue, other: SeenValue): SeenValue {
  const latest = compareMoments(one, other) >= 0 ? one : other;
  return { ...latest, count: one.count + other.count };
}
