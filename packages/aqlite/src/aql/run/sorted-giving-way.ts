import type { Runtime } from './runtime.ts';
import type { Pausing } from './step.ts';

const run = 4096;

type Compare<T> = (left: T, right: T) => number;

/** Sorts, equal items in the order they came; a long list is sorted in runs that are merged with pauses between. */
export function* sortedGivingWay<T>(
  items: readonly T[],
  compare: Compare<T>,
  runtime: Runtime,
): Pausing<readonly T[]> {
  if (items.length <= run) return items.toSorted(compare);
  let runs: (readonly T[])[] = [];
  for (let start = 0; start < items.length; start += run) {
    runs.push(items.slice(start, start + run).toSorted(compare));
    runtime.check();
    if (runtime.isPauseDue) yield 'pause';
  }
  while (runs.length > 1) {
    const merged: (readonly T[])[] = [];
    for (let i = 0; i < runs.length; i += 2) {
      const [left = [], right = []] = [runs[i], runs[i + 1]];
      merged.push(right.length === 0 ? left : yield* merge(left, right, { compare, runtime }));
    }
    runs = merged;
  }
  return runs[0] ?? [];
}

function* merge<T>(
  left: readonly T[],
  right: readonly T[],
  { compare, runtime }: { readonly compare: Compare<T>; readonly runtime: Runtime },
): Pausing<readonly T[]> {
  const merged: T[] = [];
  let [i, j] = [0, 0];
  while (i < left.length && j < right.length) {
    runtime.tick();
    if (runtime.isPauseDue) yield 'pause';
    // both places are inside their lists
    const [a, b] = [left[i] as T, right[j] as T];
    if (compare(a, b) <= 0) {
      merged.push(a);
      i++;
    } else {
      merged.push(b);
      j++;
    }
  }
  for (; i < left.length; i++) merged.push(left[i] as T);
  for (; j < right.length; j++) merged.push(right[j] as T);
  return merged;
}
