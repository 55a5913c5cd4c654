import { isDocument } from './casts.ts';
import type { Document, Value } from './value.ts';

interface MergeOptions {
  /** Objects on both sides merge into each other; else the later one replaces. */
  readonly recursive: boolean;
  /** False removes attributes that the patch sets to null. */
  readonly keepNull: boolean;
}

/** `patch` over `base` as a new object; the base's attributes keep their places. */
export function mergeDocuments(base: Document, patch: Document, options: MergeOptions): Document {
  const result: Record<string, Value> = { ...base };
  for (const [name, value] of Object.entries(patch)) {
    if (value === null && !options.keepNull) {
      delete result[name];
      continue;
    }
    setAttribute(result, name, mergedValue(result[name], value, options));
  }
  return result;
}

function mergedValue(before: Value | undefined, value: Value, options: MergeOptions): Value {
  if (!isDocument(value)) return value;
  if (options.recursive && isDocument(before)) return mergeDocuments(before, value, options);
  return options.keepNull ? value : mergeDocuments({}, value, { ...options, recursive: true });
}

/** Sets an own attribute whatever its name is, `__proto__` included. */
function setAttribute(target: Record<string, Value>, name: string, value: Value): void {
  if (name === '__proto__') {
    Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
    return;
  }
  target[name] = value;
}
