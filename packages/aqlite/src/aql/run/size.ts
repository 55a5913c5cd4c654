import { isArray } from '../../values/casts.ts';
import type { Value } from '../../values/value.ts';

const reference = 16;

/** About the bytes that a held value adds: a stored document is only referred to. */
export function sizeOf(value: Value): number {
  if (typeof value === 'string') return reference + value.length;
  if (value === null || typeof value !== 'object') return reference;
  let size = 2 * reference;
  if (isArray(value)) {
    for (const item of value) size += sizeOf(item);
    return size;
  }
  if ('_rev' in value) return size;
  for (const name in value) size += reference + sizeOf(value[name] ?? null);
  return size;
}
