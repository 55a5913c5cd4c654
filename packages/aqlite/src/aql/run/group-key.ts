import { identityOf } from '../../values/distinct.ts';
import type { Value } from '../../values/value.ts';

/** A key for a Map that is the same for values that AQL holds equal. */
export function groupKey(value: Value): unknown {
  return value === null || typeof value !== 'object' ? value : `\u0000${identityOf(value)}`;
}

export function groupKeyOf(values: readonly Value[]): unknown {
  const [first] = values;
  if (values.length === 1 && first !== undefined) return groupKey(first);
  return values.map(identityOf).join(',');
}
