/** An event that ingestion refused. Times are milliseconds. */
export interface DeadLetter {
  readonly id: string;
  readonly sourceId: string;
  readonly messageId: string | null;
  /** Stable reason, for example `EVENT_TOO_LARGE`. */
  readonly reason: string;
  /** Path of the field at fault; null when it is the event as a whole. */
  readonly field: string | null;
  readonly message: string;
  readonly receivedAt: number;
  /** What came in, as text; null once it was erased. */
  readonly payload: string | null;
}
