import { ArangoError } from '../../errors.ts';
import type { Value } from '../../values/value.ts';
import { parseInstant, parsePeriod, shiftInstant, type Period } from './period.ts';
import type { SavedRow } from '../run/rows.ts';

export interface WindowRow {
  readonly at: Value;
  readonly values: readonly Value[];
  readonly row: SavedRow;
}

/** The rows `from` to before `end` that the window of row i holds; null when it has none. */
export type Extents = (i: number) => { readonly from: number; readonly end: number } | null;

interface Bounds {
  readonly preceding: Value;
  readonly following: Value;
}

interface Ordered {
  readonly order: readonly WindowRow[];
  readonly extents: Extents;
}

export function rowExtents(rows: readonly WindowRow[], bounds: Bounds): Ordered {
  const preceding = rowBound(bounds.preceding);
  const following = rowBound(bounds.following);
  return {
    order: rows,
    extents: (i) => ({ from: Math.max(0, i - preceding), end: Math.min(rows.length, i + following + 1) }),
  };
}

function rowBound(value: Value): number {
  if (value === null) return 0;
  if (value === 'unbounded') return Number.POSITIVE_INFINITY;
  if (typeof value === 'number' && value >= 0 && Number.isInteger(value)) return value;
  throw new ArangoError(
    10,
    'AQL: WINDOW row spec is invalid; bounds must be positive integers or "unbounded" (while parsing)',
  );
}

export function rangeExtents(
  rows: readonly WindowRow[],
  bounds: Bounds,
  warn: (code: number, message: string) => void,
): Ordered {
  const isPeriod = [bounds.preceding, bounds.following].some(
    (bound) => typeof bound === 'string' && bound !== 'unbounded',
  );
  const placed = rows.map((row) => ({ row, at: isPeriod ? parseInstant(row.at) : numberOf(row.at) }));
  placed.sort(
    (left, right) => (left.at ?? Number.NEGATIVE_INFINITY) - (right.at ?? Number.NEGATIVE_INFINITY) || 0,
  );
  const order = placed.map(({ row }) => row);
  const at = placed.map((each) => each.at);
  const first = at.findIndex((value) => value !== null);
  const reach = (value: number, bound: Value, sign: 1 | -1): number =>
    edgeOf(value, bound, { sign, isPeriod });
  return {
    order,
    extents: (i) => {
      const value = at[i];
      if (value === null || value === undefined) {
        warn(isPeriod ? 1572 : 1561, isPeriod ? 'invalid date value' : 'invalid arithmetic value');
        return null;
      }
      const low = reach(value, bounds.preceding, -1);
      const high = reach(value, bounds.following, 1);
      return {
        from: search(at, first, (other) => other >= low),
        end: search(at, first, (other) => other > high),
      };
    },
  };
}

/** The first index from `start` on whose value passes; values before `start` are null. */
function search(
  values: readonly (number | null)[],
  start: number,
  passes: (value: number) => boolean,
): number {
  let low = start;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (passes(values[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function numberOf(value: Value): number | null {
  return typeof value === 'number' ? value : null;
}

function edgeOf(
  value: number,
  bound: Value,
  options: { readonly sign: 1 | -1; readonly isPeriod: boolean },
): number {
  const { sign, isPeriod } = options;
  if (bound === null || bound === 0) return value;
  if (bound === 'unbounded') return sign * Number.POSITIVE_INFINITY;
  if (isPeriod) return shiftInstant(value, periodOf(bound), sign);
  if (typeof bound === 'number' && bound >= 0) return value + sign * bound;
  throw new ArangoError(
    10,
    'AQL: WINDOW range spec is invalid; bounds must be numbers, durations or "unbounded" (while parsing)',
  );
}

function periodOf(bound: Value): Period {
  const period = typeof bound === 'string' ? parsePeriod(bound) : null;
  if (period === null) {
    throw new ArangoError(
      10,
      "AQL: WINDOW range spec is invalid; 'preceding' and 'following' attributes must be valid ISO 8601 durations (while parsing)",
    );
  }
  return period;
}
