/** Reads from the log lines of the queries how long the store took for each. */
export interface StoreTimes {
  /** Takes a line. */
  readonly note: (line: string) => void;
  /** Milliseconds of every run of a query so far. */
  of(query: string): readonly number[];
}

export function createStoreTimes(): StoreTimes {
  const times = new Map<string, number[]>();
  return {
    note(line) {
      // The logger writes JSON lines.
      const { aql: query, milliseconds } = JSON.parse(line) as { aql?: string; milliseconds?: number };
      if (query === undefined || milliseconds === undefined) return;
      times.set(query, [...(times.get(query) ?? []), milliseconds]);
    },
    of: (query) => times.get(query) ?? [],
  };
}
