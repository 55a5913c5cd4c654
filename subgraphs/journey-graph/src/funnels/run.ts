import type { TimeRange } from '../input/checks.ts';
import type { FunnelOrder } from './funnel.ts';

/** Touchpoints of one profile in order: their times in milliseconds and what steps they are. */
export interface StepSequence {
  readonly times: readonly number[];
  /** Number of the step among the different steps of the funnel; -1 for any other. */
  readonly codes: readonly number[];
}

export interface RunRules {
  /** Entries lie in it. */
  readonly range: TimeRange;
  /** Time for a whole run from its entry, its end included. */
  readonly windowMs: number;
  /** The steps of the funnel by number; one may stand again. */
  readonly steps: readonly number[];
}

/** Times of the events that fill the levels, from the first one on. */
export type Run = readonly number[];

type FindRun = (sequence: StepSequence, rules: RunRules) => Iterable<Run>;

const finders: Readonly<Record<FunnelOrder, FindRun>> = {
  ORDERED: orderedRuns,
  STRICT: strictRuns,
  ANY: runsInAnyOrder,
};

/**
 * The run that counts for a profile: from its earliest entry that completes, else the longest, the earliest of those
 * (JOURNEYS rule 16). Null without entry.
 */
export function chooseRun(sequence: StepSequence, rules: RunRules, order: FunnelOrder): Run | null {
  let longest: Run | null = null;
  for (const run of finders[order](sequence, rules)) {
    if (run.length === rules.steps.length) return run;
    if (run.length > (longest?.length ?? 0)) longest = run;
  }
  return longest;
}

/** Each level's next event only moves on from entry to entry, so that all entries together cost one pass for each level. */
function* orderedRuns({ times, codes }: StepSequence, { range, windowMs, steps }: RunRules): Iterable<Run> {
  const placesOf = placesByCode(codes);
  const levels = steps.map((code) => ({ places: placesOf.get(code) ?? [], next: 0 }));
  for (const entry of entriesAmong(levels[0]?.places ?? [], times, range)) {
    const start = timeAt(times, entry);
    const run = [start];
    let before = entry;
    for (const level of levels.slice(1)) {
      while (level.next < level.places.length && placeAt(level.places, level.next) <= before) level.next += 1;
      const found = level.places[level.next];
      if (found === undefined || timeAt(times, found) > start + windowMs) break;
      run.push(timeAt(times, found));
      before = found;
    }
    yield run;
  }
}

function* strictRuns({ times, codes }: StepSequence, { range, windowMs, steps }: RunRules): Iterable<Run> {
  const firsts = placesByCode(codes).get(steps[0] ?? -1) ?? [];
  for (const entry of entriesAmong(firsts, times, range)) {
    const start = timeAt(times, entry);
    const broken = steps.findIndex(
      (code, level) => codes[entry + level] !== code || timeAt(times, entry + level) > start + windowMs,
    );
    yield times.slice(entry, entry + (broken === -1 ? steps.length : broken));
  }
}

/** The earliest events from the entry on that fill the multiset of steps. */
function* runsInAnyOrder(
  { times, codes }: StepSequence,
  { range, windowMs, steps }: RunRules,
): Iterable<Run> {
  const placesOf = placesByCode(codes);
  const needs = [...Map.groupBy(steps, (code) => code)].map(([code, named]) => ({
    places: placesOf.get(code) ?? [],
    count: named.length,
    next: 0,
  }));
  const anyStep = codes.flatMap((code, place) => (code === -1 ? [] : [place]));
  for (const entry of entriesAmong(anyStep, times, range)) {
    const end = timeAt(times, entry) + windowMs;
    const filled = needs.flatMap((need) => {
      while (need.next < need.places.length && placeAt(need.places, need.next) < entry) need.next += 1;
      return need.places.slice(need.next, need.next + need.count);
    });
    yield filled
      .toSorted((a, b) => a - b)
      .map((place) => timeAt(times, place))
      .filter((time) => time <= end);
  }
}

function placesByCode(codes: readonly number[]): ReadonlyMap<number, readonly number[]> {
  const places = new Map<number, number[]>();
  for (const [place, code] of codes.entries()) {
    const known = places.get(code);
    if (known === undefined) places.set(code, [place]);
    else known.push(place);
  }
  return places;
}

function entriesAmong(
  places: readonly number[],
  times: readonly number[],
  { from, to }: TimeRange,
): readonly number[] {
  return places.filter((place) => timeAt(times, place) >= from && timeAt(times, place) < to);
}

/** Both lists are read inside their bounds only. */
const timeAt = (times: readonly number[], place: number): number => times[place] as number;
const placeAt = (places: readonly number[], index: number): number => places[index] as number;
