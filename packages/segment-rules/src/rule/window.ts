import type { RuleDate } from './rule-date.ts';

export type CalendarUnit = 'day' | 'week' | 'month';

/**
 * Which times count at a moment T. `always`: up to T. `within`: after T - ms and up to T. `range`: from `from`, before
 * `to`, and up to T. `calendar`: from the first instant of the local day, week (from Monday) or month that lies `back`
 * periods before the one of T, and up to T.
 */
export type RuleWindow =
  | { readonly kind: 'always' }
  | { readonly kind: 'within'; readonly ms: number }
  | { readonly kind: 'range'; readonly from: RuleDate | null; readonly to: RuleDate | null }
  | {
      readonly kind: 'calendar';
      readonly unit: CalendarUnit;
      readonly back: number;
      readonly zone: string;
    };
