/** Where profiles were last seen before they fell silent (JOURNEYS rule 29). */
export interface ChurnDropOff {
  /** Profiles whose last touchpoint lies in the range. */
  readonly profiles: number;
  /** Those that fell silent. */
  readonly churned: number;
  readonly groups: number;
  /** By size, then step in code-point order, then channel. */
  readonly rows: readonly ChurnGroup[];
}

export interface ChurnGroup {
  readonly step: string;
  /** Null when the last touchpoint had none. */
  readonly channel: string | null;
  readonly churned: number;
  /** Touchpoints before `asOf`, on average. */
  readonly meanTouchpoints: number;
}
