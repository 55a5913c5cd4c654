import { isArray, isDocument } from '../values/casts.ts';
import { DistinctValues } from '../values/distinct.ts';
import type { Document, Value } from '../values/value.ts';

/** A path of an index such as `a.b` or `tags[*].name`, cut at the array that it expands. */
interface AttributePath {
  readonly before: readonly string[];
  /** null when nothing is expanded. */
  readonly after: readonly string[] | null;
}

export function parsePath(path: string): AttributePath {
  const at = path.indexOf('[*]');
  if (at === -1) return { before: path.split('.'), after: null };
  const rest = path.slice(at + 3).replace(/^\./, '');
  return { before: path.slice(0, at).split('.'), after: rest === '' ? [] : rest.split('.') };
}

/** The value at a plain path; null where it leads nowhere. */
export function valueAt(value: Value, names: readonly string[]): Value {
  let current = value;
  for (const name of names) {
    if (!isDocument(current) || !Object.hasOwn(current, name)) return null;
    current = current[name] ?? null;
  }
  return current;
}

/** What an index takes from a document at a path: one value, or each distinct member of the expanded array. */
export function indexedValues(document: Document, path: AttributePath): readonly Value[] {
  const value = valueAt(document, path.before);
  const { after } = path;
  if (after === null) return [value];
  if (!isArray(value)) return [];
  return new DistinctValues(value.map((member) => valueAt(member, after))).values();
}
