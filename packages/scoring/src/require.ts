import { ScoringInputError } from './errors.ts';

/** Throws unless `value` is a finite number of at least `least`. */
export function requireAtLeast(field: string, value: number, least: number): void {
  if (!Number.isFinite(value) || value < least) {
    throw new ScoringInputError(field, `a finite number of at least ${least}`, value);
  }
}

export function requirePositive(field: string, value: number): void {
  if (!Number.isFinite(value) || value <= 0) {
    throw new ScoringInputError(field, 'a finite number above 0', value);
  }
}

export function requireFinite(field: string, value: number): void {
  if (!Number.isFinite(value)) throw new ScoringInputError(field, 'a finite number', value);
}

export function requireWhole(field: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new ScoringInputError(field, `a whole number of at least ${least}`, value);
  }
}

/** Throws unless `value` lies between 0 and 1, both included. */
export function requireShare(field: string, value: number): void {
  if (!(value >= 0 && value <= 1)) throw new ScoringInputError(field, 'a number from 0 to 1', value);
}

/** Throws when two of the ids are the same. */
export function requireDistinct(field: string, ids: readonly string[]): void {
  const seen = new Set<string>();
  for (const id of ids) {
    if (seen.has(id)) throw new ScoringInputError(field, 'given once', id);
    seen.add(id);
  }
}
