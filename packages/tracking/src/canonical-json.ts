export type ValueFault =
  | 'NUL_CHARACTER'
  | 'LONE_SURROGATE'
  | 'NOT_A_FINITE_NUMBER'
  | 'UNSAFE_INTEGER'
  | 'TOO_DEEP'
  | 'FORBIDDEN_KEY'
  | 'NOT_JSON';

/** A value that the log cannot keep; `path` leads to it, for example `properties.items[2].name`. */
export class UnacceptableValueError extends Error {
  override readonly name = 'UnacceptableValueError';
  readonly fault: ValueFault;
  readonly path: string;

  constructor(fault: ValueFault, path: string) {
    super(`${fault} at ${path === '' ? 'the top' : path}`);
    this.fault = fault;
    this.path = path;
  }
}

export interface CanonicalJsonOptions {
  /** Objects and arrays inside one another. */
  readonly maxDepth?: number;
}

// What must be looked at before it may stand between quotes as it is.
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const special = /["\\\u0000-\u001f\ud800-\udfff]/;
const pathKey = /^[\p{L}_$][\p{L}\p{N}_$]*$/u;

/**
 * JSON with the keys of every object in code-unit order and without spaces, so that equal values give equal text.
 * Throws `UnacceptableValueError` for what PostgreSQL's text or another JSON reader would not give back.
 */
export function canonicalJson(value: unknown, options: CanonicalJsonOptions = {}): string {
  return write(value, options.maxDepth ?? 64);
}

function write(value: unknown, depthLeft: number): string {
  switch (typeof value) {
    case 'string':
      return quote(value);
    case 'number':
      if (!Number.isFinite(value)) throw new UnacceptableValueError('NOT_A_FINITE_NUMBER', '');
      return Object.is(value, -0) ? '0' : String(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      if (depthLeft === 0) throw new UnacceptableValueError('TOO_DEEP', '');
      if (Array.isArray(value)) return writeArray(value, depthLeft - 1);
      if (hasToJson(value)) return write(value.toJSON(), depthLeft);
      return writeObject(value as Record<string, unknown>, depthLeft - 1); // no array, not null
    case 'bigint':
      throw new UnacceptableValueError('UNSAFE_INTEGER', '');
    case 'undefined':
    case 'function':
    case 'symbol':
    default:
      throw new UnacceptableValueError('NOT_JSON', '');
  }
}

function writeArray(items: readonly unknown[], depthLeft: number): string {
  let text = '[';
  for (let index = 0; index < items.length; index += 1) {
    if (index > 0) text += ',';
    try {
      text += write(items[index], depthLeft);
    } catch (error) {
      throw below(error, `[${index}]`);
    }
  }
  return `${text}]`;
}

function writeObject(object: Record<string, unknown>, depthLeft: number): string {
  let text = '{';
  for (const key of sortedKeys(object)) {
    const value = object[key];
    if (value === undefined) continue;
    try {
      if (text.length > 1) text += ',';
      text += quoteKey(key);
      text += write(value, depthLeft);
    } catch (error) {
      throw below(error, pathKey.test(key) ? key : `[${JSON.stringify(key.toWellFormed())}]`);
    }
  }
  return `${text}}`;
}

function sortedKeys(object: Record<string, unknown>): readonly string[] {
  const keys = Object.keys(object);
  return keys.length > 24 ? keys.toSorted() : insertionSort(keys);
}

/** Twice as fast as the built-in sort for the few keys that objects of events have. */
function insertionSort(keys: string[]): readonly string[] {
  for (let index = 1; index < keys.length; index += 1) {
    const key = keys[index] as string; // within bounds
    let place = index - 1;
    while (place >= 0 && (keys[place] as string) > key) {
      keys[place + 1] = keys[place] as string;
      place -= 1;
    }
    keys[place + 1] = key;
  }
  return keys;
}

function quoteKey(key: string): string {
  // A program that copies keys one by one would change its own objects with these.
  if (key === '__proto__' || key === 'constructor' || key === 'prototype') {
    throw new UnacceptableValueError('FORBIDDEN_KEY', '');
  }
  return `${quote(key)}:`;
}

function quote(text: string): string {
  if (!special.test(text)) return `"${text}"`;
  if (text.includes('\0')) throw new UnacceptableValueError('NUL_CHARACTER', '');
  if (!text.isWellFormed()) throw new UnacceptableValueError('LONE_SURROGATE', '');
  return JSON.stringify(text);
}

function hasToJson(value: object): value is { toJSON(): unknown } {
  return 'toJSON' in value && typeof value.toJSON === 'function';
}

function below(error: unknown, step: string): unknown {
  if (!(error instanceof UnacceptableValueError)) return error;
  const joint = error.path === '' || error.path.startsWith('[') ? '' : '.';
  return new UnacceptableValueError(error.fault, `${step}${joint}${error.path}`);
}
