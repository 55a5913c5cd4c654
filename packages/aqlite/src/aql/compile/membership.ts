import { equalValues } from '../../values/compare.ts';
import type { Value } from '../../values/value.ts';

const worthIndexing = 12;
const sets = new WeakMap<readonly Value[], ReadonlySet<Value> | 'mixed' | 'seen'>();

/** Whether an array holds a value; long arrays of simple values that are asked again answer from a set. */
export function isMember(value: Value, array: readonly Value[]): boolean {
  if (array.length < worthIndexing) return array.some((item) => equalValues(item, value));
  if (value !== null && typeof value === 'object') return array.some((item) => equalValues(item, value));
  const known = sets.get(array);
  if (known === undefined) {
    sets.set(array, 'seen');
  } else if (known === 'seen') {
    const isSimple = array.every((item) => item === null || typeof item !== 'object');
    const built = isSimple ? new Set(array) : 'mixed';
    sets.set(array, built);
    if (built !== 'mixed') return built.has(value);
  } else if (known !== 'mixed') {
    return known.has(value);
  }
  return array.some((item) => equalValues(item, value));
}
