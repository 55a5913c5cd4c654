import { readName, readNames, readRange, type TimeRange } from '../input/checks.ts';
import type { Population } from '../population/read-segment.ts';

/** What one path is made of (JOURNEYS rule 10). */
export type JourneyUnit = 'SESSION' | 'PROFILE';

/** Which units are looked at and how their paths are shaped; times in milliseconds. */
export interface PathArguments extends Population {
  readonly from: number;
  readonly to: number;
  readonly unit?: JourneyUnit | null | undefined;
  readonly collapse?: boolean | null | undefined;
  readonly start?: string | null | undefined;
  readonly end?: string | null | undefined;
  readonly exclude?: readonly string[] | null | undefined;
}

/** The same, checked: what the queries of units and shapes are bound to. */
export interface PathShape extends TimeRange {
  readonly collapse: boolean;
  /** Null for the beginning of the unit. */
  readonly start: string | null;
  /** Null for the end of the unit. */
  readonly end: string | null;
  readonly exclude: readonly string[];
}

const excludeLimits = { min: 0, max: 50 };

/** Throws BAD_USER_INPUT, naming the argument and its limit. */
export function readPathShape({ from, to, collapse, start, end, exclude }: PathArguments): PathShape {
  return {
    ...readRange({ from, to }),
    collapse: collapse ?? true,
    start: start == null ? null : readName('start', start),
    end: end == null ? null : readName('end', end),
    exclude: readNames('exclude', exclude ?? [], excludeLimits),
  };
}
