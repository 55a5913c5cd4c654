/** Activity of a profile in the time up to one of its touchpoints (JOURNEYS rule 30). */
export interface Engagement {
  readonly eventId: string;
  /** Log position of the touchpoint. */
  readonly position: number;
  /** Milliseconds; everything at this instant is counted. */
  readonly at: number;
  readonly touchpoints: number;
  /** Minor units of currency. */
  readonly value: number;
  /** Different ones; touchpoints without channel add none. */
  readonly channels: number;
}
