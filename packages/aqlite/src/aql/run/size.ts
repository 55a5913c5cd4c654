import type { Value } from '../../values/value.ts';

const objectSizes = new WeakMap<object, number>();

/** About the bytes a value holds; shared parts are counted wherever they are held. */
export function sizeOf(value: Value): number {
  if (typeof value === 'string') return 16 + value.length;
  if (value === null || typeof value !== 'object') return 16;
  const known = objectSizes.get(value);
  if (known !== undefined) return known;
  let size = 32;
  if (Array.isArray(value)) {
    for (const item of value as readonly Value[]) size += sizeOf(item);
  } else {
    for (const [name, member] of Object.entries(value)) size += 16 + name.length + sizeOf(member);
  }
  objectSizes.set(value, size);
  return size;
}
