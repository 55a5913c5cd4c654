import { compareStrings } from './collation.ts';
import type { Document, Value } from './value.ts';

/** Rank of a value's type: null, bool, number, string, array, object. */
export function typeOrder(value: Value | undefined): 0 | 1 | 2 | 3 | 4 | 5 {
  if (value === null || value === undefined) return 0;
  if (typeof value === 'boolean') return 1;
  if (typeof value === 'number') return 2;
  if (typeof value === 'string') return 3;
  return Array.isArray(value) ? 4 : 5;
}

/** The total order of AQL: by type, then by value; a missing member or attribute counts as null. */
export function compareValues(left: Value | undefined, right: Value | undefined): number {
  if (left === right) return 0;
  if (typeof left === 'number' && typeof right === 'number') return left < right ? -1 : Number(left > right);
  if (typeof left === 'string' && typeof right === 'string') return compareStrings(left, right);
  const type = typeOrder(left);
  const other = typeOrder(right);
  if (type !== other) return type < other ? -1 : 1;
  if (type === 0) return 0;
  if (type === 4) return compareArrays(left as readonly Value[], right as readonly Value[]);
  if (type === 5) return compareObjects(left as Document, right as Document);
  return (left as boolean) < (right as boolean) ? -1 : 1;
}

function compareArrays(left: readonly Value[], right: readonly Value[]): number {
  const length = Math.max(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const order = compareValues(left[index], right[index]);
    if (order !== 0) return order;
  }
  return 0;
}

function compareObjects(left: Document, right: Document): number {
  const names = new Set(Object.keys(left));
  for (const name of Object.keys(right)) names.add(name);
  for (const name of [...names].toSorted(compareStrings)) {
    const order = compareValues(attribute(left, name), attribute(right, name));
    if (order !== 0) return order;
  }
  return 0;
}

function attribute(value: Document, name: string): Value | undefined {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

/** Equality as `==` has it; the same as `compareValues(left, right) === 0`. */
export function equalValues(left: Value | undefined, right: Value | undefined): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object') {
    return (left ?? null) === null && (right ?? null) === null;
  }
  return compareValues(left, right) === 0;
}
