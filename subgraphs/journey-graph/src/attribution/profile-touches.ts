/** A touch as [time in ms, log position, channel, campaign]. */
export type TouchRow = readonly [at: number, position: number, channel: string, campaign: string | null];

/** A conversion as [time in ms, log position, value in minor units]. */
export type ConversionRow = readonly [at: number, position: number, value: number];

/** What attribution needs of one profile; both lists in order, from the look-back before the range to its end. */
export interface ProfileTouches {
  readonly touches: readonly TouchRow[];
  readonly conversions: readonly ConversionRow[];
}
