/** What stands at a dotted path of a JSON value; undefined when there is nothing. Reads own properties only. */
export function readPath(value: unknown, path: string): unknown {
  let found = value;
  for (const name of path.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined;
    // An object has properties of some type.
    found = (found as Readonly<Record<string, unknown>>)[name];
  }
  return found;
}

/** The first path that holds a text that is not empty, or a number, as text; null when none does. */
export function readText(value: unknown, paths: readonly string[]): string | null {
  for (const path of paths) {
    const found = readPath(value, path);
    if (typeof found === 'string' && found !== '') return found;
    if (typeof found === 'number') return String(found);
  }
  return null;
}
