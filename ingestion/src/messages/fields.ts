import { parseTimestamp } from './timestamps.ts';
import { Refusal } from './refusal.ts';

export type Fields = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object; null when the field is absent or null. */
export function optionalObject(value: unknown, field: string): Fields | null {
  if (value === undefined || value === null) return null;
  if (!isObject(value)) throw new Refusal('WRONG_TYPE', field, `${field} must be an object.`);
  return value;
}

/** Text; null when the field is absent, null or blank. */
export function optionalText(value: unknown, field: string, maxLength: number): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string') throw new Refusal('WRONG_TYPE', field, `${field} must be a string.`);
  if (value.length > maxLength) {
    throw new Refusal('TOO_LONG', field, `${field} may have ${maxLength} characters.`, maxLength);
  }
  return value.trim() === '' ? null : value;
}

export function requiredText(value: unknown, field: string, maxLength: number): string {
  const text = optionalText(value, field, maxLength);
  if (text === null) throw new Refusal('REQUIRED', field, `${field} is needed.`);
  return text;
}

/** Milliseconds since 1970; null when the field is absent or null. */
export function optionalTime(value: unknown, field: string): number | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string') {
    throw new Refusal('WRONG_TYPE', field, `${field} must be a string with an ISO 8601 time.`);
  }
  const time = parseTimestamp(value);
  if (time === null) throw new Refusal('INVALID_TIMESTAMP', field, `${field} must be an ISO 8601 time.`);
  return time;
}
