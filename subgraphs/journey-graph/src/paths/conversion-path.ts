/** A conversion and what came before it (JOURNEYS rules 19 and 21, over touchpoints instead of touches). */
export interface ConversionPath {
  readonly conversionId: string;
  /** Minor units of currency. */
  readonly value: number;
  /** Touchpoints before the conversion, oldest first, the conversion not included. */
  readonly touchpointIds: readonly string[];
  /** True when earlier touchpoints within the look-back were left out. */
  readonly cut: boolean;
}
