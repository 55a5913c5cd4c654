/** How credit is given (JOURNEYS rules 23, 25 and 26). */
export type AttributionModel =
  | 'FIRST_TOUCH'
  | 'LAST_TOUCH'
  | 'LAST_NON_DIRECT'
  | 'LINEAR'
  | 'POSITION_BASED'
  | 'TIME_DECAY'
  | 'MARKOV'
  | 'SHAPLEY';

/** What is credited: touches without campaign are left out of all paths by campaign. */
export type AttributionKey = 'CHANNEL' | 'CAMPAIGN';

/** Credit for conversions; money in minor units. The values of all credits add up to `value`. */
export interface Attribution extends PathTotals {
  readonly model: AttributionModel;
  /** Null for every model but MARKOV. */
  readonly nullPaths: number | null;
  /** Chance that a path converts; null for every model but MARKOV. */
  readonly conversionProbability: number | null;
  /** By key in code-point order, conversions without touch last. */
  readonly credits: readonly AttributionCredit[];
}

export interface PathTotals {
  readonly conversions: number;
  readonly value: number;
  readonly touchedConversions: number;
  readonly touchedValue: number;
  /** Over all paths. */
  readonly touches: number;
  readonly longestPath: number;
  readonly cutPaths: number;
}

export interface AttributionCredit {
  readonly key: string;
  readonly value: number;
  readonly conversions: number;
  /** Share of conversions lost without it; null for every model but MARKOV. */
  readonly removalEffect: number | null;
}

/** The row of conversions without touch. */
export const NO_TOUCH = '(none)';
