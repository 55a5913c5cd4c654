/** An instant and how it was written: RFC 3339, or a local date whose first instant it is. */
export interface RuleDate {
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
  readonly text: string;
  /** IANA zone of a local date; null when the text says the instant itself. */
  readonly zone: string | null;
}
