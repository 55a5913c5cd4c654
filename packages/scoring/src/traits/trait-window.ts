import { ScoringInputError } from '../errors.ts';
import { requireFinite, requirePositive } from '../require.ts';

/** Which events a trait is made of, by their time; all times and lengths in milliseconds. */
export type TraitWindow =
  | { readonly kind: 'all' }
  /** From `from` to just before `to`. */
  | { readonly kind: 'range'; readonly from: number; readonly to: number }
  /** Those after asOf - length, up to asOf: an event leaves exactly at its time + length. */
  | { readonly kind: 'sliding'; readonly length: number };

const TEN_YEARS = 10 * 366 * 86_400_000;

/** Throws `ScoringInputError` for an empty range, and for a length of 0 or less or of more than ten years. */
export function checkTraitWindow(window: TraitWindow): void {
  switch (window.kind) {
    case 'all':
      return;
    case 'range':
      requireFinite('window.from', window.from);
      requireFinite('window.to', window.to);
      if (window.to <= window.from) {
        throw new ScoringInputError('window.to', `later than from (${window.from})`, window.to);
      }
      return;
    case 'sliding':
      requirePositive('window.length', window.length);
      if (window.length > TEN_YEARS)
        throw new ScoringInputError('window.length', 'at most ten years', window.length);
      return;
    default:
      window satisfies never;
  }
}

/** Whether an event at `t` belongs to the window at `asOf`, which is no earlier than `t`. */
export function isInWindow(window: TraitWindow, t: number, asOf: number): boolean {
  switch (window.kind) {
    case 'all':
      return true;
    case 'range':
      return t >= window.from && t < window.to;
    case 'sliding':
      return t > asOf - window.length;
    default:
      return window satisfies never;
  }
}
