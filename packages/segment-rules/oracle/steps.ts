import type { Raw, RawObject } from './raw.ts';

/** One entry of a generated history; `wait` is how many milliseconds it comes after the one before. */
export type Step = { readonly wait: number } & (
  | {
      readonly kind: 'event';
      readonly id: string;
      readonly who: number;
      /** An identifier that the event links with; null for none. */
      readonly also: number | null;
      readonly name: string | null;
      /** How many milliseconds before its arrival it happened. */
      readonly late: number;
      readonly source: string;
      readonly properties: RawObject;
      readonly traits: RawObject;
    }
  | { readonly kind: 'merge'; readonly one: number; readonly other: number }
  | { readonly kind: 'split'; readonly who: number }
  | {
      readonly kind: 'consent';
      readonly who: number;
      readonly purpose: string;
      readonly status: 'GRANTED' | 'DENIED';
      /** Milliseconds that a grant lasts; null for ever. */
      readonly lasts: number | null;
    }
  | { readonly kind: 'computed'; readonly who: number; readonly trait: string; readonly value: Raw }
  | {
      readonly kind: 'list';
      readonly who: number;
      readonly list: string;
      readonly change: 'ADDED' | 'REMOVED';
    }
  | { readonly kind: 'activate'; readonly segmentId: string; readonly rule: Raw }
  | { readonly kind: 'archive'; readonly segmentId: string }
  | { readonly kind: 'recompute'; readonly segmentId: string; readonly members: readonly number[] }
  | { readonly kind: 'move'; readonly nth: number; readonly who: number }
  | { readonly kind: 'erase'; readonly who: number }
  /** The identifier names nobody, or somebody again; it may not be born. */
  | { readonly kind: 'block' | 'unblock'; readonly who: number }
  | { readonly kind: 'tick' }
);

export interface Scenario {
  /** Moment of the first entry, milliseconds. */
  readonly start: number;
  readonly steps: readonly Step[];
}
