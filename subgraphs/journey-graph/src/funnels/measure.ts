import type { Funnel, FunnelLevel } from './funnel.ts';
import type { Run } from './run.ts';

/** Levels, shares and times of the runs that count; `steps` names the levels, null where they have no step. */
export function measureFunnel(runs: readonly Run[], steps: readonly (string | null)[]): Funnel {
  const reached = steps.map((_step, level) => runs.filter((run) => run.length > level));
  const profiles = reached.map((some) => some.length);
  const levels = steps.map((step, level): FunnelLevel => {
    const here = profiles[level] ?? 0;
    const waits = level === 0 ? [] : (reached[level] ?? []).map((run) => elapsed(run, level - 1, level));
    return {
      level: level + 1,
      step,
      profiles: here,
      dropOff: level + 1 < steps.length ? here - (profiles[level + 1] ?? 0) : 0,
      shareOfPrevious: level === 0 ? null : share(here, profiles[level - 1] ?? 0),
      shareOfFirst: share(here, profiles[0] ?? 0),
      medianMs: medianOf(waits),
      meanMs: meanOf(waits),
    };
  });
  const totals = (reached.at(-1) ?? []).map((run) => elapsed(run, 0, steps.length - 1));
  return { levels, converted: totals.length, medianMs: medianOf(totals), meanMs: meanOf(totals) };
}

const elapsed = (run: Run, from: number, to: number): number => (run[to] ?? 0) - (run[from] ?? 0);

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** The mean of the middle two for an even count; null for none. */
export function medianOf(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const ordered = values.toSorted((a, b) => a - b);
  const middle = ordered.length / 2;
  const upper = ordered[Math.floor(middle)] ?? 0;
  return Number.isInteger(middle) ? ((ordered[middle - 1] ?? 0) + upper) / 2 : upper;
}

/** Null for none. */
export function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
