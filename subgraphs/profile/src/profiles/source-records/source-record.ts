/** What one event said of a person, as the caller may see it. Times are milliseconds. */
export interface SourceRecord {
  /** Id of the event. */
  readonly id: string;
  readonly sourceId: string;
  readonly observedAt: number;
  readonly receivedAt: number;
  readonly traits: Readonly<Record<string, unknown>>;
}
