/** What may lie between the steps of a funnel (JOURNEYS rule 13). */
export type FunnelOrder = 'ORDERED' | 'STRICT' | 'ANY';

/** How many profiles got how far (JOURNEYS rule 17). Times in milliseconds. */
export interface Funnel {
  readonly levels: readonly FunnelLevel[];
  readonly converted: number;
  /** From the first to the last step; null when nobody converted. */
  readonly medianMs: number | null;
  readonly meanMs: number | null;
}

export interface FunnelLevel {
  /** 1 for the first. */
  readonly level: number;
  /** Null with ANY, where a level is a number of steps. */
  readonly step: string | null;
  readonly profiles: number;
  /** Profiles that did not reach the next level; 0 at the last. */
  readonly dropOff: number;
  /** Null at the first level and over zero. */
  readonly shareOfPrevious: number | null;
  /** Null over zero. */
  readonly shareOfFirst: number | null;
  /** Since the level before; null at the first level and when nobody came. */
  readonly medianMs: number | null;
  readonly meanMs: number | null;
}
