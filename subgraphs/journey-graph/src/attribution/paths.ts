import type { TimeRange } from '../input/checks.ts';
import type { PathMode } from '../input/lookback.ts';
import { MAX_TOUCHES } from '../journeys/split-journeys.ts';
import type { AttributionKey } from './attribution.ts';
import type { ConversionRow, ProfileTouches, TouchRow } from './profile-touches.ts';

/** A touch by what is credited for it. */
export interface KeyedTouch {
  readonly at: number;
  readonly position: number;
  readonly key: string;
  /** True when its channel is `direct`. */
  readonly isDirect: boolean;
}

/** A conversion and the touches that may claim it, in order; none when nothing led to it. */
export interface ConversionTouches {
  readonly value: number;
  readonly touches: readonly KeyedTouch[];
  /** True when touches were left out. */
  readonly cut: boolean;
}

export interface PathRules {
  readonly range: TimeRange;
  readonly lookbackMs: number;
  readonly mode: PathMode;
  readonly by: AttributionKey;
}

/** The conversions of a profile in the range, each with its path (JOURNEYS rule 21). */
export function* conversionPaths(
  { touches, conversions }: ProfileTouches,
  { range, lookbackMs, mode, by }: PathRules,
): Iterable<ConversionTouches> {
  const keyed = keyTouches(touches, by);
  let begin = 0;
  let end = 0;
  for (const conversion of conversions) {
    const [at, , value] = conversion;
    if (mode === 'SINCE_LAST_CONVERSION') begin = end;
    end = skip(keyed, end, (touch) => !isAfter(touch, conversion));
    begin = skip(keyed, begin, (touch) => touch.at < at - lookbackMs);
    if (at >= range.from && at < range.to) yield { value, ...cutPath(keyed, begin, end) };
  }
}

/**
 * Runs of neighbouring touches in the range that led to no conversion in it, also split by a silence longer than the
 * look-back (JOURNEYS rule 24). The same in both modes, and for paths that are cut: what was left out did lead somewhere.
 */
export function* nullPaths(
  { touches, conversions }: ProfileTouches,
  { range, lookbackMs, by }: PathRules,
): Iterable<readonly KeyedTouch[]> {
  let next = 0;
  let run: KeyedTouch[] = [];
  for (const touch of keyTouches(touches, by)) {
    if (touch.at < range.from || touch.at >= range.to) continue;
    // Within the list.
    while (next < conversions.length && isAfter(touch, conversions[next] as ConversionRow)) next += 1;
    const conversion = conversions[next];
    const converts = conversion !== undefined && conversion[0] <= touch.at + lookbackMs;
    const isSilent = touch.at - (run.at(-1)?.at ?? touch.at) > lookbackMs;
    if (run.length > 0 && (converts || isSilent)) {
      yield run;
      run = [];
    }
    if (!converts) run.push(touch);
  }
  if (run.length > 0) yield run;
}

function keyTouches(touches: readonly TouchRow[], by: AttributionKey): readonly KeyedTouch[] {
  return touches.flatMap(([at, position, channel, campaign]) => {
    const key = by === 'CHANNEL' ? channel : campaign;
    return key === null ? [] : [{ at, position, key, isDirect: channel === 'direct' }];
  });
}

/** A conversion that is a touch itself is not after itself. */
function isAfter(touch: KeyedTouch, [at, position]: ConversionRow): boolean {
  return touch.at > at || (touch.at === at && touch.position > position);
}

function skip(touches: readonly KeyedTouch[], from: number, passes: (touch: KeyedTouch) => boolean): number {
  let place = from;
  // Within the list.
  while (place < touches.length && passes(touches[place] as KeyedTouch)) place += 1;
  return place;
}

/** The first touch and the latest others, without a look at those between. */
function cutPath(
  touches: readonly KeyedTouch[],
  begin: number,
  end: number,
): Omit<ConversionTouches, 'value'> {
  if (end - begin <= MAX_TOUCHES) return { touches: touches.slice(begin, Math.max(begin, end)), cut: false };
  const latest = touches.slice(end - MAX_TOUCHES + 1, end);
  // More than that many stand between them.
  return { touches: [touches[begin] as KeyedTouch, ...latest], cut: true };
}
