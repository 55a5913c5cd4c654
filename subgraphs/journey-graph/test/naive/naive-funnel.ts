import { byProfile, type RawEvent } from './history.ts';

export interface NaiveFunnel {
  readonly steps: readonly string[];
  readonly from: number;
  readonly to: number;
  readonly window: number;
  readonly order: 'ORDERED' | 'STRICT' | 'ANY';
}

/** Counts of levels and times of the chosen runs, every entry tried by itself (JOURNEYS rules 13 to 17). */
export function naiveFunnel(history: readonly RawEvent[], funnel: NaiveFunnel): unknown {
  const chosen = [...byProfile(history).values()].flatMap((own) => {
    const runs = own.flatMap((event, place) =>
      event.at >= funnel.from && event.at < funnel.to ? [run(own.slice(place), funnel)] : [],
    );
    const longest = Math.max(0, ...runs.map(({ length }) => length));
    const best = runs.find(({ length }) => length === longest && length > 0);
    return best === undefined ? [] : [best];
  });
  const reach = (level: number) => chosen.filter(({ length }) => length > level);
  const levels = funnel.steps.map((step, level) => {
    const here = reach(level);
    const waits = level === 0 ? [] : here.map((times) => (times[level] ?? 0) - (times[level - 1] ?? 0));
    const before = level === 0 ? 0 : reach(level - 1).length;
    return {
      level: level + 1,
      step: funnel.order === 'ANY' ? null : step,
      profiles: here.length,
      dropOff: level === funnel.steps.length - 1 ? 0 : here.length - reach(level + 1).length,
      shareOfPrevious: before === 0 ? null : here.length / before,
      shareOfFirst: reach(0).length === 0 ? null : here.length / reach(0).length,
      ...averages(waits),
    };
  });
  const complete = reach(funnel.steps.length - 1);
  const totals = complete.map((times) => (times.at(-1) ?? 0) - (times[0] ?? 0));
  return { levels, converted: complete.length, ...averages(totals) };
}

/** From the first of these events on; empty when that one is no entry. */
function run(events: readonly RawEvent[], { steps, window, order }: NaiveFunnel): readonly number[] {
  const start = events[0]?.at ?? 0;
  const open = [...steps];
  const times: number[] = [];
  for (const { at, step } of events) {
    if (open.length === 0 || at > start + window) break;
    const place = order === 'ANY' ? open.indexOf(step) : Number(open[0] === step) - 1;
    if (place === -1 && (order === 'STRICT' || times.length === 0)) break;
    if (place === -1) continue;
    open.splice(place, 1);
    times.push(at);
  }
  return times;
}

function averages(values: readonly number[]): { medianMs: number | null; meanMs: number | null } {
  if (values.length === 0) return { medianMs: null, meanMs: null };
  const ordered = values.toSorted((a, b) => a - b);
  const low = ordered[Math.ceil(ordered.length / 2) - 1] ?? 0;
  const high = ordered[Math.floor(ordered.length / 2)] ?? 0;
  return { medianMs: (low + high) / 2, meanMs: values.reduce((a, b) => a + b, 0) / values.length };
}
