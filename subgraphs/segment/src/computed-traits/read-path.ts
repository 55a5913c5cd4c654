import type { Scalar } from '@customer360/scoring';

/** What stands at a dotted path of a JSON value; undefined when there is nothing. Reads own properties only. */
export function readPath(value: unknown, path: string): unknown {
  let found = value;
  for (const name of path.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined;
    found = Reflect.get(found, name);
  }
  return found;
}

/** The text, number or truth value at a path; null for anything else. */
export function readScalar(value: unknown, path: string): Scalar | null {
  const found = readPath(value, path);
  return typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean' ? found : null;
}
