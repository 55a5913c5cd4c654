/** Units with one and the same shaped path. */
export interface PathCount {
  readonly steps: readonly string[];
  readonly units: number;
  readonly profiles: number;
  /** Units whose unshaped steps contain the goal. */
  readonly conversions: number;
}

/** The most frequent paths, with totals over all of them (JOURNEYS rule 11). */
export interface TopPaths {
  readonly units: number;
  readonly distinctPaths: number;
  readonly conversions: number;
  /** By units, then by steps in code-point order. */
  readonly paths: readonly PathCount[];
}
