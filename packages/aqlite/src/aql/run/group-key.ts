import type { Value } from '../../values/value.ts';

/** A key for a Map that is the same for values that AQL holds equal. */
export function groupKey(value: Value): unknown {
  if (value === null || typeof value !== 'object') return value;
  return `\u0000${canonical(value)}`;
}

export function groupKeyOf(values: readonly Value[]): unknown {
  const [first] = values;
  if (values.length === 1 && first !== undefined) return groupKey(first);
  return canonical(values);
}

/** Attributes in order of name, without those that are null and nulls at the end: AQL holds `{}` and `{a: null}` equal. */
function canonical(value: Value): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) {
    const items = value as readonly Value[];
    const length = items.findLastIndex((item) => item !== null) + 1;
    return `[${items.slice(0, length).map(canonical).join(',')}]`;
  }
  const members = Object.entries(value)
    .filter(([, member]) => member !== null)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`);
  return `{${members.join(',')}}`;
}
