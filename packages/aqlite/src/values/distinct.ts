import { isArray } from './casts.ts';
import type { Value } from './value.ts';

/** Text that is the same for two values exactly when they compare as equal. */
export function identityOf(value: Value | undefined): string {
  if (value === null || value === undefined) return 'n';
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return String(value === 0 ? 0 : value);
  if (typeof value === 'boolean') return value ? 't' : 'f';
  return identityOfMembers(value);
}

/** Trailing nulls of an array and null attributes count as absent, as the comparison has it. */
function identityOfMembers(value: NonNullable<Value> & object): string {
  if (isArray(value)) {
    const last = value.findLastIndex((member) => member !== null);
    return `[${value
      .slice(0, last + 1)
      .map(identityOf)
      .join(',')}]`;
  }
  const attributes = Object.entries(value)
    .filter(([, member]) => member !== null)
    .map(([name, member]) => `${JSON.stringify(name)}:${identityOf(member)}`);
  return `{${attributes.toSorted().join(',')}}`;
}

/** A set of values under AQL's equality; iterates in the order of first addition. */
export class DistinctValues {
  readonly #values = new Map<string, Value>();

  constructor(values: Iterable<Value> = []) {
    for (const value of values) this.add(value);
  }

  get size(): number {
    return this.#values.size;
  }

  /** True when the value was not there yet. */
  add(value: Value): boolean {
    const identity = identityOf(value);
    if (this.#values.has(identity)) return false;
    this.#values.set(identity, value);
    return true;
  }

  has(value: Value): boolean {
    return this.#values.has(identityOf(value));
  }

  values(): Value[] {
    return [...this.#values.values()];
  }
}
