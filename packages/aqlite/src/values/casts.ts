import { numberText } from './number-text.ts';
import type { Document, Value } from './value.ts';

export function isDocument(value: Value | undefined): value is Document {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isArray(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** As FILTER and the logical operators read a value: null, false, 0 and "" are false, all else is true. */
export function isTruthy(value: Value): boolean {
  return value !== null && value !== false && value !== 0 && value !== '';
}

export function toBool(value: Value): boolean {
  return isTruthy(value);
}

const decimal = /^[ \t\r\n\f\v]*[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?[ \t\r\n\f]*$/i;
const hexadecimal = /^\s*([-+]?)(0x[\da-f]+)\s*$/i;

/** A number from any value; what is none (text, objects, longer arrays) gives 0. */
export function toNumber(value: Value): number {
  return toNumberOrNull(value) ?? 0;
}

/** As `toNumber`, but null for what is no number; null itself and "" count as 0. */
export function toNumberOrNull(value: Value): number | null {
  if (typeof value === 'number') return value;
  if (typeof value === 'string') return textToNumber(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value === null) return 0;
  if (!isArray(value)) return null;
  if (value.length === 0) return 0;
  return value.length === 1 ? toNumberOrNull(value[0] ?? null) : null;
}

function textToNumber(text: string): number | null {
  if (text === '') return 0;
  if (decimal.test(text)) return Number(text);
  const match = hexadecimal.exec(text);
  if (match === null) return null;
  return (match[1] === '-' ? -1 : 1) * Number(match[2]);
}

/** The text of a value: null is "", arrays and objects are JSON. */
export function toStringValue(value: Value): string {
  if (typeof value === 'string') return value;
  return value === null ? '' : toJson(value);
}

/** JSON without spaces, attributes in their stored order, numbers as 3.11 prints them. */
export function toJson(value: Value): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (value === null) return 'null';
  if (isArray(value)) return `[${value.map(toJson).join(',')}]`;
  return `{${Object.entries(value)
    .map(([name, member]) => `${JSON.stringify(name)}:${toJson(member)}`)
    .join(',')}}`;
}

/** null is the empty array, a scalar an array of itself, an object the array of its values. */
export function toArray(value: Value): readonly Value[] {
  if (value === null) return [];
  if (isArray(value)) return value;
  if (isDocument(value)) return Object.values(value);
  return [value];
}
