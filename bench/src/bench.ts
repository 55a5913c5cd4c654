/** Where a figure must be for the target to be met. */
export type Target = { readonly min: number } | { readonly max: number };

/** One measurement that prints figures. */
export interface Bench {
  readonly name: string;
  /** What it measures, in a sentence. */
  readonly about: string;
  readonly targets: Readonly<Record<string, Target>>;
  /** Lines for people go to `print`; ratios first. */
  run(options: BenchOptions): Promise<Readonly<Record<string, number>>>;
}

export interface BenchOptions {
  readonly print: (line: string) => void;
  /** Multiplies the time of each measurement; 1 is what the targets are meant for. */
  readonly scale: number;
}

/** True when every target has a figure that is where it must be. */
export function isMet(
  figures: Readonly<Record<string, number>>,
  targets: Readonly<Record<string, Target>>,
): boolean {
  return Object.entries(targets).every(([name, target]) => {
    const figure = figures[name];
    if (figure === undefined || Number.isNaN(figure)) return false;
    return 'min' in target ? figure >= target.min : figure <= target.max;
  });
}

/** The value below which the given share of the samples lies; NaN without samples. */
export function percentile(samples: readonly number[], share: number): number {
  if (samples.length === 0) return Number.NaN;
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** The spread of times for people. */
export function describeTimes(milliseconds: readonly number[]): string {
  const shares = [0.5, 0.9, 0.95, 0.99].map(
    (share) => `p${share * 100} ${percentile(milliseconds, share).toPrecision(3)}`,
  );
  return `${shares.join(', ')}, most ${Math.max(...milliseconds).toPrecision(3)} ms (${milliseconds.length} samples)`;
}
