/** What the measuring process is told. */
export interface JourneyOrder {
  /** Events in the log. */
  readonly events: number;
  /** Times that each question is asked. */
  readonly rounds: number;
}

/** What it answers with: figures, or a line for people. */
export type JourneyReport =
  | { readonly kind: 'line'; readonly text: string }
  | { readonly kind: 'figures'; readonly figures: Readonly<Record<string, number>> };
